"""Write the comments that suppress findings, where the markup of the file lets a comment stand.

What a comment does to a text is not foretold but looked at: the text with the comments in it is read again, and
only those stay that cover what they are to cover and leave all else as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from zeplint.collection import open_document
from zeplint.diagnostic import Diagnostic, Edit, Place
from zeplint.document import Document
from zeplint.edits.apply import rewritten
from zeplint.process import Process
from zeplint.record import NamedTuple
from zeplint.rulebook import Rulebook
from zeplint.site import SiteFile
from zeplint.source import Span
from zeplint.suppressions import FILE, LINE, Suppression, blocks, read_suppressions
from zeplint.suppressions.shape import shape
from zeplint.suppressions.slots import Slot, slots_for_file, slots_for_line
from zeplint.suppressions.wording import extended, written

RUN = "run"


class Suppressed(NamedTuple):
    """The edits of a document that suppress findings, and the findings that no comment can suppress.

    `for_file` are those that only a comment for the whole file suppresses.
    """

    edits: tuple[Edit, ...]
    left: tuple[Diagnostic, ...]
    for_file: tuple[Diagnostic, ...] = ()


def suppress(
    document: Document,
    diagnostics: Iterable[Diagnostic],
    process: Process,
    rulebook: Rulebook,
    reason: str = "",
) -> Suppressed:
    """The comments that suppress `diagnostics` in `document`, which was read by `process`; never raises.

    Codes of one line share a comment, and one that is there already is extended. Where none can stand without
    changing what the text means, such as in code, one for the whole file is written. Findings about the
    run itself, in other files, in an empty file or in a text that is not sound UTF-8 are left.
    """
    wanted: list[Diagnostic] = []
    left: list[Diagnostic] = []
    for diagnostic in diagnostics:
        (wanted if is_suppressible(document, diagnostic, rulebook) else left).append(diagnostic)
    if not wanted:
        return Suppressed((), tuple(left))
    plan = _Plan(document, wanted, process, reason)
    plan.work_out()
    return Suppressed(plan.edits, (*left, *plan.left), plan.for_file)


def is_suppressible(document: Document, diagnostic: Diagnostic, rulebook: Rulebook) -> bool:
    """Whether a comment in the document can be written, and will be listened to."""
    source = document.source
    rule = rulebook.rules.get(diagnostic.code)
    return (
        diagnostic.path == document.path
        and source.problem is None
        and source.encoding_problem is None
        and bool(source.text.strip())
        and not isinstance(document, SiteFile)
        and rule is not None
        and RUN not in rule.scopes
    )


def may_stand_on_line(document: Document, diagnostics: Sequence[Diagnostic]) -> bool:
    """Whether a comment may cover the line that some diagnostics are on; whether it does, `suppress` finds out."""
    first_of = _first_lines(document)
    line = max((_line_of(document, diagnostic, first_of) for diagnostic in diagnostics), default=0)
    if not line:
        return False
    ends = [diagnostic.place.span.end for diagnostic in diagnostics if diagnostic.place.span]
    known = read_suppressions(document)
    extensible = (
        any(each.line <= line <= each.last and each.codes for each in known.comments) if known else False
    )
    return extensible or bool(slots_for_line(document, line, max(ends, default=0)))


class _Plan:
    """Comments for the findings of one document: by line, and those for which only the whole file is left."""

    def __init__(
        self, document: Document, diagnostics: Sequence[Diagnostic], process: Process, reason: str
    ) -> None:
        self.document = document
        self.source = document.source
        self.process = process
        self.reason = reason
        self.shape = shape(document)
        known = read_suppressions(document)
        self.comments: tuple[Suppression, ...] = known.comments if known else ()
        first_of = _first_lines(document)
        # By 1-based line, the first of those that are covered together; 0 for the file as a whole.
        self.by_line: dict[int, list[Diagnostic]] = {}
        for diagnostic in diagnostics:
            self.by_line.setdefault(_line_of(document, diagnostic, first_of), []).append(diagnostic)
        # By line, which of the ways to suppress there is taken.
        self.choice: dict[int, int] = {}
        self.edits: tuple[Edit, ...] = ()
        self.left: tuple[Diagnostic, ...] = ()
        self.for_file: tuple[Diagnostic, ...] = ()

    def work_out(self) -> None:
        """Find the edits, and what is left."""
        lines = sorted(line for line in self.by_line if line)
        settled = self._settled(lines)
        if len(settled) < len(lines) or 0 in self.by_line:
            settled = self._with_file(lines, settled)
        self.edits = self._edits(settled)
        self.for_file = tuple(self.by_line[0]) if 0 in settled else ()
        done = {id(diagnostic) for line in settled for diagnostic in self.by_line[line]}
        everything = (diagnostic for found in self.by_line.values() for diagnostic in found)
        self.left = tuple(diagnostic for diagnostic in everything if id(diagnostic) not in done)

    def _with_file(self, lines: Sequence[int], settled: Sequence[int]) -> list[int]:
        """The lines that are settled once a comment for the file covers what no other can."""
        of_file = [d for line in (0, *lines) if line not in settled for d in self.by_line.get(line, ())]
        codes = {diagnostic.code for diagnostic in of_file}
        before = dict(self.by_line)
        of_file += [d for line in settled for d in before[line] if d.code in codes]
        for line in lines:
            rest = [d for d in before[line] if d.code not in codes] if line in settled else []
            if rest:
                self.by_line[line] = rest
            else:
                del self.by_line[line]
        self.by_line[0] = of_file
        rest_lines = [line for line in settled if line in self.by_line]
        while self.choice.setdefault(0, 0) < len(self._options(0)):
            if self._holds([0, *rest_lines]):
                return [0, *rest_lines]
            self.choice[0] += 1
        self.by_line = before
        return list(settled)

    def _settled(self, lines: Sequence[int]) -> list[int]:
        """Those of the lines for which a way is found that goes together with those of the others."""
        if not lines or self._holds(lines):
            return list(lines)
        if len(lines) == 1:
            [line] = lines
            while self.choice[line] + 1 < len(self._options(line)):
                self.choice[line] += 1
                if self._holds(lines):
                    return [line]
            return []
        middle = len(lines) // 2
        first, second = self._settled(lines[:middle]), self._settled(lines[middle:])
        both = [*first, *second]
        return both if self._holds(both) else max(first, second, key=len)

    def _options(self, line: int) -> list[tuple[Edit, ...]]:
        """The ways to suppress the findings of a line, the best first."""
        codes = sorted({diagnostic.code for diagnostic in self.by_line[line]})
        kind = LINE if line else FILE
        found = [
            extended(self.source, comment, codes, self.reason)
            for comment in self.comments
            if comment.kind.text == kind and comment.line <= line <= comment.last and comment.codes
        ]
        slots: Iterable[Slot]
        if line:
            ends = [d.place.span.end for d in self.by_line[line] if d.place.span]
            slots = slots_for_line(self.document, line, max(ends, default=0))
        else:
            slots = slots_for_file(self.document)
        for slot in slots:
            text = f"{slot.lead}{written(slot.dialect, kind, codes, self.reason)}{slot.tail}"
            found.append((Edit(self.source, Span(slot.offset, slot.offset), text),))
        return found

    def _edits(self, lines: Iterable[int]) -> tuple[Edit, ...]:
        edits: list[Edit] = []
        for line in lines:
            options = self._options(line)
            chosen = self.choice.setdefault(line, 0)
            edits += options[chosen] if chosen < len(options) else ()
        return tuple(sorted(edits, key=lambda edit: edit.span))

    def _holds(self, lines: Sequence[int]) -> bool:
        """Whether the comments of these lines cover what they are to cover, and change nothing else."""
        edits = self._edits(lines)
        if not edits:
            return False
        after = rewritten(self.source, edits, self.source.path)
        after.mount = self.source.mount
        document = open_document(after, self.process)
        if shape(document) != self.shape:
            return False
        suppressions = read_suppressions(document)
        if suppressions is None:
            return False
        shift = _Shift(edits, len(self.source.newline))
        for diagnostic in (found for line in lines for found in self.by_line[line]):
            span = diagnostic.place.span
            if span is not None:
                start = shift.moved(max(span.start, 0))
                span = Span(start, start)
            if not suppressions.cover(Place(document.source, span), diagnostic.code, diagnostic.name):
                return False
        return True


def _first_lines(document: Document) -> dict[int, int]:
    """By each line of what a comment covers together, the first of them."""
    return {line: first for first, last in blocks(document).items() for line in range(first, last + 1)}


def _line_of(document: Document, diagnostic: Diagnostic, first_of: Mapping[int, int]) -> int:
    """The line to cover for a finding; 0 where it is shown at the top of the file for want of a better place."""
    source, span, heading = document.source, diagnostic.place.span, document.preamble.heading
    if span is None or span.end == 0:
        return 0
    line = source.position(span.start).line
    is_of_title = heading is not None and heading.whole.start <= span.start < heading.whole.end
    return first_of.get(line, line) if line > 1 or is_of_title or span != source.line_span(1) else 0


class _Shift:
    """Where offsets are once some insertions are made, each ``\\n`` in them as `newline` characters."""

    def __init__(self, edits: Sequence[Edit], newline: int) -> None:
        self.starts = [edit.span.start for edit in edits]
        sizes = (len(edit.text) + edit.text.count("\n") * (newline - 1) for edit in edits)
        self.shifts = list(accumulate(sizes, initial=0))

    def moved(self, offset: int) -> int:
        """An offset afterwards; what is inserted there stands before it."""
        return offset + self.shifts[bisect_right(self.starts, offset)]
