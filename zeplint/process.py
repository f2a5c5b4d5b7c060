"""A proposal process as data: what a process file says, as objects.

One file under ``rules/process`` describes one edition of one community's process (for ZEPs, what
ZEP 0 says). No status, type, header or directory name stands anywhere else. Checks speak of a
header's *role* and a status's *stage*, so that the same check serves every process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from zeplint.globs import matches
from zeplint.nearest import slips
from zeplint.patterns import pattern
from zeplint.record import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NUMBER = re.compile(r"#\d+")
HEADING_NUMBER = pattern(r"\A\s*(?:\d+(?:\.\d+)*[.):]?|[ivx]+[.)])\s+")
NO_WORD = pattern(r"\W+")
# How text is set off; a placeholder is one in italics, too.
EMPHASIS = " \t\r\n*_`"
# A placeholder shows in its beginning. A process's patterns may need the square of what they look at.
LONGEST_PLACEHOLDER = 500


@lru_cache(maxsize=1024)
def normalise_name(name: str) -> str:
    """A header name without what people vary: case, and blank, hyphen or underscore between words.

    A number behind ``#`` becomes ``#n``: which of several it is does not matter.
    """
    words = "-".join(name.replace("-", " ").replace("_", " ").split()).casefold()
    return NUMBER.sub("#n", words) if "#" in words else words


# What a process file may leave out, as one without any of it.
_WITHOUT: Mapping[str, Mapping[str, Any]] = {
    "front-matter": {"title": "title"},
    "spec-places": {"patterns": ()},
    "statements": {},
    "watermarks": {},
}


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
        return name == self.name or NUMBER.sub("#n", name) in self.accepted

    def is_called(self, name: str) -> bool:
        """Whether `name` has the words of a name this header may be given under, however written."""
        return normalise_name(name) == normalise_name(self.proper(name))

    def proper(self, name: str) -> str:
        """The name to write in place of `name`: the one of the same words, else the preferred one."""
        word = normalise_name(name)
        own = next((own for own in sorted(self.accepted) if normalise_name(own) == word), self.name)
        number = NUMBER.search(name)
        return own.replace("#n", number[0]) if number else own


class Slip(NamedTuple):
    """What an unknown name of a header was most likely meant as.

    `name` is how that header's name is written. `certain` says that nothing else comes near: one edit
    makes the preferred name of it, and no other header is like it.
    """

    header: HeaderSpec
    name: str
    certain: bool


class StatusSpec(NamedTuple):
    """A status: its stage, where its proposals lie, which types may have it, which roles it needs.

    `stage` is early, decided, final or closed. `directories` are relative to a base of the layout, the preferred first; empty means anywhere.
    `allows` lists roles that are neither required nor out of place.
    """

    name: str
    stage: str
    directories: tuple[str, ...]
    types: frozenset[str]
    requires: tuple[str, ...]
    allows: frozenset[str]
    variants: tuple[str, ...]


class TypeSpec(NamedTuple):
    """A type of proposal; `variants` are other words known to mean it."""

    name: str
    variants: tuple[str, ...]


class SectionSpec(NamedTuple):
    """A section that the process knows.

    `role` is what checks call it by, empty where none does. `names` are the words of the headings that serve
    (see `title_words`), its own first. `types` are the types of proposals that have it.
    """

    name: str
    role: str
    names: tuple[str, ...]
    required: bool
    types: frozenset[str]

    def is_called(self, title: str) -> bool:
        """Whether a heading is one of the section's names, however it is written and numbered."""
        return title_words(title) in self.names

    def is_served_by(self, title: str) -> bool:
        """Whether a heading is one of the section's names, or begins or ends with one."""
        words = f" {title_words(title)} "
        return any(words.startswith(f" {name} ") or words.endswith(f" {name} ") for name in self.names)


class RuleFact(NamedTuple):
    """What a process says of one rule: each part None where it says nothing."""

    enabled: bool | None
    severity: str | None
    parameters: Mapping[str, Any]
    applies_from: int | str | None


@lru_cache(maxsize=1024)
def title_words(title: str) -> str:
    """The words of a heading in lower case, without its number and what stands between words."""
    words = title.replace("&", " and ").replace("_", " ").casefold()
    return " ".join(NO_WORD.sub(" ", HEADING_NUMBER.sub("", words)).split())


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    assert isinstance(value, Sequence)
    return tuple(str(item) for item in value)


