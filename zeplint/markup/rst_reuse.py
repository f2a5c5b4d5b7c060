"""The body of a reStructuredText that was edited: only the sections around the edit are read again.

A section title closes every block above it, so what stands below one reads the same whatever stands above; but for the names
that stand for addresses and places, the levels of titles and the roles, which hold everywhere. Names and levels are found
out again for the whole. Where a text defines roles, or something is wrong with its names, titles or tables, it is
parsed as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zeplint.document import Body, Document, Preamble
from zeplint.markup.joining import Joined, changed
from zeplint.markup.outline import Headline
from zeplint.markup.rst import Read, body_of_parts, read_part
from zeplint.markup.rst_parts import Title, levelled
from zeplint.source import Source

# Of what is wrong so, a part of the text does not know as much as the whole does.
NOT_LOCAL = frozenset(("duplicate-name", "table", "title-level"))
ROLE = "role::"

# What stands above a part that begins with a title.
NOTHING = Preamble(None, None, (), "", 0)


def body_after_edit(earlier: Document, source: Source, preamble: Preamble) -> Body | None:
    """The body of `source`, which was edited since it was `earlier`; None where it has to be parsed as a whole."""
    before = earlier.body.kept
    old, new = earlier.source.text, source.text
    if not isinstance(before, Read) or not _is_local(before) or ROLE in old or ROLE in new:
        return None
    upper, lower = _seams(before.parts.titles, earlier, source, preamble)
    growth = len(new) - len(old)
    start = upper.heading.start if upper else 0
    end, stop = (lower.heading.start, lower.heading.end + growth) if lower else (len(old) + 1, len(new))
    anew = read_part(Source(source.path, new[start:stop]), NOTHING if upper else preamble)
    if anew is None or not _is_local(anew):
        return None
    titles = {title.heading.start + start: title for title in anew.parts.titles}
    if not (_is_same(upper, titles.get(start)) and _is_same(lower, titles.get(end + growth))):
        return None
    join = Joined(start, end, growth)
    parts = before.parts.joined(new, preamble, join, anew.parts)
    if not _is_nested(levelled(parts.titles)):
        return None
    problems, calls = join(before.problems, anew.problems), join(before.calls, anew.calls)
    return body_of_parts(source, Read(parts, list(problems), list(calls)))


def _is_local(read: Read) -> bool:
    """Whether what was read means the same in any text, names and levels aside."""
    titles = all(title.is_placed for title in read.parts.titles)
    return titles and not read.parts.anchors and NOT_LOCAL.isdisjoint(each.kind for each in read.problems)


def _seams(
    titles: Sequence[Title], earlier: Document, source: Source, preamble: Preamble
) -> tuple[Title | None, Title | None]:
    """The nearest title above the edit and the nearest below it, as they were before; None for the text's ends."""
    old, new = earlier.source.text, source.text
    before, growth = earlier.preamble, len(new) - len(old)
    first, last = changed(old, new)
    is_above = before.block == preamble.block and before.front_matter == preamble.front_matter
    upper = lower = None
    for title in titles:
        start, end = title.heading
        if end < first:
            if is_above and start >= preamble.end and _is_parted(new, start):
                upper = title
        elif start > last:
            is_below = start >= before.end and start + growth >= preamble.end
            if is_below and _is_parted(old, start) and _is_parted(new, start + growth):
                lower = title
                break
    return upper, lower


def _is_parted(text: str, start: int) -> bool:
    """Whether the line above the one at an offset is blank: else docutils speaks there of what stands above."""
    return not text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start].strip()


def _is_same(before: Title | None, now: Title | None) -> bool:
    """Whether a title reads as it did; there may have been none."""
    return before is None or (now is not None and _look(before) == _look(now))


def _look(title: Title) -> tuple[object, ...]:
    return title.title, title.style, title.heading.end - title.heading.start


def _is_nested(headlines: Iterable[Headline]) -> bool:
    """Whether no title skips a level."""
    deepest = 1
    for headline in headlines:
        if headline.level > deepest:
            return False
        deepest = headline.level + 1
    return True
