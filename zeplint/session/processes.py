"""The processes that a run may read its collections by: the built-in ones, and a user's file."""

from __future__ import annotations

import os

from zeplint.process import Process
from zeplint.rulebook import AUTO, Rulebook, load_process, process_names, rules_directory
from zeplint.session.request import RunError
from zeplint.tree import relative_to


class Processes:
    """The processes of a run. `requested` is the one that the command line names, if it names one.

    `wanted` is what it says: a name, a file as seen from `working_directory`, ``auto`` or None.
    """

    def __init__(self, wanted: str | None, working_directory: str) -> None:
        self.working_directory = working_directory
        self.built_in = [load_process(name) for name in process_names()]
        # By process of a user's own: its file, as shown to people.
        self._files: dict[Process, str] = {}
        self.requested: Process | None = None
        if wanted and wanted != AUTO:
            self.requested = self.called(wanted, working_directory)

    @property
    def all(self) -> list[Process]:
        """Every process of the run, one that the command line names last."""
        own = [self.requested] if self.requested and self.requested not in self.built_in else []
        return [*self.built_in, *own]

    @property
    def candidates(self) -> list[Process]:
        """The processes that say where a collection may lie."""
        return [self.requested] if self.requested else self.built_in

    def name_proposal(self, filename: str) -> bool:
        """Whether a file of that name is a proposal by any built-in process."""
        return any(process.match_name(filename) for process in self.built_in)

    def called(self, wanted: str, base: str) -> Process:
        """The process of that name, or in that file, seen from the folder `base`; raises `RunError`."""
        for process in self.built_in:
            if process.name == wanted:
                return process
        path = os.path.join(base, wanted)
        if not os.path.isfile(path):
            names = ", ".join(process.name for process in self.built_in)
            raise RunError(f'no process is called "{wanted}": there are auto, {names}, or a YAML file')
        shown = relative_to(path, self.working_directory)
        own = next((process for process, file in self._files.items() if file == shown), None)
        if own is None:
            own = load_process_file(shown)
            self._files[own] = shown
        return own

    def file_of(self, process: Process) -> str:
        """The file of a process of the user's own, as shown to people; empty for one that comes along."""
        return self._files.get(process, "")

    def check_rules(self, process: Process, rulebook: Rulebook) -> None:
        """Raise `RunError` where a process of the user's own names a rule, or a parameter, that there is not."""
        path = self.file_of(process)
        if not path:
            return
        from zeplint.rulebook.validate import error_at
        from zeplint.session.settings_check import wrong_parameter

        for code, fact in process.data.get("rules", {}).items():
            rule = rulebook.rules.get(code)
            if rule is None:
                raise RunError(str(error_at(path, ("rules", code), rulebook.unknown(code))))
            if found := wrong_parameter(code, rule, fact.get("parameters", {})):
                parameter, what = found
                raise RunError(str(error_at(path, ("rules", code, "parameters", parameter), what)))


def load_process_file(path: str) -> Process:
    """The process that a user's file describes; raises `RunError` if it cannot be used."""
    from zeplint.rulebook.files import RuleFileError, read_process
    from zeplint.rulebook.validate import check_process

    try:
        data = read_process(path, rules_directory())
        check_process(path, data)
        name = os.path.splitext(os.path.basename(path))[0]
        return Process(name, data)
    except RuleFileError as error:
        raise RunError(str(error)) from error
