"""What a workspace was at an earlier revision, and what of that is gone."""

from __future__ import annotations

from collections.abc import Mapping

from zeplint.change import Change
from zeplint.collection import Collection
from zeplint.git.objects import RevisionError
from zeplint.git.repository import Repository
from zeplint.git.tree import CommitTree
from zeplint.session.members import collect_at
from zeplint.session.request import Request, RunError
from zeplint.session.workspaces import Workspace
from zeplint.source import Source


class History:
    """The change of a workspace's collection since the revision that a request names.

    `gone` are the paths of the proposals that were there and are asked for. Raises `RunError` where the
    earlier version cannot be had.
    """

    def __init__(
        self,
        workspace: Workspace,
        collection: Collection,
        request: Request,
        environ: Mapping[str, str],
        working_directory: str,
    ) -> None:
        assert request.since is not None
        try:
            self._repository = Repository(workspace.tree.root, working_directory, environ)
        except RevisionError as error:
            raise RunError(f"--since: {error}") from error
        try:
            self._commit = self._repository.find_base(request.since)
            self.change = self._read(workspace, collection)
            folders, files = self._asked_for(workspace, request.since)
        except RevisionError as error:
            self.close()
            raise RunError(f"--since: {error}") from error
        except RunError:
            self.close()
            raise
        self.gone = tuple(
            pair.old.path
            for pair in self.change.pairs
            if pair.old and not pair.new and not workspace.excludes(pair.old.path)
            if pair.old.path in files
            or any(not folder or pair.old.path.startswith(f"{folder}/") for folder in folders)
        )

    def close(self) -> None:
        """End the program that reads the earlier version."""
        self._repository.close()

    def _read(self, workspace: Workspace, collection: Collection) -> Change:
        def now(path: str) -> Source | None:
            return collection.document(path).source if collection.exists(path) else None

        tree = CommitTree(self._repository, self._commit, workspace.tree.show, now)
        change = Change(collect_at(tree, workspace, collection), collection, self._last_day)
        # What git cannot read is said now, and is no failure of the rule that would come across it.
        assert change.pairs is not None
        assert change.base.spec_pages is not None
        self._days: Mapping[str, str] | None = None
        return change

    def _last_day(self, path: str) -> str | None:
        if self._days is None:
            paths = [proposal.path for proposal in self.change.base.proposals if not proposal.source.mount]
            self._days = self._repository.last_days(self._commit, paths) if self._commit else {}
        return self._days.get(path)

    def _asked_for(self, workspace: Workspace, since: str) -> tuple[list[str], list[str]]:
        """The folders and the files of the base whose end is reported."""
        folders, files = [*workspace.folders], []
        base = self.change.base
        for given, path in workspace.missing:
            if base.tree.names(path):
                folders.append(path)
            elif base.exists(path):
                files.append(path)
            else:
                raise RunError(f"no such file or directory, nor was there one in {since}: {given}")
        return folders, files
