"""Checks of a document's file: whether it can be read, its bytes, its name, its place and its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from zeplint.checks import Context
from zeplint.checks.redirect import on_move
from zeplint.diagnostic import Edit, Finding, Fix, Move, Place
from zeplint.document import Document
from zeplint.edits.title import longer_rules
from zeplint.proposal import FILE_NAME, FRONT_MATTER_TITLE, HEADING, NumberReading, Proposal
from zeplint.source import NEWLINE, Source, Span
from zeplint.tree import LARGEST_FILE

START = Span(0, 0)
LINE_END_NAMES = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
# A finding names so many files of one number; the rest are its related places.
MOST_NAMED = 4


# Bytes


def unreadable(document: Document, _context: Context) -> Iterator[Finding]:
    """The file gave no text (S2); the variant is the kind of its `ReadProblem`."""
    problem = document.source.problem
    if problem is not None:
        values = {"detail": problem.detail, "limit": f"{LARGEST_FILE / 1e6:.0f} MB"}
        yield Finding((Place(document.source, START),), values, problem.kind)


def encoding(document: Document, _context: Context) -> Iterator[Finding]:
    """The bytes are not UTF-8 (S50); the variant is the kind of the `EncodingProblem`."""
    problem = document.source.encoding_problem
    if problem is not None:
        values = {"bytes": problem.detail, "meant": _meant(problem.detail)}
        yield Finding(
            (Place(document.source, problem.span),), values, problem.kind, _in_utf_8(document.source)
        )


def _in_utf_8(source: Source) -> Fix | None:
    """The fix that saves a file in UTF-8.

    What a byte order mark announces is certain. Bytes none of which can be UTF-8 are most likely Windows-1252, but
    only a person sees whether the words come out right; where others are UTF-8, several encodings are mixed.
    """
    problem = source.encoding_problem
    if problem is None or not problem.meant or "\ufffd" in problem.meant:
        return None
    changed = [
        i for i, (read, meant) in enumerate(zip(source.text, problem.meant, strict=True)) if read != meant
    ]
    edits = tuple(Edit(source, Span(i, i + 1), problem.meant[i]) for i in changed)
    if not edits:  # every character was read right: it is the bytes that change
        return Fix("Save it in UTF-8", True, (Edit(source, problem.span, ""),))
    return Fix("Read it as Windows-1252 and save it in UTF-8", False, edits)


def _meant(detail: str) -> str:
    """What a single byte is in the encoding that most text that is not UTF-8 has."""
    byte = bytes.fromhex(detail.replace("0x", "")) if detail.startswith("0x") else b""
    character = byte.decode("cp1252", "replace")
    return f' (in Windows-1252 it is "{character}")' if len(byte) == 1 and character != "\ufffd" else ""


def text_file(document: Document, _context: Context) -> Iterator[Finding]:
    """A byte order mark, line ends of several kinds, no line end at the end (S50).

    A file that is not UTF-8 is to be saved anew as a whole, and an edit would cost its bad bytes.
    """
    source = document.source
    if not source.text or source.encoding_problem:
        return
    if source.bom:
        fix = Fix("Remove the byte order mark", True, (Edit(source, Span(-1, 0), ""),))
        yield Finding((Place(source, START),), {}, "byte-order-mark", fix)
    yield from _mixed_line_ends(document)
    if not source.text.endswith(("\n", "\r")):
        end = Span(len(source.text), len(source.text))
        fix = Fix("End the last line", True, (Edit(source, end, "\n"),))
        yield Finding((Place(source, end),), {}, "final-line-end", fix)


def _mixed_line_ends(document: Document) -> Iterator[Finding]:
    source = document.source
    counts = source.newlines
    if len(counts) < 2:
        return
    usual = source.newline
    strays = [Span(*match.span()) for match in NEWLINE.finditer(source.text) if match[0] != usual]
    values = {
        "strays": " and ".join(
            f"{count} {LINE_END_NAMES[end]}" for end, count in counts.items() if end != usual
        ),
        "count": counts[usual],
        "usual": LINE_END_NAMES[usual],
    }
    edits = tuple(Edit(source, span, "\n") for span in strays)
    fix = Fix(f"End every line with {LINE_END_NAMES[usual]}", True, edits)
    yield Finding((Place(source, strays[0]),), values, "line-ends", fix)


# Name


def filename(proposal: Proposal, context: Context) -> Iterator[Finding]:
    """The file's name has no form that the process accepts (S9, S13)."""
    process = proposal.process
    if process.match_name(proposal.filename):
        return
    values = {"found": proposal.filename, "form": process.data["names"]["form"]}
    place = Place(proposal.source, START)
    name = _preferred_name(proposal)
    target = _beside(proposal, name) if name else ""
    if not name or context.collection.exists(target) or _is_taken(proposal, _text_number(proposal), context):
        yield Finding((place,), values, "form")
        return
    fix = Fix(f"Rename to {name}", False, moves=(Move(proposal.path, target),))
    yield Finding((place,), {**values, "expected": name}, "", fix)


def _text_number(proposal: Proposal) -> int | None:
    """The number as the text gives it, else as the file name does."""
    readings = {reading.where: reading.number for reading in reversed(proposal.numbers)}
    return next(
        (readings[where] for where in (HEADING, FRONT_MATTER_TITLE, FILE_NAME) if where in readings), None
    )


