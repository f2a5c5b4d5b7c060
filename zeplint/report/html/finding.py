"""One finding on the page."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from zeplint.diagnostic import Diagnostic, Place
from zeplint.report import Report
from zeplint.report.html.change import change
from zeplint.report.html.excerpt import excerpt
from zeplint.report.html.markup import path, text
from zeplint.report.wording import citation, label_of, location


class Names:
    """Gives each finding a name for links to it, which stays the same while the finding does."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def name(self, diagnostic: Diagnostic) -> str:
        """The name of a finding; of equal ones, each has its own."""
        source, span = diagnostic.place[:2]
        marked = source.text[span.start : span.start + 200] if span else ""
        key = f"{source.shown}\0{diagnostic.message}\0{marked}".encode("utf-8", "surrogatepass")
        name = f"{diagnostic.code}-{crc32(key):08x}"
        count = self._seen[name] = self._seen.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"


def finding(diagnostic: Diagnostic, report: Report, name: str, file: int) -> str:
    """A finding as HTML; `file` is the number of its file on the page."""
    severity = diagnostic.severity.label
    fix = diagnostic.fix
    kind = "none" if fix is None else "safe" if fix.safe else "unsafe"
    code = text(diagnostic.code)
    if (url := diagnostic.url) and url.startswith(("https://", "http://")):
        code = f'<a href="{text(url)}">{code}</a>'
    return (
        f'<article class="finding {severity}" id="{text(name)}" data-rule="{text(diagnostic.code)}" '
        f'data-severity="{severity}" data-file="{file}" data-fix="{kind}">'
        f'<p class="tags"><span class="tag">{severity}</span><span class="code">{code}</span>'
        f"<span>{text(diagnostic.name)}</span></p>"
        f'<h3><a href="#{text(name)}">{text(diagnostic.message)}</a></h3>'
        f"{_place(diagnostic.place, severity)}"
        f"{''.join(_place(place, 'related') for place in diagnostic.related)}"
        f"{_remarks(diagnostic, report)}</article>\n"
    )


def _place(place: Place, tone: str) -> str:
    where = f'<span class="place">{path(location(place))}</span>'
    lines = excerpt(place, tone)
    if lines or not place.note:
        return where + lines
    return f'{where}<pre class="lines {tone}"><span class="note">{text(place.note)}</span></pre>'


def _remarks(diagnostic: Diagnostic, report: Report) -> str:
    rows = "".join(f"<dt>{label}</dt><dd>{content}</dd>" for label, content in _labelled(diagnostic, report))
    return f'<dl class="remarks">{rows}</dl>' if rows else ""


def _labelled(diagnostic: Diagnostic, report: Report) -> Iterator[tuple[str, str]]:
    """What stands below the source, each with its label; both as HTML."""
    if diagnostic.help:
        label, words = label_of(diagnostic.help)
        yield text(label), text(words)
    if (fix := diagnostic.fix) is not None:
        kind = "safe" if fix.safe else "unsafe"
        yield (
            "fix",
            f'{text(fix.title)} <span class="tag {kind}">{kind}</span>{change(fix, diagnostic.place.source)}',
        )
    if cited := citation(diagnostic.statements, report):
        yield "see", text(cited)
