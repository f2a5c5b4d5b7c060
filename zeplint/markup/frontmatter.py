"""The YAML block at the top of a file, with the span of every key and value.

Most front matter is flat ``key: value`` in plain scalars; that much is read here line by line. As
soon as a line is anything more, PyYAML reads the whole block: importing it costs a third of the time
that one ZEP takes.
"""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.document import Comment, Entry, FrontMatter, Text
from zeplint.markup.lines import Lines
from zeplint.patterns import pattern
from zeplint.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FENCE = "---"
CLOSINGS = ("---", "...")
KEY = pattern(r"(?P<key>[^\W\d](?:[\w -]*\w)?):(?=[ \t]|$)")
COMMENTED_KEY = pattern(r"[^\s#:][^#:]*[ \t](?P<comment>#[^:]*:)")
COMMENT = pattern(r"(?:^|(?<=[ \t]))#")
HEADING = pattern(r"#{1,6}[ \t]+\S")

# A plain scalar that starts so may be something else to YAML.
INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
QUOTES = ("'", '"')
BLOCKS = ("|", ">")
# Ends of lines to YAML 1.1; neither to YAML 1.2 nor to anybody else.
OTHER_BREAKS = pattern("[\x85\u2028\u2029]")
# The blanks and marks with which a line may open one level of nesting after the other.
COMPACT = pattern(r"(?P<indent>[ \t]*)(?P<marks>(?:[-?:][ \t]+)*)")

# How far the end of a front matter is looked for.
MOST_LINES = 2000
# Nesting deep enough takes the process down, C loader and all; real front matter nests twice.
MOST_NESTING = 1000

UNCLOSED = "is never closed: expected a line --- below its last key"
NO_MAPPING = "is no list of keys with values"
TOO_DEEP = "nests too deeply to be read"
# What PyYAML says (a part that its two loaders have in common), in plain words; {} is the character there.
BELOW_VALUE = "a key cannot stand below the value of another"
NO_KEY = "expected a key, a colon and a value"
NEEDS_QUOTES = "needs quotes"
NO_START = f'a value that starts with "{{}}" {NEEDS_QUOTES}'
NO_BLOCK = f"a value that starts with > or | {NEEDS_QUOTES}"
TAB = "a tab cannot indent a line"
NO_FIT = "the line does not go on with what stands above: check quotes and indentation"
REASONS = (
    ("mapping values", BELOW_VALUE),
    ("could not find expected ':'", NO_KEY),
    ("<document start>", NO_KEY),
    ("character '\\t'", TAB),
    ("tab character", TAB),
    ("cannot start any token", NO_START),
    ("undefined alias", NO_START),
    ("node content", NO_START),
    ("comment or line break", NO_BLOCK),
    ("chomping or indentation", NO_BLOCK),
    ("unexpected end of stream", "a quotation mark is never closed"),
    ("expected ',' or", "a bracket is never closed"),
    ("escape character", "a backslash in double quotes starts an escape: use single quotes"),
    ("characters are not allowed", "a control character"),
    ("another document", "a second document starts here"),
    ("expected key", NO_FIT),
    ("expected <block end>", NO_FIT),
)
OPENED = (
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
)


def read_front_matter(lines: Lines) -> FrontMatter | None:
    """The front matter of a text, or None where it has none. Never raises.

    A block that opens with a key but is never closed is front matter with an error. One with an error
    has those entries that can be read line by line all the same.
    """
    if not lines.text.startswith(FENCE) or (lines.get(0) or "").rstrip(" \t") != FENCE:
        return None
    for index in range(1, MOST_LINES):
        text = lines.get(index)
        if text is None:
            break
        if text[:3] in CLOSINGS and text.rstrip(" \t") in CLOSINGS:
            return _closed(lines, index)
    return _unclosed(lines, MOST_LINES) if KEY.match(lines.get(1) or "") else None


def _closed(lines: Lines, closing: int) -> FrontMatter:
    """The front matter whose last line is the one at `closing`."""
    entries = _read_plainly(lines, closing)
    error = None
    if entries is None:
        entries, error = _read_as_yaml(lines, closing)
        if error and (heading := _first_heading(lines, closing)):
            # The fence further down is a rule in the body.
            return _unclosed(lines, heading)
    return FrontMatter(Span(0, lines.span(closing).end), entries, error, _comments(lines, closing))


