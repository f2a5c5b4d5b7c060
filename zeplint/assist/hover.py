"""What is said of the thing under the cursor, in Markdown: a rule, a header and its value, a proposal."""

from __future__ import annotations

from collections.abc import Iterator

from zeplint.assist.mentions import mention_at
from zeplint.assist.view import View
from zeplint.document import Header
from zeplint.explain.short import short_page
from zeplint.process import HeaderSpec, StatusSpec
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.rulebook import Rule
from zeplint.source import Span
from zeplint.suppressions import read_suppressions
from zeplint.transitions import followers
from zeplint.values.date import format_day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

REQUIRED = "required"
# Of what no status requires, a rule asks for this all the same.
DISCUSSION = "discussion"
RULE = "\n\n---\n\n"


class Hover(NamedTuple):
    """What is said, as Markdown, and of which stretch of the text."""

    markdown: str
    span: Span


def hover(view: View, offset: int) -> Hover | None:
    """What there is to say of the place at an offset; None where that is nothing."""
    if found := _suppressed_rule(view, offset):
        return found
    said = [part for part in (_of_mention(view, offset) or _of_header(view, offset),) if part]
    said += _of_diagnostics(view, offset)
    if not said:
        return None
    return Hover(RULE.join(dict.fromkeys(part.markdown for part in said)), said[0].span)


# Rules


def _suppressed_rule(view: View, offset: int) -> Hover | None:
    """The rule that a suppression comment names at the offset."""
    suppressions = read_suppressions(view.document)
    for suppression in suppressions.comments if suppressions else ():
        for code in suppression.codes:
            if code.span.start <= offset <= code.span.end and (rule := view.rulebook.find(code.text)):
                return Hover(_rule(view, rule), code.span)
    return None


def _of_diagnostics(view: View, offset: int) -> Iterator[Hover]:
    """The rules of what was found at the offset."""
    for found in view.diagnostics:
        span, rule = found.place.span, view.rulebook.rules.get(found.code)
        if span and rule and span.start <= offset <= span.end and span.start < span.end:
            yield Hover(_rule(view, rule), span)


def _rule(view: View, rule: Rule) -> str:
    return short_page(rule, view.process)


# Proposals


def _of_mention(view: View, offset: int) -> Hover | None:
    mention = mention_at(view, offset)
    if mention is None:
        return None
    found = view.collection.by_number.get(mention.number, [])
    label = view.process.title_of(mention.number)
    if not found:
        return Hover(f"**{label}**: no file here has this number", mention.span)
    return Hover(RULE.join(about(proposal) for proposal in found), mention.span)


def about(proposal: Proposal) -> str:
    """A proposal in a few lines of Markdown: number, title, status, type, day and path."""
    title = f": {escaped(proposal.title)}" if proposal.title else ""
    facts = []
    for spec in proposal.process.headers.values():
        header = proposal.filled(spec.role)
        if header and spec.form in ("status", "type", "date"):
            keyword = proposal.keyword(spec.role)
            value = (keyword.canonical if keyword else None) or header.value
            facts.append(f"{spec.name}: {escaped(' '.join(value.split()))}")
    lines = [f"**{proposal.label}**{title}", " · ".join(facts), f"`{proposal.source.shown}`"]
    return "\n\n".join(line for line in lines if line)


def escaped(text: str) -> str:
    """Text as it reads the same in Markdown."""
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|" else character for character in text)


# Headers


def header_at(view: View, offset: int) -> Header | None:
    """The header that stands at an offset, or None."""
    headers = view.proposal.preamble.headers if view.proposal else ()
    return next((header for header in headers if header.span.start <= offset <= header.span.end), None)


def _of_header(view: View, offset: int) -> Hover | None:
    proposal, header = view.proposal, header_at(view, offset)
    if proposal is None or header is None:
        return None
    spec = view.process.header_named(header.name)
    if spec is None:
        slip = view.process.slip_for(header.name)
        if slip is None or offset > header.name_span.end:
            return None
        spec = slip.header
    if offset <= header.name_span.end:
        return Hover(header_page(view, spec), header.name_span)
    keyword = proposal.keyword(spec.role) if proposal.header(spec.role) is header else None
    if keyword and keyword.canonical and keyword.written.span.start <= offset <= keyword.written.span.end:
        status = view.process.statuses.get(keyword.canonical) if spec.form == "status" else None
        text = status_page(view, status) if status else type_page(view, keyword.canonical)
        return Hover(text, keyword.written.span)
    return Hover(header_page(view, spec), header.value_span)


def need(proposal: Proposal | None, spec: HeaderSpec) -> str:
    """Whether a proposal, as its status is, must have a header, in a few words."""
    if spec.required:
        return REQUIRED
    status = proposal.status if proposal else None
    if status and spec.role in status.requires:
        return f"{REQUIRED} for {status.name}"
    return "asked for" if spec.role == DISCUSSION else "optional"


def header_page(view: View, spec: HeaderSpec) -> str:
    """What a header is for and what it may hold, in Markdown."""
    often = ", may be given several times" if spec.repeat else ""
    parts = [f"**{spec.name}** ({need(view.proposal, spec)}{often})", spec.meaning]
    if spec.form == "status":
        values = (
            f"- {status.name} ({status.stage}): {_meaning(view.process.data['statuses'], status.name)}"
            for status in view.process.statuses.values()
        )
        parts.append("\n".join(values))
    elif spec.form == "type":
        values = (f"- {name}: {_meaning(view.process.data['types'], name)}" for name in view.process.types)
        parts.append("\n".join(values))
    elif spec.form == "date" and spec.dates:
        written = " or ".join(f"`{form}`" for form in spec.dates)
        today = f", today: `{format_day(view.today, spec.dates[0])}`" if view.today else ""
        parts.append(f"A day as {written}{today}")
    elif spec.form == "proposals":
        other = ", or a link" if spec.alternative else ""
        parts.append(f"Numbers of {view.process.noun}s{other}")
    elif spec.form in ("link", "links"):
        parts.append("A link")
    return "\n\n".join(part for part in parts if part)


def status_page(view: View, status: StatusSpec) -> str:
    """What a status means, what it asks for and what may follow, in Markdown."""
    process = view.process
    kind = view.proposal.type.name if view.proposal and view.proposal.type else None
    parts = [f"**{status.name}** ({status.stage})", _meaning(process.data["statuses"], status.name)]
    facts = []
    if len(status.types) < len(process.types):
        facts.append(f"only for {', '.join(name for name in process.types if name in status.types)}")
    needed = [spec.name for role in status.requires if (spec := process.header_for(role))]
    if needed:
        facts.append(f"needs the header{'s' if len(needed) > 1 else ''} {' and '.join(needed)}")
    if status.directories:
        facts.append(f"lies in `{'` or `'.join(f'{name}/' for name in status.directories)}`")
    if process.data.get("transitions"):
        following = followers(process, status.name, kind)
        facts.append(f"then comes {', '.join(following)}" if following else "nothing comes after it")
    parts.append("\n".join(f"- {fact}" for fact in facts))
    return "\n\n".join(part for part in parts if part)


def type_page(view: View, name: str) -> str:
    """What a type of proposal is, and which statuses it may have, in Markdown."""
    statuses = [status.name for status in view.process.statuses.values() if name in status.types]
    parts = [f"**{name}**", _meaning(view.process.data["types"], name), f"- may be {', '.join(statuses)}"]
    return "\n\n".join(part for part in parts if part)


def _meaning(values: Mapping[str, Mapping[str, Any] | None], name: str) -> str:
    """What the process says of a status or type."""
    return str((values.get(name) or {}).get("meaning", ""))