def _preferred_name(proposal: Proposal) -> str:
    """The name that the process gives the proposal, with the file's own ending where that is accepted."""
    number = _text_number(proposal)
    if number is None:
        return ""
    words = _title_words(proposal) if proposal.process.names_hold_title else ""
    preferred = proposal.process.preferred_name(number, words)
    ending = proposal.filename.rpartition(".")[2].lower()
    own = f"{preferred.rpartition('.')[0]}.{ending}"
    return next((name for name in (own, preferred) if proposal.process.match_name(name)), "")


def _title_words(proposal: Proposal) -> str:
    from zeplint.slugs import in_file_name

    return in_file_name(proposal.title)


def _beside(proposal: Proposal, name: str) -> str:
    """The path of a file called `name` in the proposal's folder."""
    folder, slash, _ = proposal.path.rpartition("/")
    return f"{folder}{slash}{name}"


def _is_taken(proposal: Proposal, number: int | None, context: Context) -> bool:
    """Whether another proposal has that number."""
    numbered = context.collection.by_number.get(number, []) if number is not None else []
    return len(numbered) > 1 or any(other.path != proposal.path for other in numbered)


# Number


def number_mismatch(proposal: Proposal, context: Context) -> Iterator[Finding]:
    """File name, heading and front matter give different numbers (S62).

    Of three, the one that the other two contradict is wrong; of two, the one that stands in the text,
    and of two in the text, the second.
    """
    readings = proposal.numbers
    counts = Counter(reading.number for reading in readings)
    if len(counts) < 2:
        return
    # Of equally frequent numbers the first counted comes first.
    number = counts.most_common(1)[0][0]
    agreeing = [reading.where for reading in readings if reading.number == number]
    # A file name that needs another form anyway (ZEP101) is no ground to rewrite the text.
    certain = agreeing != [FILE_NAME] or proposal.process.match_name(proposal.filename) is not None
    for reading in readings:
        if reading.number != number:
            values = {
                "found": reading.number,
                "where": reading.where,
                "expected": number,
                "others": " and the ".join(agreeing),
            }
            fix = _renumbered(proposal, reading, number, context) if certain else None
            yield Finding((Place(proposal.source, reading.span or START),), values, "", fix)


def _renumbered(proposal: Proposal, reading: NumberReading, number: int, context: Context) -> Fix | None:
    """The fix that writes `number` where `reading` was read, in the form that is there."""
    if reading.span is None:
        return _renamed(proposal, number, context)
    written = proposal.source.slice(reading.span)
    new = f"{number:0{len(written)}}" if written.startswith("0") else str(number)
    edits = [Edit(proposal.source, reading.span, new)]
    if reading.where == HEADING and len(new) > len(written):
        edits += longer_rules(proposal, len(new) - len(written))
    return Fix(f"Write {new} in the {reading.where}", False, tuple(edits))


def _renamed(proposal: Proposal, number: int, context: Context) -> Fix | None:
    """The fix that gives the file's name another number; a name of a wrong form is not to be kept."""
    match = proposal.process.match_name(proposal.filename)
    if match is None or _is_taken(proposal, number, context):
        return None
    start, end = match.span("number")
    name = f"{proposal.filename[:start]}{number:0{end - start}}{proposal.filename[end:]}"
    target = _beside(proposal, name)
    if context.collection.exists(target) or proposal.process.match_name(name) is None:
        return None
    return Fix(f"Rename to {name}", False, moves=(Move(proposal.path, target),))


def duplicate_number(context: Context) -> Iterator[Finding]:
    """Several proposals with one number (S62): one finding for each number, with all its places."""
    for number, numbered in context.collection.by_number.items():
        proposals = [proposal for proposal in numbered if proposal.source.problem is None]
        if len(proposals) < 2:
            continue
        label = context.process.title_of(number)
        places = tuple(Place(proposal.source, _number_span(proposal), label) for proposal in proposals)
        values = {"number": number, "count": len(proposals), "files": _listed(proposals)}
        yield Finding(places, values)


def _number_span(proposal: Proposal) -> Span:
    spans = {reading.where: reading.span for reading in proposal.numbers if reading.number == proposal.number}
    return spans.get(HEADING) or spans.get(FRONT_MATTER_TITLE) or START


def _listed(proposals: Sequence[Proposal]) -> str:
    names = [proposal.source.shown for proposal in proposals]
    if len(names) > MOST_NAMED:
        names[MOST_NAMED - 1 :] = [f"{len(names) - MOST_NAMED + 1} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}"


# Place


def wrong_directory(proposal: Proposal, context: Context) -> Iterator[Finding]:
    """The file lies in a directory of another status (S44)."""
    process = proposal.process
    keyword, status = proposal.keyword("status"), proposal.status
    place = process.directory_of(proposal.local_path)
    if keyword is None or status is None or place is None or proposal.has_borrowed_status:
        return
    base, directory = place
    if not status.directories or directory in status.directories:
        return
    fitting = [other.name for other in process.statuses.values() if other.directories[:1] == (directory,)]
    fitting = fitting or [other.name for other in process.statuses.values() if directory in other.directories]
    preferred = status.directories[0]
    target = "/".join(part for part in (base, preferred, proposal.filename) if part)
    values = {
        "status": status.name,
        "directory": f"{directory}/",
        "expected": f"{preferred}/",
        "fitting": " or ".join(fitting),
        "allowed": " or ".join(f"{name}/" for name in status.directories),
    }
    fix = None
    if not context.collection.exists(target):
        redirect = on_move(proposal, directory)
        edits = (redirect,) if redirect else ()
        fix = Fix(f"Move to {target}", False, edits, (Move(proposal.path, target),))
    yield Finding((Place(proposal.source, keyword.written.span),), values, "", fix)