def _unclosed(lines: Lines, limit: int) -> FrontMatter:
    """The front matter that ends before the first line that cannot be its own, or before `limit`."""
    end = 1
    while end < limit and (text := lines.get(end)) is not None:
        if not (KEY.match(text) or _is_below_key(text)):
            break
        end += 1
    span = Span(0, lines.span(end - 1).end)
    error = Text(UNCLOSED, Span(0, len(FENCE)))
    return FrontMatter(span, _read_loosely(lines, end), error, _comments(lines, end))


def _is_below_key(text: str) -> bool:
    return bool(text.strip()) and (text[0] in " \t" or text.startswith("- "))


def _first_heading(lines: Lines, end: int) -> int | None:
    for index in range(2, end):
        if HEADING.match(lines.texts[index]) and not lines.texts[index - 1].strip():
            return index
    return None


def _comments(lines: Lines, end: int) -> tuple[Comment, ...]:
    found = []
    for index in range(1, end):
        text = lines.texts[index]
        if "#" not in text or not (match := COMMENT.search(text)):
            continue
        before = text[: match.start()]
        if before.count('"') % 2 or before.count("'") % 2:
            continue  # in quotes, for all that one line tells
        span = lines.strip(lines.starts[index] + match.start(), lines.span(index).end)
        found.append(Comment(lines.text[span.start + 1 : span.end].strip(), span))
    return tuple(found)


# Line by line


def _read_plainly(lines: Lines, end: int) -> tuple[Entry, ...] | None:
    """The entries of a block of plain and simply quoted scalars; None where it holds anything else."""
    entries: list[Entry] = []
    index = 1
    while index < end:
        text, start = lines.texts[index], lines.starts[index]
        index += 1
        if not text.strip(" ") or text.lstrip(" ").startswith("#"):
            continue
        match = KEY.match(text)
        value = _scalar(lines, start + match.end(), start + len(text)) if match else None
        if match is None or value is None:
            return None
        stop = start + len(text.rstrip())
        parts = [value.text]
        while index < end and lines.texts[index][:1] == " " and lines.texts[index].strip():
            # A plain scalar goes on: its lines are joined by a blank.
            more = lines.strip(*lines.span(index))
            part = lines.text[more.start : more.end]
            if not value.text or value.span.end < stop or not _is_plain(part):
                return None
            parts.append(part)
            stop = more.end
            value = value._replace(span=Span(value.span.start, stop))
            index += 1
        key = Span(start, start + match.end("key"))
        entries.append(Entry(match["key"], " ".join(parts), Span(start, stop), key, value.span))
    return tuple(entries)


def _scalar(lines: Lines, start: int, end: int) -> Text | None:
    """The scalar behind a key, or None where only YAML itself can tell."""
    text, span = _written(lines, start, end)
    if not text.startswith(QUOTES):
        return Text(text, span) if _is_plain(text) else None
    inner = text[1:-1]
    if len(text) < 2 or text[-1] != text[0] or "\\" in inner or text[0] in inner or not inner.isprintable():
        return None
    return _written(lines, span.start + 1, span.end - 1)


def _written(lines: Lines, start: int, end: int) -> Text:
    span = lines.strip(start, end)
    return Text(lines.text[span.start : span.end], span)


def _is_plain(text: str) -> bool:
    """Whether a text means the same to YAML as to a reader."""
    return not text or (
        text[0] not in INDICATORS
        and text[-1] != ":"
        and ": " not in text
        and " #" not in text
        and text.isprintable()
    )


def _read_loosely(lines: Lines, end: int) -> tuple[Entry, ...]:
    """The keys of a broken block, each with all that stands behind and below it."""
    entries: list[Entry] = []
    index = 1
    while index < end:
        match, start = KEY.match(lines.texts[index]), lines.starts[index]
        index += 1
        if match is None:
            continue
        while index < end and _is_below_key(lines.texts[index]):
            index += 1
        behind, stop = start + match.end(), lines.span(index - 1).end
        value = _scalar(lines, behind, stop) or _written(lines, behind, stop)
        key = Span(start, start + match.end("key"))
        entries.append(
            Entry(match["key"], value.text, Span(start, max(behind, value.span.end)), key, value.span)
        )
    return tuple(entries)


# As YAML


