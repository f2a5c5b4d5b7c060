"""The values of headers, read once: which part is the value, which is said besides it.

Every function takes text with the offset at which it stands and gives parts with their exact spans.
None knows a status, a type or a date form by itself: those come from the process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zeplint.document import Header, Link, Text
from zeplint.markup.inline import scan_links
from zeplint.nearest import nearest
from zeplint.source import Span


class Keyword(NamedTuple):
    """A value out of a fixed list, such as a status.

    `written` is the leading word or words, `canonical` the listed value they are or mean (None if
    nothing near is listed), `exact` whether they are that value to the letter. `rest` is what follows.
    """

    written: Text
    canonical: str | None
    exact: bool
    known: bool
    rest: Text


class Date(NamedTuple):
    """A date: what is written, its form, and the days it can mean.

    `form` is the name of the form it is written in (``yyyy-mm-dd``), empty for any other. `days` are
    the ISO days it may be: one for a valid date; for another, each day that its parts can make.
    `valid` says that the form and the day are both right.
    """

    written: Text
    form: str
    days: tuple[str, ...]
    valid: bool
    rest: Text


class Reference(NamedTuple):
    """A proposal's number in a header such as Replaces; `link` where it is written as one."""

    number: int
    text: Text
    link: Link | None = None


class References(NamedTuple):
    """What a header of proposal numbers holds: the numbers, other links, and what is neither."""

    numbers: tuple[Reference, ...]
    links: tuple[Link, ...]
    wrong: tuple[Text, ...]


class Author(NamedTuple):
    """One author of a header: the name (perhaps empty) and the contacts, each as written."""

    text: Text
    name: str
    emails: tuple[Text, ...]
    accounts: tuple[Text, ...]
    links: tuple[Link, ...]


def part(text: str, start: int, end: int, base: int) -> Text:
    """The stretch ``text[start:end]`` without blank ends, its span counted from `base`."""
    piece = text[start:end]
    stripped = piece.strip()
    begin = base + start + (len(piece) - len(piece.lstrip()) if stripped else 0)
    return Text(stripped, Span(begin, begin + len(stripped)))


# Keywords

_HEAD_END = re.compile(r"\s+(?:via|by|on|in|as of|since|see|with|per|at)\b|\s*[(\[<`,;:|/*_]|\s+[-–—]+\s|\s*\n|\s*https?://|$", re.I)
_MARKS = re.compile(r"^([*_`]{1,3})(.+?)\1")


def read_keyword(text: str, base: int, choices: Mapping[str, Sequence[str]]) -> Keyword:
    """Split a value into the listed word that leads it and the rest.

    `choices` maps each value to its variants. The longest value or variant that starts the text
    wins; otherwise the head ends before a bracket, a link, a dash or a word such as "via".
    """
    names = {variant: value for value, variants in choices.items() for variant in variants}
    names |= {value: value for value in choices}
    for name in sorted(names, key=len, reverse=True):
        after = text[len(name) : len(name) + 1]
        if text[: len(name)].casefold() == name.casefold() and not (after.isalnum() or after == "-"):
            return Keyword(
                part(text, 0, len(name), base),
                names[name],
                text.startswith(name) and name in choices,
                True,
                part(text, len(name), len(text), base),
            )
    if (marked := _MARKS.match(text)) and marked[2].casefold() in {name.casefold() for name in names}:
        end = marked.end()
        canonical = next(value for name, value in names.items() if name.casefold() == marked[2].casefold())
        return Keyword(part(text, 0, end, base), canonical, False, True, part(text, end, len(text), base))
    match = _HEAD_END.search(text)
    end = match.start() if match and match.start() else len(text)
    head = part(text, 0, end, base)
    guess = nearest(head.text, names)
    if guess is None and (words := head.text.split()):
        guess = nearest(words[0], names)
        if guess is not None:
            head = part(text, 0, text.index(words[0]) + len(words[0]), base)
            end = head.span.end - base
    canonical = names[guess] if guess else None
    return Keyword(head, canonical, False, False, part(text, end, len(text), base))


# Dates

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ORDINAL = r"(?:st|nd|rd|th)?"
_SHAPES = tuple(
    (order, re.compile(pattern))
    for order, pattern in (
        ("ymd", r"(?P<a>\d{4})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,2})(?!\d)"),
        ("dmy", r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4})(?!\d)"),
        ("dMy", rf"(?P<a>\d{{1,2}}){_ORDINAL}(?P<sep>[-/. ]|\s+of\s+)(?P<b>[A-Za-z]{{3,9}})\.?(?:[-/. ]|,\s*)(?P<c>\d{{4}})(?!\d)"),
        ("Mdy", rf"(?P<b>[A-Za-z]{{3,9}})\.?(?P<sep>[-/. ])(?P<a>\d{{1,2}}){_ORDINAL}(?:[-/. ]|,\s*)(?P<c>\d{{4}})(?!\d)"),
        ("yMd", r"(?P<c>\d{4})(?P<sep>[-/. ])(?P<b>[A-Za-z]{3,9})(?:[-/. ])(?P<a>\d{1,2})(?!\d)"),
        ("ymd", r"(?P<a>(?:19|20)\d\d)(?P<b>\d\d)(?P<c>\d\d)(?!\d)(?P<sep>)"),
    )
)
_FORM_SHAPES = {
    "yyyy-mm-dd": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "dd-mmm-yyyy": re.compile(rf"\d{{2}}-(?:{'|'.join(MONTHS)})-\d{{4}}"),
}


