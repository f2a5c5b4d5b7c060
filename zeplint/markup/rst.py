"""reStructuredText -> `Body`, on docutils.

docutils' tree has few positions, and some of them are wrong. So nothing is read from the tree: the
states and the inliner of the parser are subclassed and record what they find as they find it.

Nothing is printed, nothing is opened, and no transform is applied: a field list at the top stays one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, NamedTuple

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Parser, roles, states

from zeplint.document import Body, Preamble, Problem
from zeplint.markup import rst_blocks, rst_slips, sphinx
from zeplint.markup.foreign import WHOLE, in_rst
from zeplint.markup.rst_inline import Inliner
from zeplint.markup.rst_lines import Original
from zeplint.markup.rst_names import Call, Names, tell_again
from zeplint.markup.rst_parts import Defined, RstParts
from zeplint.markup.rst_problems import Reports, without_ends
from zeplint.source import Source, Span

# Where docutils keeps the roles that a document has used or defined; it never forgets one.
ROLES: dict[str, Any] = vars(roles)["_roles"]


class Read(NamedTuple):
    """What a text turned out to hold, before it is known what that means in the whole.

    `problems` are what docutils reports. `calls` say which names the text defines, if they were to be kept.
    """

    parts: RstParts
    problems: list[Problem]
    calls: list[Call]


def parse_body(source: Source, preamble: Preamble, *, keep: bool = False) -> Body:
    """What stands in the text of a reStructuredText file below its front matter; never raises.

    What serves to read the text after an edit is kept if wanted and if there is something.
    """
    with _roles_kept():
        try:
            return _parse(source, preamble, keep=keep)
        except RecursionError:
            return Body(problem="lists, quotes or other blocks are nested too deeply to be read")
        except Exception as error:  # noqa: BLE001 - whatever docutils stumbles over, the run goes on
            return Body(problem=f"docutils fails on this text: {type(error).__name__}")


def read_part(source: Source, preamble: Preamble) -> Read | None:
    """What stands in a part of a text, which begins and ends with a heading; None where docutils fails on it."""
    with _roles_kept():
        try:
            return _read(source, preamble, _document(source, reports := Reports()), reports, keep=True)
        except Exception:  # noqa: BLE001 - as for the whole
            return None


@contextmanager
def _roles_kept() -> Iterator[None]:
    known = dict(ROLES)
    try:
        yield
    finally:
        # A role that one document defines would be known in the next.
        ROLES.clear()
        ROLES.update(known)
        rst_blocks.forget()


def _settings() -> Any:
    settings: Any = frontend.get_default_settings(Parser)
    vars(settings).update(
        _disable_config=True,
        file_insertion_enabled=False,
        halt_level=5,
        raw_enabled=False,
        report_level=5,
        syntax_highlight="none",
        warning_stream=False,
    )
    return settings


SETTINGS = _settings()


def _is_place(node: nodes.Element) -> bool:
    """Whether a page has a place for a node's identifier: none for a slip, or for the name of another address."""
    return not isinstance(node, (nodes.problematic, nodes.system_message)) and "refuri" not in node


def _parse(source: Source, preamble: Preamble, *, keep: bool) -> Body:
    reports = Reports()
    document = _document(source, reports)
    read = _read(source, preamble, document, reports, keep=keep)
    return body_of(source, read, document)._replace(kept=read if keep else None)


def _document(source: Source, reports: Reports) -> nodes.document:
    document = utils.new_document(source.path, SETTINGS.copy())
    document.reporter.attach_observer(reports.observe)
    return document


def _read(
    source: Source, preamble: Preamble, document: nodes.document, reports: Reports, *, keep: bool
) -> Read:
    front_matter = preamble.front_matter
    original = Original(source, front_matter.span.end if front_matter else 0)
    parts = RstParts(source.text, preamble)
    names = Names(document, source) if keep else None
    # The machine and not `Parser`, which would split the text into lines in its own way.
    machine = states.RSTStateMachine(state_classes=rst_blocks.STATES, initial_state="Body")
    machine.run(original.for_docutils(), document, inliner=Inliner(original, parts, reports, names))
    machine.unlink()
    return Read(parts, reports.problems(source), names.calls if names else [])


def body_of_parts(source: Source, read: Read) -> Body | None:
    """What was read of a text part by part, together; None where two parts define one name."""
    reports = Reports()
    document = _document(source, reports)
    if not tell_again(document, read.calls, reports.messages):
        return None
    return body_of(source, read, document)._replace(kept=read)


def body_of(source: Source, read: Read, document: nodes.document) -> Body:
    """What was read, now that `document` knows all names of the text."""
    parts = read.parts.copy()
    parts.resolve(_defined(document))
    parts.anchors.update(name for name, node in document.ids.items() if _is_place(node))
    for comment in parts.comments:
        parts.add_problems(rst_slips.comment(comment))
    for block in parts.prose:
        if source.text.startswith("..", block.span.start):
            parts.add_problems(rst_slips.paragraph(source.text, block))
    fences = []
    for problem in in_rst(source.text, parts):
        parts.add_problems((problem,))
        if problem.kind in WHOLE:
            fences.append(problem.span)
    fences.sort()
    # What docutils makes of a fence or a table, and of the lines in it, is of no interest.
    parts.add_problems(problem for problem in without_ends(read.problems) if not _is_in(fences, problem))
    if fences:
        parts.problems = [
            problem for problem in parts.problems if problem.kind in WHOLE or not _is_in(fences, problem)
        ]
    return parts.body()


def _is_in(spans: Sequence[Span], problem: Problem) -> bool:
    """Whether a problem is in one of some spans, or at its end."""
    before = bisect_right(spans, problem.span.start, key=attrgetter("start")) - 1
    return before >= 0 and problem.span.start <= spans[before].end


def _defined(document: nodes.document) -> Defined:
    unnamed = [footnote for footnote in document.autofootnotes if not footnote["names"]]
    return Defined(
        names=document.nameids,
        substitutions=sphinx.SUBSTITUTIONS.union(name.lower() for name in document.substitution_defs),
        unnamed={"numbered": len(unnamed), "symbol": len(document.symbol_footnotes)},
    )
