"""Behind the name of a header: the values that it may have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zeplint.assist.completion.items import VALUE, Completion, Completions
from zeplint.assist.completion.numbers import numbered
from zeplint.assist.completion.scene import Scene
from zeplint.assist.hover import status_page, type_page
from zeplint.document import Header
from zeplint.markup.preamble import HEADER_LINE
from zeplint.patterns import pattern
from zeplint.process import HeaderSpec
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.source import Span
from zeplint.values.date import format_day

_BULLET = pattern(r"[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+")
_WORD_END = pattern(r"[\w-]*")
# Several proposals: what stands before the last, and the beginning of that.
_LAST = pattern(
    r"(?P<before>.*[,;]\s*)?(?P<last>.*)\Z",
)
_MOST_AUTHORS = 100


class _Value(NamedTuple):
    """The header that the cursor is in, and the offset at which its value, or the item there, begins."""

    header: Header
    spec: HeaderSpec
    start: int


def offer(scene: Scene) -> Completions | None:
    """The values at the cursor; None where it is in no value."""
    proposal = scene.view.proposal
    value = _value_at(scene, proposal) if proposal else None
    if proposal is None or value is None:
        return None
    form = value.spec.form
    if form == "proposals":
        return _proposals(scene, proposal, value)
    if form in ("status", "type"):
        span = _word(scene, proposal, value)
        offered = _statuses if form == "status" else _types
        return Completions(tuple(offered(scene, proposal, span)) if span else ())
    if form == "date" and scene.view.today:
        return Completions(tuple(_days(scene, value)))
    if form == "authors":
        return Completions(tuple(_authors(scene, proposal, value)))
    return Completions(())


def _value_at(scene: Scene, proposal: Proposal) -> _Value | None:
    headers = [h for h in proposal.preamble.headers if h.span.start <= scene.offset]
    if not headers:
        return None
    header = max(headers, key=lambda header: header.span.start)
    spec = proposal.process.header_named(header.name)
    if spec is None or scene.offset <= header.name_span.end:
        return None
    if scene.source.position(header.name_span.start).line == scene.line:
        match = HEADER_LINE.match(scene.before)
        colon = scene.source.text.find(":", header.name_span.end, scene.offset)
        if match is None and colon < 0:
            return None
        # In front matter a name may be any key.
        return _Value(header, spec, scene.line_span.start + match.end() if match else colon + 1)
    bullet = _BULLET.match(scene.before)
    if bullet and not scene.source.text[header.span.end : scene.line_span.start].strip():
        return _Value(header, spec, scene.line_span.start + bullet.end())
    lead = len(scene.before) - len(scene.before.lstrip())
    # Running text straight below a value may be its own, but is as likely to become the next header.
    if scene.offset > header.span.end or not lead:
        return None
    return _Value(header, spec, scene.line_span.start + lead)


def _word(scene: Scene, proposal: Proposal, value: _Value) -> Span | None:
    """What a keyword takes the place of: the one that is there, else what is typed; None behind one that is there."""
    keyword = proposal.keyword(value.spec.role) if proposal.header(value.spec.role) is value.header else None
    if keyword and proposal.stands(keyword.written):
        span = keyword.written.span
        if span.end < scene.offset:
            return None
        if span.start <= scene.offset and span.start >= value.start and _is_on_line(scene, span):
            return span
    return Span(min(value.start, scene.offset), scene.offset)


def _is_on_line(scene: Scene, span: Span) -> bool:
    return scene.line_span.start <= span.start and span.end <= scene.line_span.end


def _statuses(scene: Scene, proposal: Proposal, span: Span) -> Iterator[Completion]:
    kind = proposal.type
    for status in proposal.process.statuses.values():
        if kind is None or kind.name in status.types:
            edit = scene.edit(span.start, _spaced(scene, span, status.name), span.end)
            yield Completion(
                status.name,
                VALUE,
                edit,
                status.stage,
                status_page(scene.view, status),
                _spaced(scene, span, status.name),
            )


def _types(scene: Scene, proposal: Proposal, span: Span) -> Iterator[Completion]:
    status = proposal.status
    for name in proposal.process.types:
        if status is None or name in status.types:
            edit = scene.edit(span.start, _spaced(scene, span, name), span.end)
            yield Completion(name, VALUE, edit, "", type_page(scene.view, name), _spaced(scene, span, name))


def _days(scene: Scene, value: _Value) -> Iterator[Completion]:
    tail = _WORD_END.match(scene.after)
    span = Span(min(value.start, scene.offset), scene.offset + (tail.end() if tail else 0))
    for form in value.spec.dates:
        day = format_day(scene.view.today, form)
        edit = scene.edit(span.start, _spaced(scene, span, day), span.end)
        yield Completion(day, VALUE, edit, f"today, as {form}", "", _spaced(scene, span, day))


def _authors(scene: Scene, proposal: Proposal, value: _Value) -> Iterator[Completion]:
    """The user, then the authors of other proposals, those of the most first."""
    counts: Counter[str] = Counter()
    for other in scene.view.collection.proposals:
        if other.path != proposal.path:
            for header in other.by_role.get(value.spec.role, ()):
                texts = [item.text for item in header.items] or [header.value]
                counts.update(
                    text for text in texts if "\n" not in text and not other.process.is_placeholder(text)
                )
    known = [scene.view.author] if scene.view.author else []
    known += (text for text, _ in counts.most_common(_MOST_AUTHORS) if text not in known)
    span = Span(min(value.start, scene.offset), scene.offset)
    for text in known:
        detail = "you" if text == scene.view.author else f"{counts[text]} {proposal.process.noun}s"
        yield Completion(
            text,
            VALUE,
            scene.edit(span.start, _spaced(scene, span, text)),
            detail,
            "",
            _spaced(scene, span, text),
        )


def _proposals(scene: Scene, proposal: Proposal, value: _Value) -> Completions | None:
    """The proposals that a header may name besides those that it names."""
    process = proposal.process
    typed = scene.source.text[value.start : scene.offset]
    match = _LAST.match(typed)
    last = match["last"] if match else typed
    if last.lstrip()[:1] in ("[", "`", "<"):
        return None  # a link
    start = min(value.start + (match.start("last") if match else 0), scene.offset)
    named = proposal.references(value.spec.role).numbers
    written = next((reference.text.text for reference in named), last)
    is_begun = last != "" and process.noun.casefold().startswith(last.casefold()[: len(process.noun)])
    noun = is_begun or any(character.isalpha() for character in written)
    others = {
        reference.number
        for reference in named
        if not reference.text.span.start <= scene.offset <= reference.text.span.end
    }
    if proposal.number is not None:
        others.add(proposal.number)

    def write(number: int) -> str:
        text = process.reference_to(number) or (process.title_of(number) if noun else str(number))
        return _spaced(scene, Span(start, scene.offset), text)

    return numbered(scene, start, last, write, leave=others)


def _spaced(scene: Scene, span: Span, text: str) -> str:
    """A value, with the blank that must stand between it and a name or comma before it."""
    before = scene.source.text[max(span.start - 1, 0) : span.start]
    return f" {text}" if before in (":", ",", ";", "*", "_") and before else text
