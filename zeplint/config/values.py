"""The settings in force, each with the place that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zeplint.record import NamedTuple
from zeplint.session import Job, Request
from zeplint.settings import Settings
from zeplint.settings.reading import setting_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEFAULT, SETTINGS, OPTION = "default", "settings", "option"


class Origin(NamedTuple):
    """Where a value comes from: a default, a line of a settings file (`path`, 1-based `line`), or an option (`name`)."""

    kind: str
    path: str = ""
    line: int = 0
    name: str = ""

    @property
    def shown(self) -> str:
        """The origin as people read it."""
        return {DEFAULT: "default", SETTINGS: f"{self.path}:{self.line}", OPTION: self.name}[self.kind]


class Value(NamedTuple):
    """A value under its key, as in a settings file; `key` has two parts for an entry of a table."""

    key: tuple[str, ...]
    value: Any
    origin: Origin


def origin_of(settings: Settings, *keys: str | int) -> Origin:
    """The line of the settings on which a key, or an item of its list, stands."""
    return Origin(SETTINGS, settings.path or "the editor's settings", settings.line_of(*keys))


# What an option says instead of the settings, and what it says beside them.
_INSTEAD = {
    "select": "select",
    "process": "process",
    "zeps": "zeps",
    "fail-on": "fail_on",
    "baseline": "baseline",
}
_BESIDE = {"extend-select": "extend_select", "ignore": "ignore"}
_DEFAULTS: Mapping[str, object] = {"process": "auto", "fail-on": "error"}


def values(job: Job, request: Request) -> Iterator[Value]:
    """Every setting, in the order in which the schema has them: entries of tables one by one, lists as a whole."""
    settings = job.settings
    for key in setting_names():
        field = key.replace("-", "_")
        value: Any = getattr(settings, field)
        option = getattr(request, _INSTEAD[key]) if key in _INSTEAD else None
        added = getattr(request, _BESIDE[key]) if key in _BESIDE else ()
        if option is not None:
            yield Value((key,), _plain(option), Origin(OPTION, name=f"--{key}"))
            continue
        if key == "per-file-ignores":
            value = dict(value)
        if isinstance(value, dict) and value:
            for name, inner in value.items():
                yield Value((key, name), _plain(inner), origin_of(settings, key, name))
        elif value not in (None, (), {}, False):
            yield Value((key,), _plain(value), origin_of(settings, key))
        elif not added:
            yield Value((key,), _plain(_DEFAULTS.get(key, value)), Origin(DEFAULT))
        if added:
            yield Value((key,), list(added), Origin(OPTION, name=f"--{key}"))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
