"""Settings held against the rules that there are."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.rulebook import Rule, Rulebook, UnknownSelectorError
from zeplint.settings import Settings, kind_of


def check_settings(settings: Settings, rulebook: Rulebook) -> None:
    """Raise `SettingsError` for a rule, or a rule's parameter, that does not exist."""
    for keys, selectors in _selectors(settings):
        for index, selector in enumerate(selectors):
            try:
                rulebook.check_selectors([selector])
            except UnknownSelectorError as error:
                raise settings.error(f'"{".".join(keys)}": {error}', *keys, index) from error
    for key, names in (("severity", settings.severity), ("parameters", settings.parameters)):
        for name in names:
            if rulebook.find(name) is None:
                raise settings.error(f'"{key}": {rulebook.unknown(name)}', key, name)
    for name, values in settings.parameters.items():
        rule = rulebook.find(name)
        for parameter, value in values.items():
            what = _problem(name, rule, parameter, value) if rule else ""
            if what:
                raise settings.error(f'"parameters": {what}', "parameters", name, parameter)


def _selectors(settings: Settings) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every list of selectors, with the keys that lead to it."""
    yield ("select",), settings.select or ()
    yield ("extend-select",), settings.extend_select
    yield ("ignore",), settings.ignore
    for glob, selectors in settings.per_file_ignores:
        yield ("per-file-ignores", glob), selectors


def _problem(name: str, rule: Rule, parameter: str, value: object) -> str:
    """What is wrong with the value of a rule's parameter; empty if nothing is."""
    known = rule.parameters
    if parameter not in known:
        there = f"it has {', '.join(known)}" if known else "it has none"
        return f'{name} has no parameter "{parameter}": {there}'
    default = known[parameter]
    if not _is_like(value, default):
        wanted = "a list of strings" if isinstance(default, list) else kind_of(default)
        return f'"{parameter}" of {name} must be {wanted}, not {kind_of(value)}'
    if value not in rule.choices.get(parameter, [value]):
        from zeplint.checks.wording import listing

        return f'"{parameter}" of {name} must be {listing(rule.choices[parameter], "or")}, not {value}'
    return ""


def _is_like(value: object, default: object) -> bool:
    """Whether a parameter is of the type that the rule file gives it; a list is one of strings."""
    if not isinstance(value, list):
        return type(value) is type(default)
    return isinstance(default, list) and all(isinstance(item, str) for item in value)
