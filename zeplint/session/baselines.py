"""The known findings of a workspace: which file has them, as the request and the settings say."""

from __future__ import annotations

import os
from collections import Counter

from zeplint.baseline.file import NAME, BaselineError, read_baseline
from zeplint.baseline.match import Baseline
from zeplint.session.request import Request, RunError
from zeplint.session.workspaces import Workspace
from zeplint.tree import relative_to


def find_baseline(workspace: Workspace, request: Request, working_directory: str) -> Baseline | None:
    """The known findings of a workspace; None where none are wanted.

    Raises `RunError` and `SettingsError` for a file that cannot be used, and for one that is not there unless it is to be
    written.
    """
    settings = workspace.settings
    if request.no_baseline:
        return None
    if request.baseline is not None:
        path = os.path.join(working_directory, request.baseline)
    elif settings.baseline is not None:
        path = os.path.join(settings.directory or working_directory, settings.baseline)
    elif request.write_baseline:
        path = os.path.join(settings.directory or workspace.tree.root, NAME)
    else:
        return None
    path = os.path.normpath(path)
    shown = relative_to(path, working_directory)
    try:
        entries = read_baseline(shown)
    except FileNotFoundError:
        if not request.write_baseline:
            missing = f"no such file: {shown}; zeplint --write-baseline writes it"
            if request.baseline is None:
                raise settings.error(f'"baseline": {missing}', "baseline") from None
            raise RunError(f"--baseline: {missing}") from None
        entries = Counter()
    except BaselineError as error:
        raise RunError(str(error)) from error
    return Baseline(path, shown, workspace.tree.root, entries)