def _read_as_yaml(lines: Lines, end: int) -> tuple[tuple[Entry, ...], Text | None]:
    """The entries that YAML finds; where it finds none, an error that says why and where."""
    base = lines.starts[1]
    content = OTHER_BREAKS.sub(" ", lines.text[base : lines.starts[end]])
    if _may_nest_too_deeply(lines.texts[1:end]):
        return _read_loosely(lines, end), Text(TOO_DEEP, Span(0, len(FENCE)))
    import yaml

    try:
        node = yaml.compose(content, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        return _read_loosely(lines, end), _explain(lines, base, error)
    except RecursionError:  # the loader that is written in Python
        return _read_loosely(lines, end), Text(TOO_DEEP, Span(0, len(FENCE)))
    if isinstance(node, yaml.MappingNode):
        return tuple(_entries(lines, node, base)), None
    if node is None:
        return (), None
    return (), Text(NO_MAPPING, lines.strip(base, base + len(content)))


def _may_nest_too_deeply(texts: list[str]) -> bool:
    levels = [match for text in texts if (match := COMPACT.match(text))]
    indents = {match["indent"] for match in levels}
    most = max((len(match["marks"].split()) for match in levels), default=0)
    flow = sum(text.count("[") + text.count("{") for text in texts)
    return flow + len(indents) * (1 + most) > MOST_NESTING


def _entries(lines: Lines, mapping: Any, base: int) -> Iterator[Entry]:
    import yaml

    for key_node, value_node in mapping.value:
        if not isinstance(key_node, yaml.ScalarNode):
            continue
        start, key = base + key_node.start_mark.index, _node(lines, key_node, base)
        value = _node(lines, value_node, base)
        if value.span.start < key.span.end:
            # An alias: the node's marks are those of its anchor.
            behind = lines.text.index(":", key.span.end) + 1
            value = value._replace(span=lines.strip(behind, lines.span(lines.at(behind)).end))
        items: tuple[Text, ...] = ()
        if isinstance(value_node, yaml.SequenceNode):
            scalars = (item for item in value_node.value if isinstance(item, yaml.ScalarNode))
            items = tuple(_node(lines, item, base) for item in scalars)
        end = max(value.span.end, base + value_node.end_mark.index if _is_quoted(value_node) else 0)
        yield Entry(key.text, value.text, Span(start, end), key.span, value.span, items)


def _is_quoted(node: Any) -> bool:
    return getattr(node, "style", None) in QUOTES


def _node(lines: Lines, node: Any, base: int) -> Text:
    """What a node says, or how it is written if it is no scalar; its span is without quotes."""
    import yaml

    start, end = base + node.start_mark.index, base + node.end_mark.index
    if _is_quoted(node):
        start, end = start + 1, end - 1
    elif getattr(node, "style", None) in BLOCKS:
        start = min(end, lines.span(lines.at(start)).end)
    span = lines.strip(start, end)
    said = node.value.strip() if isinstance(node, yaml.ScalarNode) else lines.text[span.start : span.end]
    return Text(said, span)


def _explain(lines: Lines, base: int, error: Any) -> Text:
    """What PyYAML found wrong, in plain words, and where."""
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    mark = getattr(error, "problem_mark", None)
    opening = getattr(error, "context_mark", None)
    if opening is not None and str(error.context).startswith(OPENED):
        # What is not ended where it should be is to blame where it begins.
        mark = opening
    at = min(base + (mark.index if mark else getattr(error, "position", 0)), len(lines.text) - 1)
    line = lines.at(at)
    whole = lines.strip(*lines.span(line))
    place = lines.strip(at, whole.end) if at < whole.end else whole
    place = place if place.start < place.end else Span(at, at + 1)
    reason = next((words for fragment, words in REASONS if fragment in said), said)
    if reason is NO_START and lines.text[at] == "\t":
        reason = TAB
    if reason is BELOW_VALUE:
        place = whole
        key = KEY.match(lines.texts[line])
        if key and lines.starts[line] + key.end() <= at:
            reason = f"a value that holds a colon and a blank {NEEDS_QUOTES}"
            place = lines.strip(lines.starts[line] + key.end(), whole.end)
    elif reason is NO_KEY and (hidden := COMMENTED_KEY.match(lines.texts[line])):
        reason = f"the rest of the line is a comment: a key that holds # {NEEDS_QUOTES}"
        place = lines.strip(lines.starts[line] + hidden.start("comment"), whole.end)
    return Text(f"is not YAML: {reason.format(lines.text[at])}", place)