def month_number(name: str) -> int | None:
    """The number of an English month, by its name or the start of it (at least three letters)."""
    folded = name.casefold()
    full = "january february march april may june july august september october november december".split()
    for number, month in enumerate(full, 1):
        if folded == "sept" and number == 9 or len(folded) >= 3 and month.startswith(folded):
            return number
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= _MONTH_LENGTHS[month - 1] and year >= 1):
        return None
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if month == 2 and day == 29 and not leap:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _days(order: str, match: re.Match[str]) -> tuple[str, ...]:
    a, b, c = match["a"], match["b"], match["c"]
    if order == "ymd":
        candidates = [(int(a), int(b), int(c)), (int(a), int(c), int(b))]
    elif order == "dmy":
        candidates = [(int(c), int(b), int(a)), (int(c), int(a), int(b))]
    else:
        month = month_number(b)
        candidates = [(int(c), month, int(a))] if month else []
    days = (_iso(*candidate) for candidate in candidates)
    return tuple(dict.fromkeys(day for day in days if day))


def format_day(day: str, form: str) -> str:
    """An ISO day written in the form of that name: ``yyyy-mm-dd`` or ``dd-mmm-yyyy``."""
    if form == "dd-mmm-yyyy":
        year, month, number = day.split("-")
        return f"{number}-{MONTHS[int(month) - 1]}-{year}"
    return day


def find_date(text: str, base: int, forms: Sequence[str], *, anywhere: bool = False) -> Date | None:
    """The date at the start of a value, or, if `anywhere`, the first one in it; None without one.

    `forms` are the process's forms, the preferred first.
    """
    best: tuple[int, str, re.Match[str]] | None = None
    for order, shape in _SHAPES:
        match = shape.search(text) if anywhere else shape.match(text)
        if match and (best is None or match.start() < best[0]):
            best = (match.start(), order, match)
    if best is None:
        return None
    start, order, match = best
    written = match[0]
    form = next((name for name in forms if _FORM_SHAPES[name].fullmatch(written)), "")
    days = _days(order, match)
    if order == "ymd" and len(days) == 2 and written[5:7].isdigit():
        # A day that can be read in the order of its own form is that day.
        first = _iso(int(match["a"]), int(match["b"]), int(match["c"]))
        days = (first,) if first else days
    valid = bool(form) and len(days) == 1 and format_day(days[0], form) == written
    return Date(
        part(text, start, match.end(), base), form, days, valid, part(text, match.end(), len(text), base)
    )


# Proposal numbers


def read_references(text: str, base: int, source_text: str, noun: str, nothing: Iterable[str]) -> References:
    """The proposals that a value names: ``3``, ``ZEP 3``, ``0003``, links and lists of them.

    `text` stands at `base` in `source_text`. `noun` is what the process calls a proposal.
    """
    nouns = re.escape(noun)
    number = re.compile(rf"(?:{nouns}s?[ _-]?)?#?0*(?P<number>\d{{1,6}})(?!\d)", re.IGNORECASE)
    named = re.compile(rf"(?<![a-z]){nouns}s?[ _/-]?0*(?P<number>\d{{1,6}})(?!\d)", re.IGNORECASE)
    numbers: list[Reference] = []
    others: list[Link] = []
    wrong: list[Text] = []
    gaps: list[tuple[int, int]] = []
    position = 0
    for link in scan_links(source_text, Span(base, base + len(text))):
        gaps.append((position, link.span.start - base))
        position = link.span.end - base
        match = named.search(link.text) or number.fullmatch(link.text.strip()) or named.search(link.target)
        if match:
            numbers.append(Reference(int(match["number"]), Text(source_text[slice(*link.span)], link.span), link))
        else:
            others.append(link)
    gaps.append((position, len(text)))
    ignored = {word.casefold() for word in nothing} | {"and", "&", "or"}
    for start, end in gaps:
        for piece in re.finditer(r"(?:(?!\band\b)[^,;\n&])+", text[start:end], re.IGNORECASE):
            item = part(text, start + piece.start(), start + piece.end(), base)
            words = item.text.strip("*+-•()[]. \t")
            if not words or words.casefold() in ignored:
                continue
            lead = item.text.find(words)
            item = Text(words, Span(item.span.start + lead, item.span.start + lead + len(words)))
            if match := number.fullmatch(words):
                numbers.append(Reference(int(match["number"]), item))
            elif several := _several(words, nouns):
                for match in several:
                    span = Span(item.span.start + match.start(), item.span.start + match.end())
                    numbers.append(Reference(int(match["number"]), Text(match[0], span)))
            elif (found := named.match(words)) and re.match(r"\s*[:(—–-]", words[found.end() :]):
                # A number with the proposal's title behind it.
                span = Span(item.span.start, item.span.start + found.end())
                numbers.append(Reference(int(found["number"]), Text(found[0], span)))
            else:
                wrong.append(item)
    numbers.sort(key=lambda reference: reference.text.span)
    return References(tuple(numbers), tuple(others), tuple(wrong))