def _header(title: str, spec: Mapping[str, Any]) -> HeaderSpec:
    # By place, which is ten times as fast as by name.
    return HeaderSpec(
        title,
        spec["role"] if "role" in spec else normalise_name(title),
        spec.get("form", "text"),
        frozenset(_texts(spec.get("accepted"))),
        frozenset(_texts(spec.get("variants"))),
        spec.get("repeat", False),
        spec.get("required", False),
        _texts(spec.get("dates")),
        spec.get("alternative", False),
        spec.get("meaning", ""),
    )


class Process:
    """One edition of a process, from the mapping that its file holds."""

    # A run chooses among the processes by their file names alone: the rest is made when it is asked for.

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self.name = name
        self.data: Mapping[str, Any] = {**_WITHOUT, **data}
        self.noun: str = data["noun"]
        self.document: int = data["document"]
        self._patterns: dict[str, tuple[re.Pattern[str], ...]] = {}

    @cached_property
    def headers(self) -> Mapping[str, HeaderSpec]:
        """The headers by name, in the order in which a block has them."""
        return {title: _header(title, spec or {}) for title, spec in self.data["headers"].items()}

    @cached_property
    def types(self) -> Mapping[str, TypeSpec]:
        """The types by name."""
        return {
            title: TypeSpec(title, _texts(spec.get("variants"))) for title, spec in self.data["types"].items()
        }

    @cached_property
    def statuses(self) -> Mapping[str, StatusSpec]:
        """The statuses by name, in the order of a proposal's life."""
        return {title: self._status(title, spec) for title, spec in self.data["statuses"].items()}

    @cached_property
    def sections(self) -> tuple[SectionSpec, ...]:
        """The sections of a proposal, in the order of the template."""
        return tuple(
            SectionSpec(
                name=title,
                role=spec.get("role", ""),
                names=tuple(title_words(name) for name in (title, *_texts(spec.get("also")))),
                required=spec.get("required", False),
                types=frozenset(_texts(spec.get("types")) or self.types),
            )
            for title, spec in self.data.get("sections", {}).items()
        )

    def section_for(self, role: str) -> SectionSpec | None:
        """The section that has `role`, or None if the process has none."""
        return next((spec for spec in self.sections if spec.role == role), None)

    def _status(self, title: str, spec: Mapping[str, Any]) -> StatusSpec:
        return StatusSpec(
            name=title,
            stage=spec["stage"],
            directories=_texts(spec.get("directories")),
            types=frozenset(_texts(spec.get("types")) or self.types),
            requires=_texts(spec.get("requires")),
            allows=frozenset(_texts(spec.get("allows"))),
            variants=_texts(spec.get("variants")),
        )

    @cached_property
    def _header_names(self) -> Mapping[str, HeaderSpec]:
        names: dict[str, HeaderSpec] = {}
        for header in self.headers.values():
            for name in (header.name, *header.accepted, *header.variants):
                names.setdefault(normalise_name(name), header)
        return names

    @cached_property
    def _statements(self) -> Mapping[str, str]:
        sections = self.data["statements"].items()
        return {statement: section for section, statements in sections for statement in statements}

    @cached_property
    def _served(self) -> Mapping[str, str]:
        """The process's own statement by the one that rules name in its place."""
        served: dict[str, str] = {}
        for statements in self.data["statements"].values():
            if isinstance(statements, Mapping):
                for own, cited in statements.items():
                    served.update(dict.fromkeys(cited, own))
                    served.setdefault(own, own)
            else:
                served.update((statement, statement) for statement in statements)
        return served

    def header_named(self, name: str) -> HeaderSpec | None:
        """The header that `name` means, however its case and hyphens are written; or None."""
        return self._header_names.get(normalise_name(name))

    def slip_for(self, name: str) -> Slip | None:
        """The header that `name`, which means none, is a slip or the beginning of; None if none is near."""
        word = normalise_name(name)
        near = slips(word, self._header_names)
        near += [(len(known), known) for known in self._header_names if known.startswith(f"{word}-")]
        if not near:
            return None
        edits, known = near[0]
        header = self._header_names[known]
        only = all(self._header_names[other] is header for _, other in near)
        certain = only and edits == 1 and known == normalise_name(header.name)
        number = NUMBER.search(name)
        return Slip(header, header.proper(known.replace("#n", number[0]) if number else known), certain)

    def header_for(self, role: str) -> HeaderSpec | None:
        """The header that has `role`, or None if the process has none."""
        return self._roles.get(role)

    @cached_property
    def _roles(self) -> Mapping[str, HeaderSpec]:
        return {spec.role: spec for spec in reversed(tuple(self.headers.values()))}

    def choices(self, role: str) -> dict[str, tuple[str, ...]]:
        """The values that the header of a role may have, each with its variants; empty if any text may."""
        spec = self.header_for(role)
        if spec is not None and spec.form == "status":
            return {name: status.variants for name, status in self.statuses.items()}
        if spec is not None and spec.form == "type":
            return {name: kind.variants for name, kind in self.types.items()}
        return {}

    def successor_role(self, status: StatusSpec) -> str | None:
        """The role of the header in which proposals of a status name their successor; None without one."""
        headers = (self.header_for(role) for role in status.requires)
        return next((spec.role for spec in headers if spec and spec.form == "proposals"), None)

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Every name of a header, normalised: what the preamble scanner takes as known."""
        return frozenset(self._header_names)

    @cached_property
    def spec_page_names(self) -> frozenset[str]:
        """The names of a specification page's fields, normalised."""
        fields = self.data["spec-places"].get("fields", {})
        return frozenset(normalise_name(name) for names in fields.values() for name in names)

    def section_of(self, statement: str) -> str | None:
        """The section of the process document in which a statement stands."""
        return self._statements.get(statement)

    def statements_for(self, cited: Iterable[str]) -> tuple[str, ...]:
        """The statements of this process's document that rules mean by those they cite, each once.

        Rules cite the statements of ZEP 0. Another process says which of its own say the same; what its
        document is silent on is cited as nothing.
        """
        own = (self._served.get(statement) for statement in cited)
        return tuple(dict.fromkeys(statement for statement in own if statement is not None))

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

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, str]]:
        places: dict[str, tuple[str, str]] = {}
        for base in self.bases:
            for name in self.directory_names:
                places.setdefault("/".join(part for part in (base, name) if part), (base, name))
        return places

    def places(self) -> Iterable[str]:
        """The folders in which proposals lie, relative to the root, with ``/``."""
        return self._places

    def directory_of(self, path: str) -> tuple[str, str] | None:
        """The base and the status directory in which the file `path` lies directly, or None."""
        return self._places.get(path.rpartition("/")[0])

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

    @cached_property
    def site_files(self) -> tuple[str, ...]:
        """Patterns of the files that make the site of the specification pages: its settings, its style sheets."""
        site = self.data["watermarks"].get("site", {})
        return tuple(pattern for part in site.values() for pattern in part.get("files", ()))

    def is_site_file(self, path: str) -> bool:
        """Whether the file at `path` makes the site of the specification pages."""
        return matches(path, self.site_files)

    @property
    def names_hold_title(self) -> bool:
        """Whether the file name that the process prefers has a place for words of the title."""
        return "{slug" in self.data["names"]["preferred"]

    def preferred_name(self, number: int, slug: str = "") -> str:
        """The file name that the process gives proposal `number`; `slug` are the words of its title."""
        name: str = self.data["names"]["preferred"].format(number=number, slug=slug)
        return name

    def title_of(self, number: int) -> str:
        """How people name a proposal: ``ZEP 7``."""
        return f"{self.noun} {number}"

    def reference_to(self, number: int) -> str:
        """How a header names another proposal; empty where the process leaves that to its authors."""
        form: str = self.data["title"].get("reference", "")
        return form.format(noun=self.noun, number=number)

    # Values

    @cached_property
    def licences(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The licences a proposal may have: the name of each, and what tells it in a text."""
        return tuple(
            (spec["name"], pattern(spec["pattern"], re.IGNORECASE)) for spec in self.data.get("licences", ())
        )

    @property
    def instructions(self) -> tuple[str, ...]:
        """How the sentences begin that the template says to its author."""
        return _texts(self.data.get("instructions"))

    @cached_property
    def _placeholder(self) -> re.Pattern[str]:
        return re.compile("|".join(self.data["placeholders"]["patterns"]), re.IGNORECASE)

    @cached_property
    def _nothing(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.nothing_words)

    def is_placeholder(self, text: str) -> bool:
        """Whether a header value only holds the place of one: empty, TODO, template text (S14)."""
        words = text.strip(EMPHASIS)[:LONGEST_PLACEHOLDER]
        return not words or bool(self._placeholder.fullmatch(words))

    def is_nothing(self, text: str) -> bool:
        """Whether a header value says that there is none, such as ``None`` or ``-``."""
        words = text.strip(EMPHASIS).casefold()
        return (words.strip("().") or words) in self._nothing

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


def cite(processes: Iterable[Process], statement: str) -> tuple[str, str]:
    """The document and the section in which a statement of one of the processes stands: ``ZEP 0``, ``Review``.

    Of processes with the same statement, the first; both parts empty where none has it.
    """
    for process in processes:
        if section := process.section_of(statement):
            return process.title_of(process.document), section
    return "", ""
