"""A proposal process as data: what a process file says, as objects.

One file under ``rules/process`` describes one edition of one community's process (for ZEPs, what
ZEP 0 says). No status, type, header or directory name stands anywhere else. Checks speak of a
header's *role* and a status's *stage*, so that the same check serves every process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from zeplint.globs import matches

STAGES = ("early", "decided", "final", "closed")


def normalise_name(name: str) -> str:
    """A header name without what people vary: case, and blank, hyphen or underscore between words."""
    return re.sub(r"[\s_-]+", "-", name.strip()).casefold()


class HeaderSpec(NamedTuple):
    """A header that the process knows.

    `role` is what checks call it by. `accepted` names are no finding, `variants` are known slips
    for it. `form` says how its value reads: text, authors, status, type, date, proposals, link or
    links. `dates` are the forms of a date, the preferred first. `alternative` marks a proposals
    header in which a link may stand instead of a number. `meaning` is for people.
    """

    name: str
    role: str
    form: str
    accepted: frozenset[str]
    variants: frozenset[str]
    repeat: bool
    required: bool
    dates: tuple[str, ...]
    alternative: bool
    meaning: str

    def writes(self, name: str) -> bool:
        """Whether `name`, to the letter, is a name this header may be given under."""
        return name == self.name or name in self.accepted


class StatusSpec(NamedTuple):
    """A status: its stage, where its proposals lie, which types may have it, which roles it needs.

    `directories` are relative to a base of the layout, the preferred first; empty means anywhere.
    `allows` lists roles that are neither required nor out of place.
    """

    name: str
    stage: str
    directories: tuple[str, ...]
    types: frozenset[str]
    requires: tuple[str, ...]
    allows: frozenset[str]
    variants: tuple[str, ...]
    meaning: str


class TypeSpec(NamedTuple):
    """A type of proposal; `variants` are other words known to mean it."""

    name: str
    variants: tuple[str, ...]
    meaning: str


class RuleFact(NamedTuple):
    """What a process says of one rule: each part None where it says nothing."""

    enabled: bool | None
    severity: str | None
    parameters: Mapping[str, Any]
    applies_from: int | str | None


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    assert isinstance(value, Sequence)
    return tuple(str(item) for item in value)


class Process:
    """One edition of a process, from the mapping that its file holds."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self.name = name
        self.data = data
        self.noun: str = data["noun"]
        self.document: int = data["document"]
        self.headers: dict[str, HeaderSpec] = {}
        self._header_names: dict[str, HeaderSpec] = {}
        for title, spec in data["headers"].items():
            self._add_header(title, spec or {})
        self.types: dict[str, TypeSpec] = {
            title: TypeSpec(title, _texts(spec.get("variants")), spec.get("meaning", ""))
            for title, spec in data["types"].items()
        }
        self.statuses: dict[str, StatusSpec] = {
            title: self._status(title, spec) for title, spec in data["statuses"].items()
        }
        self._statements = {
            statement: section
            for section, statements in data["statements"].items()
            for statement in statements
        }
        self._patterns: dict[str, tuple[re.Pattern[str], ...]] = {}
        self._placeholders: tuple[re.Pattern[str], re.Pattern[str]] | None = None

    def _add_header(self, title: str, spec: Mapping[str, Any]) -> None:
        header = HeaderSpec(
            name=title,
            role=spec.get("role", normalise_name(title)),
            form=spec.get("form", "text"),
            accepted=frozenset(_texts(spec.get("accepted"))),
            variants=frozenset(_texts(spec.get("variants"))),
            repeat=spec.get("repeat", False),
            required=spec.get("required", False),
            dates=_texts(spec.get("dates")),
            alternative=spec.get("alternative", False),
            meaning=spec.get("meaning", ""),
        )
        self.headers[title] = header
        for name in (title, *header.accepted, *header.variants):
            self._header_names.setdefault(normalise_name(name), header)

    def _status(self, title: str, spec: Mapping[str, Any]) -> StatusSpec:
        types = _texts(spec.get("types"))
        return StatusSpec(
            name=title,
            stage=spec["stage"],
            directories=_texts(spec.get("directories")),
            types=frozenset(types or self.types),
            requires=_texts(spec.get("requires")),
            allows=frozenset(_texts(spec.get("allows"))),
            variants=_texts(spec.get("variants")),
            meaning=spec.get("meaning", ""),
        )

    def header_named(self, name: str) -> HeaderSpec | None:
        """The header that `name` means, however its case and hyphens are written; or None."""
        return self._header_names.get(normalise_name(name))

    def header_for(self, role: str) -> HeaderSpec | None:
        """The header that has `role`, or None if the process has none."""
        return next((spec for spec in self.headers.values() if spec.role == role), None)

    @property
    def known_names(self) -> frozenset[str]:
        """Every name of a header, normalised: what the preamble scanner takes as known."""
        return frozenset(self._header_names)

    @property
    def spec_page_names(self) -> frozenset[str]:
        """The names of a specification page's fields, normalised."""
        fields = self.data["spec-places"].get("fields", {})
        return frozenset(normalise_name(name) for names in fields.values() for name in names)

    def section_of(self, statement: str) -> str | None:
        """The section of the process document in which a statement stands."""
        return self._statements.get(statement)

    # Places

    @property
    def bases(self) -> tuple[str, ...]:
        """Folders that hold the status directories, relative to the root, the preferred first."""
        return _texts(self.data["layout"]["bases"])

    @property
    def directory_names(self) -> tuple[str, ...]:
        """Every status directory, relative to a base, each once; ``""`` where all lie in the base."""
        names = [name for status in self.statuses.values() for name in status.directories]
        return tuple(dict.fromkeys(names)) or ("",)

    def places(self) -> Iterator[str]:
        """The folders in which proposals lie, relative to the root, with ``/``."""
        for base in self.bases:
            for name in self.directory_names:
                yield "/".join(part for part in (base, name) if part)

    def directory_of(self, path: str) -> tuple[str, str] | None:
        """The base and the status directory in which the file `path` lies directly, or None."""
        folder = path.rpartition("/")[0]
        for base in self.bases:
            for name in self.directory_names:
                if folder == "/".join(part for part in (base, name) if part):
                    return base, name
        return None

    def _names(self, kind: str) -> tuple[re.Pattern[str], ...]:
        # A pattern costs more to compile than to match: a run compiles those it asks for.
        if kind not in self._patterns:
            self._patterns[kind] = tuple(re.compile(pattern) for pattern in self.data["names"][kind])
        return self._patterns[kind]

    @cached_property
    def title_pattern(self) -> re.Pattern[str]:
        """What a heading of a proposal looks like; its groups are noun, number and title."""
        return re.compile(self.data["title"]["pattern"])

    def match_name(self, filename: str) -> re.Match[str] | None:
        """The match of a file name that has one of the process's forms."""
        return next((m for pattern in self._names("accepted") if (m := pattern.fullmatch(filename))), None)

    def match_similar_name(self, filename: str) -> re.Match[str] | None:
        """The match of a file name that was meant as a proposal's, right or wrong in form."""
        found = self.match_name(filename)
        return found or next((m for p in self._names("similar") if (m := p.fullmatch(filename))), None)

    def is_ignored_name(self, filename: str) -> bool:
        """Whether a file of that name is no proposal wherever it lies, such as the template."""
        return any(pattern.fullmatch(filename) for pattern in self._names("ignored"))

    def is_spec_place(self, path: str) -> bool:
        """Whether a specification page may lie at `path`."""
        return matches(path, self.data["spec-places"]["patterns"])

    def spec_roots(self) -> Iterator[str]:
        """The folders below which specification pages lie, relative to the root."""
        for pattern in self.data["spec-places"]["patterns"]:
            parts = pattern.split("/")[:-1]
            fixed = next((n for n, part in enumerate(parts) if set("*?[") & set(part)), len(parts))
            yield "/".join(parts[:fixed])

    def may_hold_spec_pages(self, folder: str) -> bool:
        """Whether specification pages may lie in `folder`, or below it."""
        for pattern in self.data["spec-places"]["patterns"]:
            for wanted, given in zip(pattern.split("/")[:-1], folder.split("/"), strict=False):
                if wanted == "**":
                    return True
                if not matches(given, (wanted,)):
                    break
            else:
                return True
        return False

    def preferred_name(self, number: int) -> str:
        """The file name that the process gives proposal `number`."""
        name: str = self.data["names"]["preferred"].format(number=number)
        return name

    def title_of(self, number: int) -> str:
        """How people name a proposal: ``ZEP 7``."""
        return f"{self.noun} {number}"

    # Values

    def _placeholder_patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        if self._placeholders is None:
            data = self.data["placeholders"]
            self._placeholders = (
                re.compile("|".join(data["patterns"]), re.IGNORECASE),
                re.compile("|".join(re.escape(word) for word in data["nothing"]), re.IGNORECASE),
            )
        return self._placeholders

    def is_placeholder(self, text: str) -> bool:
        """Whether a header value only holds the place of one: empty, TODO, template text (S14)."""
        return not text.strip() or bool(self._placeholder_patterns()[0].fullmatch(text.strip()))

    def is_nothing(self, text: str) -> bool:
        """Whether a header value says that there is none, such as ``None`` or ``-``."""
        return bool(self._placeholder_patterns()[1].fullmatch(text.strip()))

    @property
    def nothing_words(self) -> tuple[str, ...]:
        """The words that say that there is none."""
        return _texts(self.data["placeholders"]["nothing"])

    def rule_fact(self, code: str) -> RuleFact | None:
        """What the process says of the rule `code`."""
        fact = self.data.get("rules", {}).get(code)
        if fact is None:
            return None
        return RuleFact(
            fact.get("enabled"),
            fact.get("severity"),
            fact.get("parameters", {}),
            fact.get("applies-from"),
        )
