"""What marks every page of a site as a draft: a switch in its settings, a background of its style sheets.

Both are read as text. What is no plain assignment or rule is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from zeplint.diagnostic import Edit, Fix
from zeplint.globs import matches
from zeplint.patterns import pattern
from zeplint.source import Source, strip
from zeplint.watermark.look import Watermark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OFF = frozenset(("False", "None", "0", "''", '""'))
MARKS = pattern(r"[{};]")
BACKGROUND = pattern(r"\s*background(?:-image)?\s*:")


def find_site_watermarks(source: Source, known: Mapping[str, Any]) -> Iterator[Watermark]:
    """The watermarks that a file of a site sets on all of its pages (S45).

    `known` is what the process file says of watermarks: in `site`, which file holds `settings` and which
    extension of the site has which switch there, and which files are `styles`.
    """
    site = known.get("site", {})
    settings = site.get("settings", {})
    if matches(source.local_path, settings.get("files", ())):
        yield from _switch(source, settings["extension"], settings["switch"])
    if matches(source.local_path, site.get("styles", {}).get("files", ())):
        yield from _backgrounds(source, known.get("images", ()), known.get("names", ()))


def _switch(source: Source, extension: str, switch: str) -> Iterator[Watermark]:
    used = re.compile(rf"^[^#\r\n]*[\"']{re.escape(extension)}[\"']", re.MULTILINE)
    assigned = re.compile(rf"^{re.escape(switch)}[ \t]*=[ \t]*(?P<value>[^#\r\n]*)", re.MULTILINE)
    last = None
    for last in assigned.finditer(source.text):  # noqa: B007 - of several assignments the last one holds
        pass
    if last is None or last["value"].strip() in OFF or not used.search(source.text):
        return
    span = strip(source.text, *last.span())
    value = strip(source.text, *last.span("value"))
    fix = Fix(f"Set {switch} to False", False, (Edit(source, value, "False"),))
    yield Watermark("setting", span, source.slice(span), fix)


def _backgrounds(source: Source, images: Sequence[str], names: Sequence[str]) -> Iterator[Watermark]:
    """Each background that is a watermark's image, of a rule that is for more than what is marked as a draft."""
    text = _without_comments(source.text)
    if not any(re.search(image, text) for image in images):
        return
    is_marked = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    selectors: list[str] = []
    # By selector: it may be long, and its rule may have many backgrounds.
    is_open: dict[str, bool] = {}
    start = 0
    for mark in MARKS.finditer(text):
        piece = text[start : mark.start()]
        if mark[0] == "{":
            selectors.append(" ".join(piece.split()))
        elif BACKGROUND.match(piece) and any(re.search(image, piece) for image in images):
            selector = selectors[-1] if selectors else ""
            if selector not in is_open:
                is_open[selector] = not all(is_marked.search(part) for part in selector.split(","))
            if is_open[selector]:
                yield Watermark("style", strip(text, start, mark.start()), selector, None)
        if mark[0] == "}" and selectors:
            selectors.pop()
        start = mark.end()


def _without_comments(text: str) -> str:
    """A style sheet with blanks for its comments, so that every offset stays."""
    pieces: list[str] = []
    end = 0
    while (start := text.find("/*", end)) >= 0:
        close = text.find("*/", start + 2)
        stop = close + 2 if close >= 0 else len(text)
        pieces += text[end:start], " " * (stop - start)
        end = stop
    return "".join((*pieces, text[end:]))
