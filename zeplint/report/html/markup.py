"""The smallest pieces of the page: text and attributes that nothing in a proposal can end early."""

from __future__ import annotations

from html import escape

from zeplint.report.safe import escape_controls, markup_text

TAB = "    "


def text(value: str) -> str:
    """`value` as HTML text or as the value of a quoted attribute, in ASCII.

    What would not show as itself is an escape, as in every output; a character beyond ASCII is a reference,
    so that the page is right in any encoding that a pipe or file has.
    """
    escaped = markup_text(escape(escape_controls(value)))
    return escaped.encode("ascii", "xmlcharrefreplace").decode("ascii")


def code(value: str) -> str:
    """A piece of a line of source: as `text`, with tabs as blanks."""
    return text(value.replace("\t", TAB))


def path(value: str) -> str:
    """The path of a file: as `text`, and where it has to break, between its parts."""
    return text(value).replace("/", "/<wbr>")
