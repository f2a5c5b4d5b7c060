"""Inline markup: docutils' inliner, recording each construct where it finds it.

An inliner's method gets a match in what is left of a block's text and returns, besides nodes, what
comes before and after the construct: together with the length of the block, that is its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import docutils
from docutils import nodes
from docutils.parsers.rst import states
from docutils.utils import escape2null

from zeplint.document import Link
from zeplint.markup import rst_slips, sphinx
from zeplint.markup.rst_lines import Block, Original, visible
from zeplint.markup.rst_names import Names
from zeplint.markup.rst_parts import Definition, Label, Reference, RstParts
from zeplint.markup.rst_problems import Reports
from zeplint.source import Span

# docutils looks for the end of each construct up to the end of its block, and for the name of a reference
# from each hyphen or colon of a word to the word's end. Several times the longest that people write:
LONGEST_BLOCK = 10_000
LONGEST_WORD = 500
LONG_NAME = re.compile(rf"[\w.+:-]{{{LONGEST_WORD}}}")

ALIASES_ARE_NAMES = (0, 22)

Range = tuple[int, int]


class Inliner(states.Inliner):
    """docutils' reader of inline markup, recording where it finds what."""

    def __init__(
        self, original: Original, collected: RstParts, reports: Reports, names: Names | None = None
    ) -> None:
        super().__init__()
        self.dispatch = DISPATCH
        self.original = original
        self.collected = collected
        self.reports = reports
        self.names = names
        self.block: Block | None = None
        self.kind = ""
        self.role: str | None = None
        self.done = 0
        self.words: list[Span] = []

    def announce(self, block: Block | None, kind: str) -> None:
        """Say where the text that is parsed next stands, and which kind of prose it is, if any."""
        self.block = block
        self.kind = kind

    def parse(self, text: str, lineno: int, memo: Any, parent: nodes.Element) -> Any:
        """Parse the text that was announced."""
        self.done = 0
        self.words = []
        result: Any = [nodes.Text(text)], []
        if not _is_endless(text):
            result = super().parse(text, lineno, memo, parent)
        if self.block:
            self._text(self.block, self.done, len(text))
            if self.kind:
                self.collected.add_prose(self.words, self.block.span(0, len(text)), self.kind)
        self.block = None
        return result

    def implicit_inline(self, text: str, _lineno: int) -> Any:
        """Leave naked addresses to `RstParts.words`: docutils needs the square of their number in steps."""
        return [nodes.Text(text)] if text else []

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> Any:
        """Take note of the role, and take Sphinx's roles for known."""
        self.role = role.lower()
        if sphinx.is_role(self.role):
            return [nodes.inline(rawsource, text)], []
        return super().interpreted(rawsource, text, role, lineno)

    def record(self, block: Block, start: int, end: int, node: nodes.Node) -> None:
        """Record the construct in a range of the block, of which docutils has made `node`."""
        self._text(block, self.done, start)
        self.done = end
        if self.role is not None:
            self._role(block, start, end, self.role)
        elif isinstance(node, nodes.reference):
            self._reference(block, start, end, node)
        elif isinstance(node, nodes.emphasis):
            self._text(block, start + 1, end - 1)
        elif isinstance(node, nodes.strong):
            self._text(block, start + 2, end - 2)
        elif isinstance(node, nodes.target):
            self._text(block, start + 2, end - 1)
        elif label := _label(node):
            self.collected.labels.append(Label(*label, block.span(start, end)))

    def _text(self, block: Block, start: int, end: int, *, in_link: bool = False) -> None:
        for first, last in block.stretches(start, end):
            self.words += self.collected.words(first, last, in_link=in_link)

    def _role(self, block: Block, start: int, end: int, role: str) -> None:
        """``:role:`target` `` or ``:role:`text <target>` ``."""
        if not role:
            self.collected.add_problems(rst_slips.around_text(block, start, end))
        first = block.text.index("`", start) + 1
        last = block.text.rindex("`", first, end)
        if not sphinx.refers(role):
            if role in sphinx.WORDS:
                self._text(block, first, last)
            return
        text, target = _titled(block.text, first, last)
        if text != target or role in sphinx.WORDS:
            self._text(block, *text, in_link=True)
        self.collected.links.append(
            Link(
                visible(block.text, *text),
                visible(block.text, *target),
                block.span(start, end),
                block.span(*text),
                block.span(*target),
                "role",
                role,
            )
        )

    def _reference(self, block: Block, start: int, end: int, node: nodes.reference) -> None:
        """```text <target>`_``, ```name`_``, ``name_``, ``|name|_``, or with two underscores."""
        first, last = start, start + len(block.text[start:end].rstrip("_"))
        opening = block.text[start]
        if opening == "|" and (label := _label(node.children[0])):
            self.collected.labels.append(Label(*label, block.span(start, end)))
        if opening in "`|":
            first, last = first + 1, last - 1
        target: Range | None = None
        if opening == "`":
            escaped = escape2null(block.text)[first:last]
            if embedded := self.patterns.embedded_link.search(escaped):
                target = (first + embedded.start(2), first + embedded.end(2))
                first, last = (first, first + embedded.start()) if embedded.start() else target
        if opening != "|":
            self._text(block, first, last, in_link=True)
        text = visible(block.text, first, last)
        link = Link(text, "", block.span(start, end), block.span(first, last), None, "reference")
        if opening == "`" and target is None and (slips := list(rst_slips.reference(block, start, end))):
            self.collected.add_problems(slips)
            self.collected.links.append(link)
            return
        if target is None or "refuri" not in node:
            self.collected.references.append(Reference(link, node.get("refname")))
            return
        link = link._replace(target=node["refuri"], target_span=block.span(*target), kind="inline")
        self.collected.links.append(link)
        if not block.text.endswith("__", start, end):
            # It also names its target, for references elsewhere.
            name = nodes.fully_normalize_name(text)
            definition = Definition(name, link.target, link.target_span, None, link.span)
            self.collected.definitions.append(definition)


