"""reStructuredText -> `Body`, on docutils.

docutils' tree has few positions, and some of them are wrong. So nothing is read from the tree: the
states and the inliner of the parser are subclassed and record what they find as they find it.

Nothing is printed, nothing is opened, and no transform is applied: a field list at the top stays one.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import Any

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Parser, roles, states

from zeplint.document import Body, Preamble
from zeplint.markup import rst_blocks, rst_slips, sphinx
from zeplint.markup.foreign import in_rst
from zeplint.markup.rst_inline import Inliner
from zeplint.markup.rst_lines import Original
from zeplint.markup.rst_parts import Defined, RstParts
from zeplint.markup.rst_problems import Reports
from zeplint.source import Source

# Where docutils keeps the roles that a document has used or defined; it never forgets one.
ROLES: dict[str, Any] = vars(roles)["_roles"]


def parse_body(source: Source, preamble: Preamble) -> Body:
    """What stands in the text of a reStructuredText file below its front matter; never raises."""
    known = dict(ROLES)
    try:
        return _parse(source, preamble)
    except RecursionError:
        return Body(problem="lists, quotes or other blocks are nested too deeply to be read")
    except Exception as error:  # noqa: BLE001 - whatever docutils stumbles over, the run goes on
        return Body(problem=f"docutils fails on this text: {type(error).__name__}")
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


def _parse(source: Source, preamble: Preamble) -> Body:
    front_matter = preamble.front_matter
    original = Original(source, front_matter.span.end if front_matter else 0)
    collected = RstParts(source.text, preamble)
    document = utils.new_document(source.path, SETTINGS.copy())
    reports = Reports()
    document.reporter.attach_observer(reports.observe)
    # The machine and not `Parser`, which would split the text into lines in its own way.
    machine = states.RSTStateMachine(state_classes=rst_blocks.STATES, initial_state="Body")
    machine.run(original.for_docutils(), document, inliner=Inliner(original, collected, reports))
    machine.unlink()
    collected.resolve(_defined(document))
    collected.anchors.update(name for name, node in document.ids.items() if _is_place(node))
    for comment in collected.comments:
        collected.add_problems(rst_slips.comment(comment))
    for block in collected.prose:
        if source.text.startswith("..", block.span.start):
            collected.add_problems(rst_slips.paragraph(source.text, block))
    fences = []
    for problem in in_rst(source.text, collected):
        collected.add_problems((problem,))
        if problem.kind == "markdown-fence":
            fences.append(problem.span)
    for problem in reports.problems(source):
        # What docutils makes of a fence and of the lines in it is of no interest.
        fence = bisect_right(fences, problem.span.start, key=attrgetter("start")) - 1
        if fence < 0 or problem.span.start > fences[fence].end:
            collected.add_problems((problem,))
    return collected.body()


def _defined(document: Any) -> Defined:
    unnamed = [footnote for footnote in document.autofootnotes if not footnote["names"]]
    return Defined(
        names=document.nameids,
        substitutions=sphinx.SUBSTITUTIONS.union(name.lower() for name in document.substitution_defs),
        unnamed={"numbered": len(unnamed), "symbol": len(document.symbol_footnotes)},
    )
