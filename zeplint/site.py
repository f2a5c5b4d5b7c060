"""The files that make a site of the specification pages, read as text: nothing in them is ever run."""

from __future__ import annotations

from zeplint.document import Body, Comment, Document, Preamble
from zeplint.patterns import pattern
from zeplint.source import Source, Span

# A comment of Python to the end of its line, or one of a style sheet on one line.
COMMENT = pattern(r"#(?P<hash>[^\r\n]*)|/\*(?P<star>[^*\r\n]*)\*/")


class SiteFile(Document):
    """The settings of a site or one of its style sheets: no document, but it can mark all of them."""

    __slots__ = ()

    def __init__(self, source: Source) -> None:
        super().__init__(source, "", Preamble(None, None, (), "", 0), _parse)


def _parse(source: Source, _preamble: Preamble, _earlier: Document | None) -> Body:
    found = (
        Comment(match["star"] if match["hash"] is None else match["hash"], Span(*match.span()))
        for match in COMMENT.finditer(source.text)
    )
    return Body(comments=tuple(found))
