"""The YAML block at the top of a file, with the span of every key and value.

Most front matter is flat ``key: value`` in plain scalars; that much is read here line by line. As
soon as a line is anything more, PyYAML reads the whole block: importing it costs a third of the time
that one ZEP takes.
"""

from __future__ import annotations

import re
from typing import Any

from zeplint.document import Comment, Entry, FrontMatter, Text
from zeplint.source import Source, Span

OPENING = re.compile(r"---[ \t]*(?:\r\n?|\n)")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$")
KEY_LINE = re.compile(r"[A-Za-z_][\w-]*:(?:[ \t]|$)")
PLAIN_ENTRY = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?:[ \t]+(?P<value>\S.*?))?[ \t]*$")
# A plain scalar that means the same to YAML as to a reader: no indicator in front, no ": " or " #".
NOT_PLAIN = re.compile(r"[\s>|&*!%@`\"'\[\]{}#,?-]|.*(?::(?:\s|$)|\s#)")
COMMENT_LINE = re.compile(r"[ \t]*#")

# The C loader takes the process down when nesting is deep enough; real front matter nests twice.
MOST_NESTING = 500


def read_front_matter(source: Source) -> FrontMatter | None:
    """The front matter of a file, or None where it has none. Never raises.

    A block that opens with a key but is never closed is front matter with an error.
    """
    text = source.text
    if not (opening := OPENING.match(text)):
        return None
    lines = [source.line_span(number) for number in range(2, _last_line(source) + 1)]
    for index, line in enumerate(lines):
        if CLOSING.match(source.slice(line)):
            return _read(source, lines[:index], Span(0, line.end))
    if not KEY_LINE.match(text, opening.end()):
        return None
    end = opening.end()
    for line in lines:
        if not KEY_LINE.match(text, line.start) and text[line.start : line.start + 1] not in (" ", "\t"):
            break
        end = line.end
    error = Text("its closing --- is missing", Span(0, 3))
    return FrontMatter(Span(0, end), (), error)


def _last_line(source: Source) -> int:
    # Only so far as front matter reaches; a long document is not looked through for a fence.
    return min(len(source.line_starts), 2000)


def _read(source: Source, lines: list[Span], span: Span) -> FrontMatter:
    comments = tuple(
        Comment(source.slice(line).strip()[1:].strip(), source.strip(line))
        for line in lines
        if COMMENT_LINE.match(source.slice(line))
    )
    entries = _read_plain(source, lines)
    if entries is not None:
        return FrontMatter(span, entries, None, comments)
    content = Span(lines[0].start, lines[-1].end)
    return _read_yaml(source, content, span, comments)


def _read_plain(source: Source, lines: list[Span]) -> tuple[Entry, ...] | None:
    """The entries of a block of plain scalars, or None where YAML may say something else."""
    entries: list[Entry] = []
    parts: list[str] = []
    for line in lines:
        text = source.slice(line)
        if not text.strip() or COMMENT_LINE.match(text):
            continue
        if text[0] in " \t":
            # A continued plain scalar: its lines are joined by a blank.
            stripped = text.strip()
            if not entries or not parts or "\t" in text[:1] or NOT_PLAIN.match(stripped):
                return None
            last = entries[-1]
            parts.append(stripped)
            end = line.start + len(text.rstrip())
            entries[-1] = last._replace(
                value=" ".join(parts),
                span=Span(last.span.start, end),
                value_span=Span(last.value_span.start, end),
            )
            continue
        match = PLAIN_ENTRY.match(text)
        value = match["value"] or "" if match else ""
        if not match or NOT_PLAIN.match(value):
            return None
        key = Span(line.start, line.start + len(match["key"]))
        start = line.start + (match.start("value") if value else match.end("key") + 1)
        value_span = Span(start, start + len(value))
        parts = [value] if value else []
        entries.append(Entry(match["key"], value, Span(line.start, value_span.end), key, value_span))
    return tuple(entries)


def _nests_too_deep(content: str) -> bool:
    flow = content.count("[") + content.count("{")
    block = len(re.findall(r"(?:^|(?<=\s))[-?:](?=\s)", content))
    return flow + block > MOST_NESTING and (
        flow > MOST_NESTING or len(re.findall(r"[-?:][ \t]+[-?](?=\s)", content)) > MOST_NESTING // 4
    )


def _read_yaml(source: Source, content: Span, span: Span, comments: tuple[Comment, ...]) -> FrontMatter:
    text = source.slice(content)
    if _nests_too_deep(text) or len({len(line) - len(line.lstrip()) for line in text.split("\n")}) > MOST_NESTING:
        return FrontMatter(span, (), Text("it nests too deeply to be read", Span(0, 3)), comments)
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = content.start + (mark.index if mark else 0)
        at = min(at, content.end)
        line = source.line_span(source.position(at).line)
        reason = (error.problem or "it cannot be read").strip()
        return FrontMatter(span, (), Text(reason, source.strip(line)), comments)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(error).partition("\n")[0] or "it cannot be read"
        return FrontMatter(span, (), Text(reason, Span(0, 3)), comments)
    if node is None:
        return FrontMatter(span, (), None, comments)
    if not isinstance(node, yaml.MappingNode):
        return FrontMatter(span, (), Text("it is no list of keys and values", source.strip(content)), comments)
    return FrontMatter(span, tuple(_entries(source, node, content.start)), None, comments)


def _entries(source: Source, mapping: Any, base: int) -> list[Entry]:
    import yaml

    entries = []
    for key, value in mapping.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        key_span = Span(base + key.start_mark.index, base + key.end_mark.index)
        value_span = source.strip(Span(base + value.start_mark.index, base + value.end_mark.index))
        items: tuple[Text, ...] = ()
        scalar = ""
        if isinstance(value, yaml.ScalarNode):
            scalar = value.value.strip()
            inner = Span(value_span.start + 1, value_span.end - 1)
            if value.style in ("'", '"') and source.slice(inner) == value.value:
                value_span = source.strip(inner)
        elif isinstance(value, yaml.SequenceNode):
            items = tuple(
                Text(item.value, source.strip(Span(base + item.start_mark.index, base + item.end_mark.index)))
                for item in value.value
                if isinstance(item, yaml.ScalarNode)
            )
        end = max(value_span.end, key_span.end)
        entries.append(Entry(key.value, scalar, Span(key_span.start, end), key_span, value_span, items))
    return entries
