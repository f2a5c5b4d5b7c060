"""The check that the process document still says what the process is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from zeplint.checks import Context
from zeplint.checks.wording import excerpt, listing
from zeplint.diagnostic import Finding, Place
from zeplint.document import CodeBlock, Text
from zeplint.patterns import pattern
from zeplint.proposal import Proposal
from zeplint.source import Span

_LINE = pattern(
    r"(?:^|(?<=\r))[ \t]*:?(?P<name>[^\W\d_][^:\n\r]{0,40}):[ \t]*(?P<value>[^\n\r|]*(?:\|(?:[ \t]*(?:\r\n?|\n))?[^\n\r|]*)*)",
    re.MULTILINE,
)
# The values of a list as a sample gives them: < Draft | Active >.
_LIST = pattern(r"<?([^<>|]+(?:\|[^<>|]+)+)>?")
# So many known headers make a code block a sample of the header block.
_ENOUGH = 3


def sample(proposal: Proposal, context: Context) -> Iterator[Finding]:
    """The process document's own sample of a header block lists other headers or values (S23, S52)."""
    process = context.process
    if proposal.number != process.document:
        return
    from zeplint.markup.markdown import code_blocks

    for block in code_blocks(proposal):
        lines = list(_lines(proposal, block))
        known = [name for name, _, _ in lines if process.header_named(name.text)]
        if len(known) < _ENOUGH:
            continue
        for name, value, span in lines:
            spec = process.header_named(name.text)
            if spec is None:
                yield Finding((Place(proposal.source, name.span),), {"found": excerpt(name.text)}, "header")
                continue
            choices = process.choices(spec.role)
            listed = _LIST.fullmatch(value)
            if not choices or not listed:
                continue
            given = [word.strip(" \t\r\n*_`\"'") for word in re.split("[|,]", listed[1])]
            parts = [
                f"{verb} {listing(words, 'and')}"
                for verb, words in (("lacks", _without(choices, given)), ("has", _without(given, choices)))
                if words
            ]
            if parts:
                values = {
                    "header": spec.name,
                    "drift": " and ".join(parts),
                    "allowed": listing(list(choices), "and"),
                }
                yield Finding((Place(proposal.source, span),), values, "values")
        present = {spec.role for name, _, _ in lines if (spec := process.header_named(name.text))}
        absent = [s.name for s in process.headers.values() if s.required and s.role not in present]
        if absent:
            yield Finding(
                (Place(proposal.source, block.span),), {"headers": listing(absent, "and")}, "absent"
            )
        return


def _without(words: Iterable[str], others: Iterable[str]) -> list[str]:
    known = {word.casefold() for word in others}
    return [word for word in words if word.casefold() not in known]


def _lines(proposal: Proposal, block: CodeBlock) -> Iterator[tuple[Text, str, Span]]:
    """The lines ``Name: value`` of a code block: the name, the value, and where the value stands."""
    source = proposal.source
    start = source.line_span(source.position(block.span.start).line).start
    for match in _LINE.finditer(source.text, start, block.span.end):
        value = match["value"].rstrip()
        start = match.start("value")
        yield Text(match["name"], Span(*match.span("name"))), value, Span(start, start + len(value))
