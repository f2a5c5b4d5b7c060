"""The check of front matter: that it is YAML, and that no value was left over from another proposal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Place, Severity
from zeplint.document import Entry, FrontMatter, Text
from zeplint.edits.removal import whole_lines
from zeplint.markup.frontmatter import FENCE, NEEDS_QUOTES, UNCLOSED
from zeplint.proposal import Proposal
from zeplint.source import Span


def sound(context: Context) -> Iterator[Finding]:
    """Front matter that is no YAML mapping, a key given twice, and a value copied from another proposal.

    The process says which values are one document's own, and which differ among those with one parent.
    """
    for proposal in context.collection.proposals:
        front_matter = proposal.preamble.front_matter
        if front_matter is None:
            continue
        if front_matter.error is not None:
            place = Place(proposal.source, front_matter.error.span)
            fix = _mended(proposal, front_matter, front_matter.error)
            yield Finding((place,), {"reason": front_matter.error.text}, "broken", fix)
        yield from _keys_given_twice(proposal, front_matter)
    yield from _copies(context)


def _mended(proposal: Proposal, front_matter: FrontMatter, error: Text) -> Fix | None:
    source = proposal.source
    if error.text == UNCLOSED:
        end = front_matter.span.end
        return Fix("Close the front matter", False, (Edit(source, Span(end, end), f"\n{FENCE}"),))
    value = next((entry.value for entry in front_matter.entries if entry.value_span == error.span), "")
    if (
        not error.text.endswith(NEEDS_QUOTES)
        or not value
        or " #" in value
        or value != source.slice(error.span)
    ):
        return None
    quoted = value.replace("'", "''")
    return Fix("Put the value in quotes", True, (Edit(source, error.span, f"'{quoted}'"),))


def _keys_given_twice(proposal: Proposal, front_matter: FrontMatter) -> Iterator[Finding]:
    first: dict[str, Entry] = {}
    for entry in front_matter.entries:
        if entry.key not in first:
            first[entry.key] = entry
            continue
        other = first[entry.key]
        fix = None
        if other.value == entry.value and other.items == entry.items == ():
            lines = [proposal.source.position(offset).line for offset in entry.span]
            edit = Edit(proposal.source, whole_lines(proposal.source, *lines), "")
            fix = Fix(f"Remove the second {entry.key}", True, (edit,))
        places = (
            Place(proposal.source, entry.key_span),
            Place(proposal.source, other.key_span, "given here first"),
        )
        yield Finding(places, {"key": excerpt(entry.key)}, "twice", fix)


def _copies(context: Context) -> Iterator[Finding]:
    """Each value that one of an earlier number has already, once."""
    facts = context.process.data["front-matter"]
    keys: Mapping[str, str] = {**dict.fromkeys(facts.get("unique", ()), ""), **facts.get("unique-among", {})}
    first: dict[tuple[str, str, str], tuple[Proposal, Span]] = {}
    numbered = [proposal for proposal in context.collection.proposals if proposal.number is not None]
    for proposal in sorted(numbered, key=lambda proposal: proposal.number or 0):
        front_matter = proposal.preamble.front_matter
        for key, parent_key in keys.items():
            entry = front_matter.get(key) if front_matter else None
            parent = front_matter.get(parent_key) if front_matter and parent_key else None
            if front_matter is None or entry is None or (parent_key and parent is None):
                continue
            for text in entry.items or (Text(entry.value, entry.value_span),):
                if not text.text or context.process.is_placeholder(text.text):
                    continue
                same = (key, parent.value if parent else "", text.text)
                other, span = first.setdefault(same, (proposal, text.span))
                if other.number == proposal.number:
                    continue
                places = (Place(proposal.source, text.span), Place(other.source, span, f"in {other.label}"))
                values = {
                    "key": key,
                    "value": excerpt(text.text),
                    "first": other.label,
                    "later": proposal.label,
                }
                yield Finding(places, values, "copied", severity=Severity.WARNING)


def parent(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """The front matter names the parent of another directory than the file's (S44).

    A file that lies in the wrong directory while its parent is right is another rule's.
    """
    process, front_matter = proposal.process, proposal.preamble.front_matter
    form: str = process.data["front-matter"].get("parent", "")
    place = process.directory_of(proposal.path)
    entry = front_matter.get("parent") if front_matter else None
    if not form or place is None or entry is None or entry.value == "":
        return
    parents = {_folded(form.format(directory=name)): name for name in process.directory_names}
    named, directory = parents.get(_folded(entry.value)), place[1]
    if named is None or named == directory:
        return
    status = proposal.status
    if status and directory not in status.directories and named in status.directories:
        return
    expected = form.format(directory=directory)
    text = proposal.source.slice(entry.value_span)
    fix = None
    if text.strip("\"'") == entry.value:
        edit = Edit(proposal.source, entry.value_span, text.replace(entry.value, expected))
        fix = Fix(f"Write {expected}", True, (edit,))
    values = {"found": excerpt(entry.value), "directory": f"{directory}/", "expected": expected}
    yield Finding((Place(proposal.source, entry.value_span),), values, "", fix)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