def _several(words: str, nouns: str) -> list[re.Match[str]]:
    """The numbers of a list with nothing but blanks between them, such as ``ZEP 1 2``."""
    pattern = re.compile(rf"(?:{nouns}s?[ _-]?)?0*(?P<number>\d{{1,6}})(?!\d)", re.IGNORECASE)
    matches = list(pattern.finditer(words))
    left = pattern.sub("", words).strip()
    return matches if len(matches) > 1 and not left else []


# Authors

EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+(?:@| at |\(at\)|\[at\])[\w-]+(?:(?:\.| dot )[\w-]+)+", re.IGNORECASE)
HANDLE = re.compile(r"(?<![\w.@/])@(?P<login>[A-Za-z\d](?:[A-Za-z\d-]{0,38}))(?![\w.]*@)")


def read_authors(header: Header, source_text: str) -> tuple[Author, ...]:
    """The authors of a header, in order; the first leads.

    No separator is defined: bullets, lines, ``;``, ``and`` and, between two authors that each have a
    contact of their own, a comma. Words after an author's contact are the affiliation.
    """
    pieces = header.items or tuple(_split_authors(Text(header.value, header.value_span), source_text))
    return tuple(_author(piece, source_text) for piece in pieces if piece.text)


def _contacts(text: str, span: Span, source_text: str) -> list[int]:
    starts = [link.span.start for link in scan_links(source_text, span)]
    starts += [span.start + match.start() for match in EMAIL.finditer(text)]
    starts += [span.start + match.start() for match in HANDLE.finditer(text)]
    return starts


_SEPARATOR = re.compile(r"\s*(?:;|\n|,?\s+(?:and|&)\s)\s*|,\s*")


def _split_authors(value: Text, source_text: str) -> list[Text]:
    text, base = value.text, value.span.start
    blocked = [link.span for link in scan_links(source_text, value.span)]
    cuts = [
        match
        for match in _SEPARATOR.finditer(text)
        if not any(span.start < base + match.end() and base + match.start() < span.end for span in blocked)
        and text[: match.start()].count("(") == text[: match.start()].count(")")
    ]
    chunks: list[Text] = []
    start = 0
    for match in [*cuts, None]:
        end = match.start() if match else len(text)
        chunk = part(text, start, end, base)
        if chunk.text:
            chunks.append(chunk)
        start = match.end() if match else end
    authors: list[Text] = []
    for chunk in chunks:
        has_contact = bool(_contacts(chunk.text, chunk.span, source_text))
        before_has = bool(authors) and bool(_contacts(authors[-1].text, authors[-1].span, source_text))
        begins_name = re.match(r"[^\W\d_]", chunk.text) is not None
        if authors and not (has_contact and before_has and begins_name):
            start = authors[-1].span.start
            authors[-1] = Text(text[start - base : chunk.span.end - base], Span(start, chunk.span.end))
        else:
            authors.append(chunk)
    return authors


def _author(piece: Text, source_text: str) -> Author:
    links = scan_links(source_text, piece.span)
    base = piece.span.start
    covered = [link.span for link in links]
    emails = [Text(match[0], Span(base + match.start(), base + match.end())) for match in EMAIL.finditer(piece.text)]
    accounts = [
        Text(match["login"], Span(base + match.start(), base + match.end()))
        for match in HANDLE.finditer(piece.text)
        if not any(email.span.start <= base + match.start() < email.span.end for email in emails)
    ]
    contacts = sorted([*covered, *(e.span for e in emails), *(a.span for a in accounts)])
    first = contacts[0] if contacts else Span(piece.span.end, piece.span.end)
    name = source_text[base : first.start].strip(" \t\n,;:-–—(<[*_")
    if not name and links and links[0].span.start == first.start:
        shown = links[0].text.strip("()[]*_ ")
        name = "" if shown.startswith("@") or "://" in shown or EMAIL.fullmatch(shown) else shown
    if not name and emails:
        # "<a@b.c> (Jane Doe)" and "a@b.c (Jane Doe)", the form of old mail headers.
        trailing = re.match(r">?\s*\((?P<name>[^()@]+)\)", source_text[emails[0].span.end : piece.span.end])
        name = trailing["name"].strip() if trailing else ""
    return Author(piece, name, tuple(emails), tuple(accounts), links)