def _recording(method: Callable[..., Any]) -> Callable[..., Any]:
    """The inliner's method for one start-string, recording what it finds."""

    def find(inliner: Inliner, match: re.Match[str], lineno: int) -> Any:
        inliner.role = None
        reported = inliner.reports.messages
        known = len(reported)
        named = len(inliner.names.calls) if inliner.names else 0
        before, inlines, remaining, messages = method(inliner, match, lineno)
        block = inliner.block
        if inlines and block:
            end = len(block.text)
            start = end - len(match.string) + len(before)
            stop = end - len(remaining)
            inliner.record(block, start, stop, inlines[0])
            _note_alias(inliner, inlines[1:])
            if isinstance(inlines[0], nodes.reference):
                # docutils before 0.22 warns where two addresses in the text have one name.
                del reported[known:]
                if inliner.names:
                    inliner.names.silence(named)
            elif len(reported) > known:
                inliner.reports.place(reported[known:], block.span(start, stop))
        return before, inlines, remaining, messages

    return find


def _note_alias(inliner: Inliner, targets: list[nodes.Node]) -> None:
    """Let a text that is another name, as in ```text <name_>`_``, be a name: docutils before 0.22 does not."""
    for target in targets if docutils.__version_info__ < ALIASES_ARE_NAMES else ():
        if isinstance(target, nodes.target) and "refname" in target:
            inliner.document.note_implicit_target(target, inliner.parent)


DISPATCH: dict[str, Any] = {start: _recording(method) for start, method in states.Inliner.dispatch.items()}

# `Inliner.init_customizations` looks for these patterns in the class itself.
for _name, _value in vars(states.Inliner).items():
    if isinstance(_value, str) and not _name.startswith("__"):
        setattr(Inliner, _name, _value)


def _label(node: nodes.Node) -> tuple[str, str] | None:
    """The kind and the name of the `Label` that docutils has made a node of, if it is one."""
    if isinstance(node, nodes.footnote_reference):
        name = node.get("refname", "")
        unnamed = "symbol" if node.get("auto") == "*" else "numbered"
        return "footnote" if name else unnamed, name
    if isinstance(node, nodes.citation_reference):
        return "citation", node["refname"]
    if isinstance(node, nodes.substitution_reference):
        return "substitution", node["refname"]
    return None


def _titled(text: str, first: int, last: int) -> tuple[Range, Range]:
    """The ranges of a role's text and target, which are one unless it reads ``text <target>``."""
    escaped = escape2null(text)
    opening = escaped.rfind("<", first, last)
    closed = escaped.find(">", opening, last) == last - 1
    if opening <= first or not closed or escaped[opening - 1] == "\0":
        return (first, last), (first, last)
    title = first + len(text[first:opening].rstrip())
    return (first, title), (opening + 1, last - 1)


def _is_endless(text: str) -> bool:
    """Whether docutils might search a text for markup in the square of a length that nobody writes."""
    if len(text) < LONGEST_WORD:
        return False
    words = (word for word in text.split() if len(word) >= LONGEST_WORD)
    return len(text) > LONGEST_BLOCK or any(LONG_NAME.search(word) for word in words)
