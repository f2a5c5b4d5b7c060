"""The words of a suppression comment, in each dialect of comments."""

from __future__ import annotations

from collections.abc import Sequence

from zeplint.diagnostic import Edit
from zeplint.document import MARKER
from zeplint.source import Source, Span
from zeplint.suppressions import Suppression

# The dialects: HTML comments in Markdown, explicit markup in reStructuredText, the hash of YAML.
HTML, EXPLICIT, HASH = "html", "explicit", "hash"
_FORMS = {HTML: "<!-- {} -->", EXPLICIT: ".. {}", HASH: "# {}"}


def written(dialect: str, kind: str, codes: Sequence[str], reason: str) -> str:
    """The comment of that kind for some codes, on one line."""
    words = f"{MARKER} {kind}[{', '.join(codes)}] {_on_one_line(reason)}"
    return _FORMS[dialect].format(words.rstrip())


def extended(source: Source, comment: Suppression, codes: Sequence[str], reason: str) -> tuple[Edit, ...]:
    """The edits that add codes to a comment that has some, and a reason to the one it gives."""
    known = {code.text.upper() for code in comment.codes}
    more = "".join(f", {code}" for code in codes if code not in known)
    last = comment.codes[-1].span.end
    edits = [Edit(source, Span(last, last), more)]
    reason = _on_one_line(reason)
    if reason and reason not in comment.reason:
        if comment.reason:
            end = source.text.rindex(comment.reason, last, comment.comment.span.end) + len(comment.reason)
            edits.append(Edit(source, Span(end, end), f"; {reason}"))
        else:
            end = source.text.index("]", last) + 1
            edits.append(Edit(source, Span(end, end), f" {reason}"))
    return tuple(edits)


def _on_one_line(reason: str) -> str:
    """A reason as it can stand in any comment."""
    return " ".join(reason.split()).replace("-->", "->")
