"""The names that a text defines, as docutils takes note of them: kept, so that it can do so again after an edit.

Which name stands for what, and which is given twice, depends on the whole text. docutils finds it out while it reads; what its
document is told while it reads one part can be told to another document, together with what it is told of other parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from docutils import nodes

from zeplint.source import Source, Span

# The methods of docutils' document that give names, or depend on which are taken.
METHODS = (
    "note_anonymous_target",
    "note_autofootnote",
    "note_autofootnote_ref",
    "note_citation",
    "note_citation_ref",
    "note_explicit_target",
    "note_footnote",
    "note_footnote_ref",
    "note_implicit_target",
    "note_substitution_def",
    "note_symbol_footnote",
    "note_symbol_footnote_ref",
    "set_id",
)


class Call(NamedTuple):
    """What docutils' document is told: a method, a copy of the node, and what else is said of it.

    `span` is near the node, in the same section. Of one that `is_silent`, docutils' messages are of no interest.
    """

    method: str
    node: nodes.Element
    words: tuple[str, ...]
    span: Span
    is_silent: bool = False


class Names:
    """Takes note of what docutils' `document` is told while it reads the text of `source`."""

    def __init__(self, document: nodes.document, source: Source) -> None:
        self.calls: list[Call] = []
        self.document = document
        self.starts = source.line_starts
        # The line, from 0, at which docutils is; at the end of a block it does not say.
        self._line = 0
        self._is_told = False
        # By the identity of a node, it and its copy.
        self._copies: dict[int, tuple[nodes.Element, nodes.Element]] = {}
        for method in METHODS:
            setattr(document, method, self._listening(method, getattr(document, method)))
        setattr(document, "note_source", self._listening_for_lines(document.note_source))  # noqa: B010 - as above

    def silence(self, known: int) -> None:
        """Take all calls but the first ones for silent."""
        self.calls[known:] = (call._replace(is_silent=True) for call in self.calls[known:])

    def _listening_for_lines(self, tell: Callable[..., Any]) -> Callable[..., Any]:
        def listen(source: Any, line: int | None) -> None:
            self._line = self._line if line is None else line
            tell(source, line)

        return listen

    def _listening(self, method: str, tell: Callable[..., Any]) -> Callable[..., Any]:
        def listen(node: Any, *arguments: Any, **named: Any) -> Any:
            if self._is_told:
                return tell(node, *arguments, **named)
            words = tuple(each for each in (*arguments, *named.values()) if isinstance(each, str))
            start = self.starts[self._line]
            self.calls.append(Call(method, self._copy(node), words, Span(start, start)))
            self._is_told = True
            try:
                return tell(node, *arguments, **named)
            finally:
                self._is_told = False

        return listen

    def _copy(self, node: nodes.Element) -> nodes.Element:
        known = self._copies.get(id(node))
        if known is None:
            known = self._copies[id(node)] = node, _copied(node)
        copy = known[1]
        for attribute in node.attributes.keys() - copy.attributes.keys():
            copy[attribute] = node[attribute]
        return copy


def tell_again(document: nodes.document, calls: Iterable[Call], messages: list[Any]) -> bool:
    """Tell an empty document what others were told; whether nothing of it is wrong.

    `messages` are those that the document has reported so far.
    """
    copies: dict[int, nodes.Element] = {}
    is_right = True
    for method, original, words, _, is_silent in calls:
        node = copies.get(id(original))
        if node is None:
            node = copies[id(original)] = _copied(original)
        known = len(messages)
        getattr(document, method)(node, *words)
        is_right = is_right and (is_silent or len(messages) == known)
    return is_right


def _copied(node: nodes.Element) -> nodes.Element:
    """A node without its way to others and, but for whether there are any, without its children."""
    copy = node.__class__("", **node.attributes)
    if node.children:
        copy += nodes.Text("")
    return copy
