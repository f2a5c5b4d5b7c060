"""Checks of a proposal's title: its form, and that it is one title in each place that gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zeplint.checks import Context
from zeplint.checks.wording import excerpt
from zeplint.diagnostic import Edit, Finding, Fix, Move, Place
from zeplint.document import MARKDOWN
from zeplint.edits.title import longer_rules
from zeplint.patterns import pattern
from zeplint.process import title_words
from zeplint.proposal import FILE_NAME, Proposal
from zeplint.source import NEWLINE, Span
from zeplint.values.section import is_title

_SEPARATORS = " \t.:—–-"
# What cannot stand in a file's name everywhere.
_UNFIT_FOR_NAMES = pattern(r"[\x00-\x1f\"*/:<>?\\|]|[. ]\Z")
# Shorter words are in every title.
_SHORTEST_WORD = 3


def heading(proposal: Proposal, _context: Context) -> Iterator[Finding]:
    """The first heading is not number, separator and title (S9).

    The fix writes what file name and front matter tell. A wrong number is another rule's.
    """
    process, source = proposal.process, proposal.source
    if not source.text.strip() or proposal.body.problem:
        return
    shown = _shown(proposal)
    found = proposal.preamble.heading
    wanted = process.data["title"]["preferred"]
    if not shown or any(spec.is_called(shown) for spec in process.sections):
        sections = proposal.body.sections
        top = sections[0].title_span if sections else source.line_span(1)
        place = Place(source, found.span if found else top)
        title = _title_elsewhere(proposal)
        values = {"expected": _full(proposal, title or "..."), "found": excerpt(shown)}
        yield Finding((place,), values, "section" if shown else "absent", _inserted(proposal, title))
        return
    if found and not any(is_title(proposal, section) for section in proposal.body.sections):
        if proposal.markup == MARKDOWN:
            mark = Fix("Make it a heading", True, (Edit(source, found.whole, f"# {found.text}"),))
            yield Finding((Place(source, found.span),), {"found": excerpt(found.text)}, "plain", mark)
        return
    match = process.title_pattern.match(shown)
    given = match["title"] if match and match.end() == len(shown) else None
    if given and not process.is_placeholder(given):
        return
    rest = (given or shown[match.end() :]) if match else _without_number(shown, process.noun)
    rest = "" if process.is_placeholder(rest) else rest.strip(_SEPARATORS)
    title = rest or _title_elsewhere(proposal)
    place = Place(source, found.span if found else proposal.body.sections[0].title_span)
    written = found.text if found else shown
    values = {"found": excerpt(written), "expected": excerpt(_full(proposal, title or "..."))}
    variant = ("separator" if rest else "title") if match else "number"
    number = int(match["number"]) if match else proposal.number
    fix = None
    if found and found.text == shown and title and number is not None and "{title}" in wanted:
        new = wanted.format(number=number, title=title, noun=process.noun)
        certain = bool(match) or process.match_name(proposal.filename) is not None
        if title in shown or match:
            edits = (
                Edit(source, found.span, new),
                *longer_rules(proposal, max(0, len(new) - len(found.text))),
            )
            fix = Fix(f"Write {excerpt(new)}", certain, edits)
    yield Finding((place,), values, variant, fix)


def _shown(proposal: Proposal) -> str:
    """The first heading as a reader sees it; empty without one."""
    found, sections = proposal.preamble.heading, proposal.body.sections
    if found is None:
        return sections[0].title if sections else ""
    return next((section.title for section in sections[:1] if is_title(proposal, section)), found.text)


def _full(proposal: Proposal, title: str) -> str:
    number = proposal.number
    wanted: str = proposal.process.data["title"]["preferred"]
    if number is None:
        return wanted.replace("{number}", "<number>").format(title=title, noun=proposal.process.noun)
    return wanted.format(number=number, title=title, noun=proposal.process.noun)


def _without_number(shown: str, noun: str) -> str:
    """A title without the noun and the placeholder of a number before it."""
    lead = re.match(rf"{re.escape(noun)}(?:[ -]?(?:[XN?#_]+|TB[ACD]))?\s*[—–:.-]+\s*", shown, re.IGNORECASE)
    return shown[lead.end() :] if lead else shown


def _title_elsewhere(proposal: Proposal) -> str:
    """The title as the front matter or else the file name gives it; empty where neither does."""
    process = proposal.process
    entry = proposal.front_matter_title
    if entry and (match := process.title_pattern.match(entry.text.rstrip("\"'"))) and match["title"]:
        return str(match["title"])
    name = process.match_name(proposal.filename)
    title = (name.groupdict().get("title") or "") if name else ""
    return title if " " in title else ""


def _inserted(proposal: Proposal, title: str) -> Fix | None:
    """The fix that puts the title below the front matter of a Markdown file."""
    front_matter = proposal.preamble.front_matter
    if not title or proposal.number is None or front_matter is None or front_matter.error:
        return None
    if proposal.markup != MARKDOWN:
        return None
    text, end = _full(proposal, title), front_matter.span.end
    return Fix(f"Write {excerpt(text)}", False, (Edit(proposal.source, Span(end, end), f"\n\n# {text}"),))


def mismatch(proposal: Proposal, context: Context) -> Iterator[Finding]:
    """Front matter or file name give another title than the heading (S15).

    One that holds no more than the number says nothing. Where the numbers differ too, the title was copied
    with the number, which is another rule's. In a file's name a title is shortened: one word of it is enough.
    The fix copies the title that readers see.
    """
    process = proposal.process
    if len({reading.number for reading in proposal.numbers}) > 1:
        return
    shown = _shown(proposal)
    match = process.title_pattern.match(shown)
    title = (match["title"] or "") if match else shown
    words = title_words(title)
    if not words or any(spec.is_called(title) for spec in process.sections):
        return
    entry = proposal.front_matter_title
    if entry:
        text = entry.text.rstrip("\"'")
        found = process.title_pattern.match(text)
        given = (found["title"] or "") if found else text
        if title_words(given) not in ("", words) and not process.is_placeholder(given):
            span = Span(entry.span.start, entry.span.start + len(text))
            values = {"found": excerpt(given), "where": "front matter", "title": excerpt(title)}
            lead = text[: found.start("title")] if found else ""
            fix = _retitled(proposal, span, lead + title, title)
            yield Finding((Place(proposal.source, span),), values, "", fix)
    name = process.match_name(proposal.filename)
    given = (name.groupdict().get("title") or "") if name else ""
    if given and not _is_short_for(given, words):
        place = Place(proposal.source, Span(0, 0))
        values = {"found": excerpt(given), "where": FILE_NAME, "title": excerpt(title)}
        yield Finding((place,), values, "", _renamed(proposal, given, title, context))


def _retitled(proposal: Proposal, span: Span, value: str, title: str) -> Fix | None:
    """The fix that writes a value of the front matter, which stands at `span` without its quotation marks."""
    source = proposal.source
    if NEWLINE.search(source.text, *span):
        return None
    quote = source.text[span.start - 1]
    if quote == "'":
        value = value.replace("'", "''")
    elif quote == '"':
        value = value.replace("\\", "\\\\").replace('"', '\\"')
    else:
        from zeplint.edits.blocks import yaml_scalar

        value = yaml_scalar(value)
    return Fix(f"Write {excerpt(title)} in the front matter", False, (Edit(source, span, value),))


def _renamed(proposal: Proposal, given: str, title: str, context: Context) -> Fix | None:
    """The fix that writes the title in the file's name, in words or hyphenated as the `given` one is."""
    from zeplint.slugs import in_file_name

    match = proposal.process.match_name(proposal.filename)
    if match is None:
        return None
    start, end = match.span("title")
    new = title if " " in given else in_file_name(title)
    name = f"{proposal.filename[:start]}{new}{proposal.filename[end:]}"
    target = proposal.path.removesuffix(proposal.filename) + name
    if _UNFIT_FOR_NAMES.search(new) or not _is_short_for(new, title_words(title)):
        return None
    if proposal.process.match_name(name) is None or context.collection.exists(target):
        return None
    return Fix(f"Rename to {name}", False, moves=(Move(proposal.path, target),))


def _is_short_for(name: str, words: str) -> bool:
    """Whether the title in a file's name may be a short form of a title, given by its `words`."""
    parts = [part for part in title_words(name.replace("-", " ")).split() if len(part) >= _SHORTEST_WORD]
    if " " in name:
        return title_words(name) == words
    known = [word for word in words.split() if len(word) > _SHORTEST_WORD]
    return not parts or any(part in words or any(word in part for word in known) for part in parts)
