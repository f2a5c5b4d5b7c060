"""Bodies as tests compare them: parts in words instead of offsets, and what holds of every body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from zeplint.document import Body, Preamble
from zeplint.source import Source, Span

NO_PREAMBLE = Preamble(front_matter=None, heading=None, headers=(), form="", end=0)

Parser = Callable[[Source, Preamble], Body]

# Marks of either markup, and what neither shows to a reader.
UNSEEN = re.compile(r"[\s\\*_`~|>\0]+")


def parsed(parse: Parser, text: str, preamble: Preamble = NO_PREAMBLE) -> Body:
    """The body of a text, every part of it checked."""
    body = parse(Source("zep-0001.md", text), preamble)
    assert_sound(text, body)
    return body


def written(text: str, spans: Iterable[Span]) -> list[str]:
    """What stands at some spans."""
    return [text[start:end] for start, end in spans]


def sections(text: str, body: Body) -> list[tuple[int, str, str, str]]:
    """Level and title of each section, its title and its heading as written."""
    return [(s.level, s.title, text[slice(*s.title_span)], text[slice(*s.heading)]) for s in body.sections]


def links(text: str, body: Body) -> list[tuple[str, str, str, str]]:
    """Kind, text and target of each link, and the whole of it as written."""
    return [(link.kind, link.text, link.target, text[slice(*link.span)]) for link in body.links]


def places(text: str, body: Body) -> list[tuple[str, str | None]]:
    """Text and target of each link as written."""
    return [
        (text[slice(*link.text_span)], link.target_span and text[slice(*link.target_span)])
        for link in body.links
    ]


def code(text: str, body: Body) -> list[tuple[str, str, str]]:
    """Language and text of each code block, and the whole of it as written."""
    return [(block.language, block.text, text[slice(*block.span)]) for block in body.code]


def prose(text: str, body: Body) -> list[tuple[str, list[str]]]:
    """The kind of each block of prose, and its pieces."""
    return [(block.kind, written(text, block.pieces)) for block in body.prose]


def comments(text: str, body: Body) -> list[tuple[str, str]]:
    """The text of each comment, and the whole of it as written."""
    return [(comment.text, text[slice(*comment.span)]) for comment in body.comments]


def marks(text: str, body: Body) -> list[tuple[str, str]]:
    """The name of each mark, and the markup that applies it."""
    return [(mark.name, text[slice(*mark.extent)]) for mark in body.marks]


def assert_sound(text: str, body: Body) -> None:
    """What holds of every body: order, spans inside the text and inside each other, what is at them."""
    _assert_sections(text, body)
    _assert_links(text, body)
    _assert_prose(text, body)
    for block in body.code:
        assert _is_within(Span(0, len(text)), block.span)
        assert _seen(block.text) in _seen(text[slice(*block.span)])
    for comment in body.comments:
        assert _is_within(Span(0, len(text)), comment.span)
        assert _is_read_from(comment.text, text[slice(*comment.span)])
    for mark in body.marks:
        assert text[slice(*mark.span)] == mark.name
        assert _is_within(mark.extent, mark.span)
    for problem in body.problems:
        assert _is_within(Span(0, len(text)), problem.span)
    for spans in (
        [section.heading for section in body.sections],
        [link.span for link in body.links],
        [block.span for block in body.code],
        [block.span for block in body.prose],
        [comment.span for comment in body.comments],
        [mark.span for mark in body.marks],
        [problem.span for problem in body.problems],
    ):
        assert [span.start for span in spans] == sorted(span.start for span in spans)


def _assert_sections(text: str, body: Body) -> None:
    for section in body.sections:
        assert _is_within(section.heading, section.title_span)
        assert _is_within(section.extent, section.heading)
        assert _is_within(section.extent, section.content)
        assert section.content.start == section.heading.end
        assert _is_within(Span(0, len(text)), section.extent)
        assert _is_read_from(section.title, text[slice(*section.title_span)])


def _assert_links(text: str, body: Body) -> None:
    for link in body.links:
        assert _is_within(Span(0, len(text)), link.span)
        assert _is_within(link.span, link.text_span)
        assert _is_read_from(link.text, text[slice(*link.text_span)])
        if link.target_span:
            assert _is_within(Span(0, len(text)), link.target_span)
            target = text[slice(*link.target_span)]
            assert "&" in target or _is_read_from(link.target.removeprefix("mailto:"), target)


def _assert_prose(text: str, body: Body) -> None:
    for block in body.prose:
        end = block.span.start
        for piece in block.pieces:
            words = text[slice(*piece)]
            assert words
            assert words == words.strip()
            assert "\n" not in words
            assert "\r" not in words
            assert end <= piece.start
            end = piece.end
        assert end <= block.span.end


def _is_within(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def _seen(text: str) -> str:
    return UNSEEN.sub("", text)


def _is_read_from(text: str, source: str) -> bool:
    """Whether the characters of `text` occur in `source`, in order."""
    characters = iter(_seen(source))
    return all(character in characters for character in _seen(text))
