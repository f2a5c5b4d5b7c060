"""The rules of a run: those that come with zeplint and, beside them, those of a project's own."""

from __future__ import annotations

import os

from zeplint.discovery import find_boundary
from zeplint.rulebook import Rulebook, load_rulebook
from zeplint.session.request import RunError
from zeplint.settings import Settings, find_settings
from zeplint.tree import relative_to


class Rulebooks:
    """The rules by settings file; files are named as seen from `working_directory`."""

    def __init__(self, working_directory: str) -> None:
        self.working_directory = working_directory
        self.built_in = load_rulebook()
        self._extended: dict[tuple[str, tuple[str, ...]], Rulebook] = {}

    def of(self, settings: Settings) -> Rulebook:
        """The rules where these settings hold; raises `RunError` for a rule file that cannot be used."""
        if not settings.extend_rules:
            return self.built_in
        key = settings.directory or self.working_directory, settings.extend_rules
        if key not in self._extended:
            self._extended[key] = self._extend(settings, key[0])
        return self._extended[key]

    @property
    def together(self) -> Rulebook:
        """The rules of all settings so far; of several own rules with one code, the first."""
        if not self._extended:
            return self.built_in
        rules = [rule for rulebook in self._extended.values() for rule in rulebook]
        return Rulebook({rule.code: rule for rule in reversed(rules)}.values())

    def _extend(self, settings: Settings, base: str) -> Rulebook:
        from zeplint.own_rules import read_own_rules
        from zeplint.rulebook.files import RuleFileError

        try:
            own = read_own_rules(own_paths(settings, base, self.working_directory), self.built_in)
        except RuleFileError as error:
            raise RunError(str(error)) from error
        return Rulebook([*self.built_in, *(one.rule for one in own)])


def own_paths(settings: Settings, base: str, working_directory: str) -> list[str]:
    """The files and folders that hold the rules of a project's own, as seen from `working_directory`.

    Those of the settings are seen from `base`. Raises `SettingsError` for one that is not there.
    """
    paths = []
    for index, given in enumerate(settings.extend_rules):
        path = os.path.normpath(os.path.join(base, given))
        if not os.path.exists(path):
            raise settings.error(f'"extend-rules": no such file or folder: {given}', "extend-rules", index)
        paths.append(relative_to(path, working_directory))
    return paths


def settings_here(working_directory: str, *, config: str | None = None, isolated: bool = False) -> Settings:
    """The settings that hold in a folder, or those in the file `config`; raises `SettingsError`."""
    path = config and os.path.join(working_directory, config)
    if isolated:
        path = None
    elif path is None:
        path = find_settings(working_directory, find_boundary(working_directory))
    if path is None:
        return Settings()
    from zeplint.settings.reading import load_settings

    return load_settings(relative_to(path, working_directory))
