"""The check of code that documents show: that what is called JSON, YAML or TOML can be read as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place
from zeplint.document import TORN, CodeBlock, Document
from zeplint.patterns import pattern
from zeplint.record import NamedTuple
from zeplint.source import NEWLINE, Span
from zeplint.toml import endless_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from json import JSONDecodeError

# Longer blocks are data, and no example.
LONGEST = 100_000
# As deep as a parser may nest: libyaml needs the square of the depth.
DEEPEST = 200
MOST_LINES = 2000
# With more slips, a text was not meant as JSON.
MOST_SLIPS = 8

_LEFT_OUT = pattern(r"\.\.\.|…|<[^<>\n\"]*>|\{\{|\{%|\$\{")
_COMMENT = pattern(r"(?m)^[ \t]*(?:#|//|/\*)|[ \t,\[\]{}](?://|/\*|#[ ])")
# Without a string, lists in lists may be an array as NumPy prints it, which has no commas.
_KEY = pattern(r"\s*\{\s*\"|\s*\[\s*[\[{][^\"]*\"")
_VALUE = pattern(r"[\"\[{\d-]|(?:true|false|null)\b")
_STRING = pattern(r"\"(?:[^\"\\]|\\.)*\"")
# What Python has instead: a string in single quote marks, and its own names of values.
_SINGLE = pattern(r"'(?P<text>[^'\"\\\n]*)'(?=\s*[:,\]}])")
_LITERALS = {"True": "true", "False": "false", "None": "null"}
_LITERAL = pattern(r"(?:True|False|None)(?!\w)")
# A key without its last quote, up to the first one of its value, and one before a value that has none.
_TORN_KEY = pattern(r"(?P<key>\"[\w.-]+): \"\Z")
_OPEN_KEY = pattern(r"[^\"]*\"[\w.-]+(?=:[ ])")
_BLANK = pattern(r"\s*")
# What YAML takes for the end of a line, and no other part of this program.
_OTHER_BREAKS = pattern("[\x85\u2028\u2029]")
_LANGUAGES = {"yml": "yaml", "py": "python", "python3": "python"}
_NAMES = {"json": "JSON", "yaml": "YAML", "toml": "TOML", "python": "Python"}


# What a fix adds, and how it says so.
_TITLES = {
    "": "Remove the comma",
    ",": "Add the comma",
    ":": "Add the colon",
    '"': "Add the quote",
    "]": "Add the bracket",
    "],": "Add the bracket",
}
_SAFE = frozenset(("colon", "comma", "literal", "single", "trailing"))


class _Slip(NamedTuple):
    """Where a text cannot be read, as an offset, and why.

    `kind` is trailing (a comma behind which nothing comes), comma, colon, quote or bracket (one that is missing), single
    (quote marks), literal (of Python) or other;
    `edit` what mends it: a span of the text and what belongs there.
    """

    kind: str
    at: int
    problem: str
    edit: tuple[Span, str] | None = None


def parses(document: Document, _context: Context, *, languages: Sequence[str]) -> Iterator[Finding]:
    """A block of code in one of `languages` that cannot be read (S16).

    A block without a language is JSON if it is that but for a comma or a quote. Blocks that leave something
    out, and those of JSON with a comment, are no whole texts and are skipped.
    """
    torn = {problem.span.start for problem in document.body.problems if problem.kind in TORN}
    for block in document.body.code:
        if block.span.start in torn:
            continue
        language = block.language.strip().lower()
        language = _LANGUAGES.get(language, language)
        text = block.text
        if not text.strip() or len(text) > LONGEST or _LEFT_OUT.search(text):
            continue
        if not language and "json" in languages and _KEY.match(text) and not _COMMENT.search(text):
            language, slips = "json", _slips(text)
            if not slips or slips[-1].edit is None or _is_python(text, slips):
                continue
        elif language == "json" and language in languages:
            slips = _json(text)
        elif language in languages and language in _READERS:
            slips = [slip] if (slip := _READERS[language](text)) else []
        else:
            continue
        for slip in slips:
            yield _finding(document, block, language, slip)


def _is_python(text: str, slips: list[_Slip]) -> bool:
    """Whether what keeps a text from being JSON makes it Python: values of that name, mostly single quote marks."""
    kinds = [slip.kind for slip in slips]
    return "literal" in kinds or kinds.count("single") > text.count('"') // 2


def _finding(document: Document, block: CodeBlock, language: str, slip: _Slip) -> Finding:
    lines = _Lines(document, block)
    at = lines.offset(slip.at)
    values = {"language": _NAMES[language], "problem": slip.problem}
    if at is None:
        return Finding((Place(document.source, block.span),), values, slip.kind)
    fix = None
    if slip.edit:
        (start, end), new = slip.edit
        first, last = lines.offset(start), lines.offset(end)
        if first is not None and last is not None:
            edit = Edit(document.source, Span(first, last), new)
            fix = Fix(_TITLES.get(new, f"Write {new}"), slip.kind in _SAFE, (edit,))
    end = at + 1 if slip.at < len(block.text) and block.text[slip.at] != "\n" else at
    return Finding((Place(document.source, Span(at, end)),), values, slip.kind, fix)


class _Lines:
    """Where the lines of a block, which have lost their indentation, stand in the source."""

    def __init__(self, document: Document, block: CodeBlock) -> None:
        self.wanted = block.text.split("\n")
        written: list[tuple[int, str]] = []
        start, text = block.span.start, document.source.slice(block.span)
        position = 0
        for match in NEWLINE.finditer(text):
            written.append((start + position, text[position : match.start()]))
            position = match.end()
        written.append((start + position, text[position:]))
        self.starts = next(
            (
                [
                    at + len(line.rstrip()) - len(want.rstrip())
                    for (at, line), want in self._pairs(written[first:])
                ]
                for first in range(min(len(written) - len(self.wanted) + 1, 20))
                if all(
                    line.rstrip().endswith(want.rstrip()) for (_, line), want in self._pairs(written[first:])
                )
            ),
            None,
        )

    def _pairs(self, written: list[tuple[int, str]]) -> Iterator[tuple[tuple[int, str], str]]:
        return zip(written, self.wanted, strict=False)

    def offset(self, at: int) -> int | None:
        """The offset in the source of one in the text of the block."""
        if self.starts is None:
            return None
        for start, line in zip(self.starts, self.wanted, strict=True):
            if at <= len(line):
                return start + at
            at -= len(line) + 1
        return None


# JSON


def _load(text: str) -> JSONDecodeError | None:
    """What keeps a text from being JSON; of one that nests too deeply, nothing is known."""
    import json

    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error
    except (RecursionError, ValueError):
        return None
    return None


def _json(text: str) -> list[_Slip]:
    if _COMMENT.search(text) or _load(text) is None or _is_many(text):
        return []
    shown = text.strip().rstrip(",")
    if any(_load(f"{opening}{shown}{closing}") is None for opening, closing in ("{}", "[]")):
        return []  # a part of an object or of a list
    found = _slips(text)
    certain = [slip for slip in found if slip.edit]
    # What a mended text stumbles over may come of the mending.
    return certain or found


def _slips(text: str) -> list[_Slip]:
    """The slips that keep a text from being JSON, as places in it; the last has no edit if that is not all."""
    found: list[_Slip] = []
    edits: list[tuple[int, int]] = []
    error = _load(text)
    while error:
        slip = _mended(text, error)
        if slip.edit is None or len(found) == MOST_SLIPS:
            return [*found, _Slip("other", _before(edits, slip.at), slip.problem)]
        (start, end), new = slip.edit
        own = Span(_before(edits, start), _before(edits, end))
        found.append(_Slip(slip.kind, _before(edits, slip.at), slip.problem, (own, new)))
        edits.append((start, len(new) - (end - start)))
        text = f"{text[:start]}{new}{text[end:]}"
        error = _load(text)
    return found


def _before(edits: list[tuple[int, int]], at: int) -> int:
    """Where a place of a mended text was before the edits, each its place and what it added."""
    for start, added in reversed(edits):
        at -= added if at > start else 0
    return at


def _is_many(text: str) -> bool:
    """Whether a text is several values, one behind the other."""
    import json

    decoder, position = json.JSONDecoder(), 0
    try:
        while blank := _BLANK.match(text, position):
            if blank.end() == len(text):
                return True
            _, position = decoder.raw_decode(text, blank.end())
    except (ValueError, RecursionError):
        pass
    return False


def _mended(text: str, error: JSONDecodeError) -> _Slip:
    """The slip at which a text stops to be JSON."""
    at = error.pos
    before = text[:at].rstrip()
    here = text[at : at + 1]
    if before.endswith(",") and here in ("}", "]") and here:
        comma = len(before) - 1
        return _Slip("trailing", comma, "", (Span(comma, comma + 1), ""))
    if here == ",":
        after = text[at + 1 :].lstrip()[:1]
        if after in ("}", "]") and after:
            return _Slip("trailing", at, "", (Span(at, at + 1), ""))
    if error.msg.startswith("Expecting ':' delimiter") and (key := _TORN_KEY.search(before)):
        return _Slip("quote", key.end("key") - 1, "", (Span(key.end("key"), key.end("key")), '"'))
    if error.msg.startswith("Expecting ':' delimiter") and _VALUE.match(text, at):
        end = len(before)
        return _Slip("colon", end - 1, "", (Span(end, end), ":"))
    if single := _SINGLE.match(text, at):
        return _Slip("single", at, "", (Span(*single.span()), f'"{single["text"]}"'))
    if error.msg.startswith("Expecting value") and (literal := _LITERAL.match(text, at)):
        return _Slip("literal", at, literal[0], (Span(*literal.span()), _LITERALS[literal[0]]))
    if error.msg.startswith("Expecting ',' delimiter") and _VALUE.match(text, at):
        end = len(before)
        further = _load(f"{text[:end]},{text[end:]}")
        added = "]," if further and _is_key(text, at, further.pos - 1) else ","
        return _Slip("comma" if added == "," else "bracket", end - 1, "", (Span(end, end), added))
    last = _last_element(before) if here == ":" else 0
    if last:
        further = _load(f"{text[:last]}]{text[last:]}")
        if further is None or further.pos > at + 1:
            return _Slip("bracket", last - 1, "", (Span(last, last), "]"))
    if (quote := _quote(text, error)) is not None:
        return _Slip("quote", at if quote == at else quote - 1, "", (Span(quote, quote), '"'))
    return _Slip("other", min(at, len(text.rstrip())), _problem(error.msg))


def _is_key(text: str, start: int, end: int) -> bool:
    """Whether a text has a string from `start` up to `end`, and there the colon of a key."""
    return text[start : start + 1] == '"' and text[end : end + 1] == ":" and text[:end].rstrip().endswith('"')


def _last_element(before: str) -> int:
    """Where the element ends that stands before the last string of a text; 0 where none does."""
    key = before.rfind('"', 0, -1) if before.endswith('"') else 0
    head = before[: max(key, 0)].rstrip().removesuffix(",").rstrip()
    return len(head) if head and head[-1] not in "[{:," else 0


def _quote(text: str, error: JSONDecodeError) -> int | None:
    """Where one quote makes a text JSON, or readable to a later line."""
    at = error.pos
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    candidates = [at]
    if error.msg.startswith(("Unterminated", "Invalid control")):
        start = text.rfind("\n", 0, at) + 1
        line = text[start:end].rstrip()
        key = _OPEN_KEY.match(line)
        candidates = [start + key.end()] if key else []
        candidates += [start + len(line.rstrip(ends)) for ends in (",", ",}] ", "")]
    further = {each: _load(f'{text[:each]}"{text[each:]}') for each in candidates}
    mended = [each for each, other in further.items() if other is None]
    better = [each for each, other in further.items() if other and other.pos > end + 1]
    # What is still wrong further down does not say where the string ends: the brackets of its line do.
    first = text.rfind("\n", 0, at) + 1
    better.sort(key=lambda each: abs(_open_brackets(f'{text[first:each]}"{text[each:end]}')))
    return next(iter((*mended, *better)), None)


def _open_brackets(line: str) -> int:
    """How many brackets of a line do not close on it, those in strings aside."""
    bare = _STRING.sub("", line)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def _problem(message: str) -> str:
    return {
        "Expecting value": "a value is missing",
        "Expecting property name enclosed in double quotes": "a key in double quotes is missing",
        "Expecting ':' delimiter": "a colon is missing",
        "Expecting ',' delimiter": "a comma or a closing bracket is missing",
        "Extra data": "something follows its end",
        "Invalid control character at": "a line ends inside a string",
        "Unterminated string starting at": "a string does not end",
    }.get(message, f"{message[:1].lower()}{message[1:]}")


# Others


def _yaml(text: str) -> _Slip | None:
    depth = max((len(line) - len(line.lstrip(" -")) for line in text.split("\n")), default=0)
    if text.count("[") + text.count("{") + depth > DEEPEST or text.count("\n") > MOST_LINES:
        return None
    import yaml

    try:
        for _ in yaml.parse(
            _OTHER_BREAKS.sub(" ", text), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        ):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = _at(text, mark.line, mark.column) if mark else 0
        return _Slip("other", at, excerpt(error.problem or error.context or "it cannot be read"))
    except yaml.YAMLError:
        return _Slip("other", 0, "it has characters that may not be there")
    return None


# An example may show two ways to write a table: it can be read all the same.
_TWICE = ("Cannot declare", "Cannot mutate", "Cannot overwrite")


def _toml(text: str) -> _Slip | None:
    if endless_key(text) or text.count("[") + text.count("{") > DEEPEST * 5:
        return None
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        if said.startswith(_TWICE):
            return None
        match = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", said)
        place = match is not None and match[1] is not None
        at = _at(text, int(match[1]) - 1, int(match[2]) - 1) if match and place else len(text.rstrip())
        problem = said[: match.start()] if match else said
        return _Slip("other", at, excerpt(f"{problem[:1].lower()}{problem[1:]}"))
    except RecursionError:
        return None
    return None


def _python(text: str) -> _Slip | None:
    if text.lstrip().startswith((">>>", "In [", "$")):
        return None
    import ast
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            at = _at(text, (error.lineno or 1) - 1, max((error.offset or 1) - 1, 0))
            return _Slip("other", at, excerpt(error.msg))
        except (ValueError, RecursionError, MemoryError):
            return None
    return None


def _at(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    if line >= len(lines):
        return len(text.rstrip())
    return sum(len(each) + 1 for each in lines[:line]) + min(column, len(lines[line]))


_READERS = {"yaml": _yaml, "toml": _toml, "python": _python}
