"""codespell's configuration of a repository: what its authors have told codespell holds for zeplint, too.

codespell reads ``pyproject.toml``, ``setup.cfg`` and ``.codespellrc``, of which each goes before the ones
before it, in the folder that it is started in. Here that is the nearest folder, from the collection's root
up to the boundary for opening files, in which one of them speaks of codespell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zeplint.language.dictionary import DEFAULT
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.toml import endless_key
from zeplint.tree import Tree

TOML_FILE = "pyproject.toml"
INI_FILES = ("setup.cfg", ".codespellrc")
NAME = "codespell"
# A collection's root lies at most so deep in its repository.
_MOST_LEVELS = 4
# The word of a list of dictionaries that stands for codespell's own.
_BUILTIN = "-"
_NOT_LINE_END = pattern(r"[^\r\n]")


class Configuration(NamedTuple):
    """What a repository asks of codespell, as far as it concerns prose; without files, codespell's defaults.

    `ignored` are words in lower case, whose case does not matter; `ignored_cased` those whose case does.
    `skip` are patterns for paths, of which `*` also takes ``/``. `builtin` names codespell's dictionaries,
    `dictionaries` are the texts of others. `lines` are lines that are not read. The patterns are those for what
    is not read, within a line or over several, and for what a word is.
    """

    ignored: frozenset[str] = frozenset()
    ignored_cased: frozenset[str] = frozenset()
    skip: tuple[str, ...] = ()
    builtin: tuple[str, ...] = DEFAULT
    dictionaries: tuple[str, ...] = ()
    lines: frozenset[str] = frozenset()
    ignore_regex: re.Pattern[str] | None = None
    ignore_multiline_regex: re.Pattern[str] | None = None
    word_regex: re.Pattern[str] | None = None

    def skips(self, path: str) -> bool:
        """Whether the file at `path`, relative to the root, or a folder that it lies in is skipped."""
        if not self.skip:
            return False
        from fnmatch import fnmatchcase

        names: set[str] = set()
        way = path
        while way:
            names.update((way, f"./{way}", way.rpartition("/")[2]))
            way = way.rpartition("/")[0]
        return any(fnmatchcase(name, pattern) for name in names for pattern in self.skip)

    def ignores(self, word: str) -> bool:
        """Whether a word, as written, is right here."""
        return word.lower() in self.ignored or word in self.ignored_cased

    def blanked(self, text: str) -> str:
        """`text` with blanks for what is not to be read, each as wide as what it stands for."""
        for expression in (self.ignore_multiline_regex, self.ignore_regex):
            if expression is not None:
                text = expression.sub(lambda match: _NOT_LINE_END.sub(" ", match[0]), text)
        return text


def read_configuration(tree: Tree) -> Configuration:
    """The configuration that holds in a tree; what cannot be read is as if it were not there."""
    for level in range(_MOST_LEVELS):
        folder = "../" * level
        options = _options(tree, folder)
        if options:
            return _configuration(options, tree, folder)
    return Configuration()


def _options(tree: Tree, folder: str) -> Mapping[str, str]:
    options: dict[str, str] = {}
    text = tree.read(folder + TOML_FILE).text
    if NAME in text:
        options.update(_from_toml(text))
    for name in INI_FILES:
        text = tree.read(folder + name).text
        if NAME in text:
            options.update(_from_ini(text))
    return options


def _from_toml(text: str) -> Mapping[str, str]:
    if endless_key(text):
        return {}
    import tomllib

    try:
        table: object = tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}
    for key in ("tool", NAME):
        table = table.get(key) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        return {}
    lists = {key: value if isinstance(value, list) else [value] for key, value in table.items()}
    return {str(key).lower(): ",".join(map(str, values)) for key, values in lists.items()}


def _from_ini(text: str) -> Mapping[str, str]:
    import configparser

    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
        return dict(parser[NAME])
    except (configparser.Error, KeyError):
        return {}


def _configuration(options: Mapping[str, str], tree: Tree, folder: str) -> Configuration:
    words = _items(options, "ignore-words-list")
    for path in _items(options, "ignore-words"):
        words += map(str.strip, _lines(tree.read(folder + path).text))
    dictionaries = _items(options, "dictionary") or [_BUILTIN]
    builtin = _items(options, "builtin") or list(DEFAULT)
    excluded = [tree.read(folder + path).text for path in _items(options, "exclude-file")]
    return Configuration(
        ignored=frozenset(word for word in words if word == word.lower()),
        ignored_cased=frozenset(word for word in words if word != word.lower()),
        skip=tuple(_items(options, "skip")),
        builtin=tuple(builtin) if _BUILTIN in dictionaries else (),
        dictionaries=tuple(tree.read(folder + path).text for path in dictionaries if path != _BUILTIN),
        lines=frozenset(line.rstrip() for text in excluded for line in _lines(text)),
        ignore_regex=_pattern(options, "ignore-regex"),
        ignore_multiline_regex=_pattern(options, "ignore-multiline-regex", re.DOTALL),
        word_regex=_pattern(options, "regex"),
    )


def _items(options: Mapping[str, str], key: str) -> list[str]:
    return [item.strip() for item in options.get(key, "").split(",") if item.strip()]


def _lines(text: str) -> list[str]:
    return [line for line in text.replace("\r", "\n").split("\n") if line.strip()]


def _pattern(options: Mapping[str, str], key: str, flags: int = 0) -> re.Pattern[str] | None:
    try:
        return re.compile(options[key], flags) if options.get(key) else None
    except (re.error, RecursionError, OverflowError):
        return None
