"""Settings held against the rules that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zeplint.rulebook import PATTERN_NAMES, Rule, Rulebook, UnknownSelectorError
from zeplint.settings import Settings
from zeplint.settings.reading import kind_of


def check_settings(settings: Settings, rulebook: Rulebook) -> None:
    """Raise `SettingsError` for a rule, or a rule's parameter, that does not exist."""
    for keys, index, selector in _selectors(settings):
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
        if rule and (found := wrong_parameter(name, rule, values)):
            parameter, what = found
            raise settings.error(f'"parameters": {what}', "parameters", name, parameter)


def _selectors(settings: Settings) -> Iterator[tuple[tuple[str, ...], str | int, str]]:
    """Every selector, with the keys that lead to its list or table and where it stands in that."""
    lists = [
        (("select",), settings.select or ()),
        (("extend-select",), settings.extend_select),
        (("ignore",), settings.ignore),
        *((("per-file-ignores", glob), selectors) for glob, selectors in settings.per_file_ignores),
    ]
    for keys, selectors in lists:
        for index, selector in enumerate(selectors):
            yield keys, index, selector
    for selector in settings.applies_from:
        yield ("applies-from",), selector, selector


def wrong_parameter(name: str, rule: Rule, values: Mapping[str, object]) -> tuple[str, str] | None:
    """The first parameter that the rule does not have, or not with this value, and what is wrong with it.

    `name` is what the user calls the rule.
    """
    for parameter, value in values.items():
        if what := _problem(name, rule, parameter, value):
            return parameter, what
    return None


def _problem(name: str, rule: Rule, parameter: str, value: object) -> str:
    """What is wrong with the value of a rule's parameter; empty if nothing is."""
    known = rule.parameters
    if parameter not in known:
        from zeplint.nearest import nearest

        meant = nearest(parameter, known)
        there = f"it has {', '.join(known)}" if known else "it has none"
        hint = f'did you mean "{meant}"?' if meant else there
        return f'{name} has no parameter "{parameter}": {hint}'
    default = known[parameter]
    if not _is_like(value, default):
        wanted = "a list of strings" if isinstance(default, list) else kind_of(default)
        return f'"{parameter}" of {name} must be {wanted}, not {kind_of(value)}'
    if value not in rule.choices.get(parameter, [value]):
        from zeplint.checks.wording import excerpt, listing

        allowed = listing(rule.choices[parameter], "or")
        return f'"{parameter}" of {name} must be {allowed}, not {excerpt(str(value))}'
    if parameter in PATTERN_NAMES:
        from zeplint.hazards import hazard

        for text in value if isinstance(value, list) else [str(value)]:
            if what := hazard(text):
                return f'"{parameter}" of {name}: {what}'
    return ""


def _is_like(value: object, default: object) -> bool:
    """Whether a parameter is of the type that the rule file gives it; a list is one of strings."""
    if not isinstance(value, list):
        return type(value) is type(default)
    return isinstance(default, list) and all(isinstance(item, str) for item in value)
