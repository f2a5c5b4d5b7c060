"""Blocks: docutils' states, recording what they read while they still hold its lines.

docutils runs a machine over the lines of a block; the machine's state, at each line, finds out what
begins there. The states here are docutils' own, each with a `_Body` or a `_Text` in front of it.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, NamedTuple

from docutils import nodes
from docutils.parsers.rst import states
from docutils.utils import escape2null

from zeplint.document import Comment, Link, Mark, Text
from zeplint.markup import sphinx
from zeplint.markup.rst_inline import Inliner
from zeplint.markup.rst_lines import Original, visible
from zeplint.markup.rst_parts import Definition, Reference, RstParts, Title
from zeplint.source import Span

OPTION = re.compile(r":(?P<name>[\w-]+):(?: +|$)")
WORD = re.compile(r"\S+")

# Directives whose arguments are classes, and options whose values are classes or names.
CLASSES = frozenset(("class", "container", "rst-class"))
CLASS_OPTIONS = frozenset(("class", "figclass", "figname", "name"))
NAME_OPTIONS = frozenset(("figname", "name"))
IMAGES = frozenset(("figure", "image"))
# Directives whose argument is a file that they take in.
FILES = frozenset(("include", "literalinclude"))
# Directives whose content is code, and those whose argument names its language.
CODE = sphinx.CODE | {"parsed-literal"}
LANGUAGES = frozenset(("code", "code-block", "sourcecode"))


class _Machine(states.NestedStateMachine):
    """docutils' machine for the inside of a block.

    docutils makes fifteen states for each, which takes a fifth of its time. Here a state is made when
    it is first entered; most never are.
    """

    def add_states(self, state_classes: Any) -> None:
        self.states: Any = _States(self, state_classes)

    def runtime_init(self) -> None:
        self.states.running = True
        super().runtime_init()


class _States(dict[str, Any]):
    """The states of a machine by their names; what is missing is made."""

    def __init__(self, machine: _Machine, classes: tuple[Any, ...]) -> None:
        super().__init__()
        self.machine = machine
        self.classes = classes
        self.running = False

    def __missing__(self, name: str) -> Any:
        for state_class in self.classes:
            if state_class.__name__ == name:
                state = self[name] = state_class(self.machine, self.machine.debug)
                if self.running:
                    state.runtime_init()
                return state
        raise KeyError(name)


class _State(states.RSTState):
    """What every state has: a way from the machine's lines to the file, and to the parts found."""

    nested_sm = _Machine
    # docutils' own list holds machines with docutils' own states.
    nested_sm_cache: list[Any] = []  # noqa: RUF012

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)
        self.nested_sm_kwargs = {"state_classes": STATES, "initial_state": "Body"}
        # The kind of the next inline text, where it is not the one its place suggests.
        self.next_kind: str | None = None

    @property
    def lines(self) -> Any:
        """The machine's lines: `Lines`, but for those that docutils makes, as of a CSV table."""
        return self.state_machine.input_lines

    @property
    def current(self) -> int:
        """The index of the machine's current line."""
        current: int = self.state_machine.line_offset
        return current

    @property
    def recorder(self) -> Inliner:
        inliner: Any = self.inliner
        assert isinstance(inliner, Inliner)
        return inliner

    @property
    def original(self) -> Original:
        return self.recorder.original

    @property
    def collected(self) -> RstParts:
        return self.recorder.collected

    def inline_text(self, text: str, lineno: int) -> Any:
        kind, self.next_kind = self.next_kind, None
        if kind is None:
            kind = "paragraph"
            if isinstance(self.parent, nodes.list_item):
                kind = "item"
            elif isinstance(self.parent, nodes.entry):
                kind = "cell"
        self.recorder.announce(self.original.block(self.lines, self.index(lineno), text), kind)
        return super().inline_text(text, lineno)

    def index(self, lineno: int) -> int:
        """The index in the machine's lines of one of docutils' line numbers."""
        return lineno - 1 - self.state_machine.input_offset

    def span(self, first: int, last: int, column: int = 0) -> Span | None:
        """The span from a column of the machine's line `first` to the end of line `last`."""
        return self.original.span(self.lines, first, last, column)

    def last_line(self, first: int) -> int:
        """The current line or, where that is blank, the nearest above it from `first` on."""
        last = min(self.current, len(self.lines) - 1)
        while last > first and not self.lines[last].strip():
            last -= 1
        return last


class _Text(_State, states.Text):
    """Titles, paragraphs and the literal blocks that they announce."""

    style: Any = None
    accepted = False

    def section(self, title: str, source: str, style: Any, lineno: int, messages: Any) -> None:
        self.style = style
        self.accepted = False
        super().section(title, source, style, lineno, messages)
        if not self.accepted:
            # docutils drops a title that skips a level; for its reader it is still one.
            self._headline(visible(title), lineno)

    def new_subsection(self, title: str, lineno: int, messages: Any) -> None:
        self.accepted = True
        self.next_kind = "heading"
        super().new_subsection(title, lineno, messages)

    def inline_text(self, text: str, lineno: int) -> Any:
        is_title = self.next_kind == "heading"
        found, messages = super().inline_text(text, lineno)
        if is_title:
            self._headline(" ".join("".join(node.astext() for node in found).split()), lineno)
        return found, messages

    def _headline(self, title: str, lineno: int) -> None:
        index = self.index(lineno)
        line = self.lines[index]
        title_span = self.span(index, index, len(line) - len(line.lstrip()))
        # The style of a title with a line above is that line's character and the other's.
        heading = self.span(index - 1 if isinstance(self.style, tuple) else index, index + 1)
        if title_span and heading:
            self.collected.titles.append(Title(title, self.style, title_span, heading, self.accepted))

    def literal_block(self) -> Any:
        state: Any = super()
        found = state.literal_block()
        for node in found:
            if isinstance(node, nodes.literal_block) and node.line is not None:
                lines = node.rawsource.split("\n")
                first = node.line - 1 - self.lines.offset(0)
                span = self.span(first, first + len(lines) - 1, len(self.lines[first]) - len(lines[0]))
                if span:
                    self.collected.add_code("", node.rawsource, span)
        return found


class _Option(NamedTuple):
    """An option of a directive: its value's lines, each as its index and the column it starts at."""

    name: str
    value: list[tuple[int, int]]


class _Head(NamedTuple):
    """A directive above its content: the indices of its arguments' lines, its options, and the next line."""

    arguments: list[int]
    options: list[_Option]
    end: int


def _head(lines: Any) -> _Head:
    head = _Head([], [], 0)
    end = 0 if lines[0].strip() else 1
    while end < len(lines) and lines[end].strip():
        match = OPTION.match(lines[end])
        if match:
            head.options.append(_Option(match["name"].lower(), [(end, match.end())]))
        elif head.options:
            head.options[-1].value.append((end, 0))
        else:
            head.arguments.append(end)
        end += 1
    return head._replace(end=end)


def _by_name(method: Any) -> Any:
    """The state's own method of that name: docutils lists functions, which none can override."""
    return lambda state, match: getattr(state, method.__name__)(match)


class _Body(_State, states.Body):
    """Everything else; of interest are explicit markup, doctests and the names of fields."""

    explicit: Any = SimpleNamespace(
        patterns=states.Body.explicit.patterns,
        constructs=[(_by_name(method), pattern) for method, pattern in states.Body.explicit.constructs],
    )
    directive_name = ""
    directive_start: int | None = None

    def parse_field_marker(self, match: re.Match[str]) -> Any:
        state: Any = super()
        self.next_kind = ""
        return state.parse_field_marker(match)

    def doctest(self, match: re.Match[str], context: Any, next_state: Any) -> Any:
        state: Any = super()
        first = self.current
        result = state.doctest(match, context, next_state)
        last = self.last_line(first)
        if span := self.span(first, last):
            self.collected.add_code("", "\n".join(self.lines[first : last + 1]), span)
        return result

    def comment(self, match: re.Match[str]) -> Any:
        state: Any = super()
        first = self.current
        found, blank_finish = state.comment(match)
        span = self.span(first, self.last_line(first))
        if found and span:
            self.collected.comments.append(Comment(found[0].rawsource.strip(), span))
        return found, blank_finish

    # Targets

    def hyperlink_target(self, match: re.Match[str]) -> Any:
        state: Any = super()
        first = self.current
        found, blank_finish = state.hyperlink_target(match)
        start = match.end()
        target = self.explicit.patterns.target.match(escape2null(match.string[start:]))
        if target and isinstance(found[0], nodes.target):
            name = (start + target.start("name"), start + target.end("name")) if target["name"] else None
            self._define(found[0], first, start + target.end(), name)
        return found, blank_finish

    def anonymous_target(self, match: re.Match[str]) -> Any:
        state: Any = super()
        first = self.current
        found, blank_finish = state.anonymous_target(match)
        if isinstance(found[0], nodes.target):
            self._define(found[0], first, match.end(), None)
        return found, blank_finish

    def _define(self, node: nodes.target, first: int, column: int, name: tuple[int, int] | None) -> None:
        """Record a target that starts on line `first`, its address at a column of it."""
        last = self.last_line(first)
        whole = self.span(first, last)
        rest = self.span(first, last, min(column, len(self.lines[first])))
        if whole is None or rest is None:
            return
        if not ("refuri" in node or "refname" in node):
            if node.get("anonymous"):
                # It stands for the place that follows.
                self.collected.definitions.append(Definition(None, "", None, None, whole))
            return
        target_span = self.original.source.strip(rest)
        definition = Definition(None, node.get("refuri", ""), target_span, node.get("refname"), whole)
        if node.get("anonymous"):
            self.collected.definitions.append(definition)
        for normalised in (*node["names"], *node["dupnames"]):
            self.collected.definitions.append(definition._replace(name=normalised))
        if definition.alias is None:
            text, text_span = "", Span(target_span.start, target_span.start)
            if name:
                text = visible(self.lines[first], *name)
                text_span = Span(whole.start + name[0], whole.start + name[1])
            link = Link(text, definition.target, whole, text_span, target_span, "definition")
            self.collected.links.append(link)

    # Directives

    def directive(self, match: re.Match[str], **option_presets: Any) -> Any:
        stand_in = sphinx.directive(match.group(1).lower())
        if stand_in:
            return self.run_directive(stand_in, match, match.group(1), option_presets)
        state: Any = super()
        return state.directive(match, **option_presets)

    def run_directive(
        self, directive: Any, match: re.Match[str], type_name: str, option_presets: dict[str, Any]
    ) -> Any:
        state: Any = super()
        self.directive_name = type_name.lower()
        self.directive_start = self.original.place(self.lines, self.current)
        self.next_kind = "" if self.directive_name in CODE else None
        try:
            return state.run_directive(directive, match, type_name, option_presets)
        except RecursionError:
            raise
        except Exception:  # noqa: BLE001 - as docutils fails on a figure whose caption is a `rst-class`
            return [], self.state_machine.is_next_line_blank()
        finally:
            self.next_kind = None

    def parse_directive_block(
        self, indented: Any, line_offset: int, directive: Any, option_presets: dict[str, Any]
    ) -> Any:
        if indented and self.directive_start is not None:
            head = _head(indented)
            self._classes(indented, head, self.directive_start)
            if self.directive_name in FILES and head.arguments:
                self._file(indented, head, self.directive_start)
            elif self.directive_name in IMAGES:
                self._image(indented, head, self.directive_start)
            elif self.directive_name in CODE or self.directive_name == "raw":
                self._content(indented, head, self.directive_start)
        state: Any = super()
        return state.parse_directive_block(indented, line_offset, directive, option_presets)

    def parse_directive_options(self, option_presets: Any, option_spec: Any, arg_block: Any) -> Any:
        if added := sphinx.OPTIONS.get(self.directive_name):
            option_spec = {**option_spec, **added}
        state: Any = super()
        return state.parse_directive_options(option_presets, option_spec, arg_block)

    def _classes(self, lines: Any, head: _Head, start: int) -> None:
        if self.directive_name in CLASSES and head.arguments:
            whole = self.original.span(lines, head.arguments[0], head.arguments[-1])
            if whole:
                self._mark(lines, [(index, 0) for index in head.arguments], Span(start, whole.end))
        for option in head.options:
            if option.name in CLASS_OPTIONS:
                extent = self.original.span(lines, option.value[0][0], option.value[-1][0])
                if extent:
                    self._mark(lines, option.value, extent)
                if option.name in NAME_OPTIONS:
                    self.collected.names.append(Text(*self._value(lines, option)))

    def _mark(self, lines: Any, places: list[tuple[int, int]], extent: Span) -> None:
        """Record each word from some places on to the ends of their lines as a class."""
        for index, column in places:
            for match in WORD.finditer(lines[index], column):
                start = self.original.place(lines, index, match.start())
                if start is not None:
                    self.collected.marks.append(Mark(match[0], Span(start, start + len(match[0])), extent))

    def _image(self, lines: Any, head: _Head, start: int) -> None:
        if not head.arguments:
            return
        target_span = self.original.span(lines, head.arguments[0], head.arguments[-1])
        whole = self.original.span(lines, 0, head.end - 1)
        if target_span is None or whole is None:
            return
        whole = Span(start, whole.end)
        options = {option.name: self._value(lines, option) for option in head.options}
        alt, alt_span = options.get("alt", ("", Span(target_span.end, target_span.end)))
        target = "".join("".join(lines[index] for index in head.arguments).split())
        self.collected.links.append(Link(alt, target, whole, alt_span, target_span, "image"))
        if "target" not in options:
            return
        target, target_span = options["target"]
        name = target.removesuffix("_")
        if name == target:
            self.collected.links.append(Link(alt, target, whole, alt_span, target_span, "inline"))
        else:
            link = Link(alt, "", whole, alt_span, None, "reference")
            name = nodes.fully_normalize_name(name.strip("`"))
            self.collected.references.append(Reference(link, name))

    def _file(self, lines: Any, head: _Head, start: int) -> None:
        span = self.original.span(lines, head.arguments[0], head.arguments[-1])
        if span:
            target = " ".join("".join(lines[index] for index in head.arguments).split())
            end = Span(span.end, span.end)
            self.collected.links.append(Link("", target, Span(start, span.end), end, span, "file"))

    def _value(self, lines: Any, option: _Option) -> tuple[str, Span]:
        """The value of an option, on one line, and its span."""
        (first, column), (last, _) = option.value[0], option.value[-1]
        text = " ".join(lines[index][start:].strip() for index, start in option.value)
        span = self.original.span(lines, first, last, column)
        assert span
        return text, self.original.source.strip(span)

    def _content(self, lines: Any, head: _Head, start: int) -> None:
        """Record the content of a directive, which is code or HTML."""
        first, last = head.end, len(lines) - 1
        while first <= last and not lines[first].strip():
            first += 1
        while last > first and not lines[last].strip():
            last -= 1
        whole = self.original.span(lines, first, last) if first <= last else None
        if whole is None:
            return
        if self.directive_name == "raw":
            self.collected.add_html(whole)
            return
        content = lines[first : last + 1]
        indent = min(len(line) - len(line.lstrip()) for line in content if line)
        text = "\n".join(line[indent:] for line in content)
        named = head.arguments and self.directive_name in LANGUAGES
        language = lines[head.arguments[0]].split()[0] if named else ""
        self.collected.add_code(language, text, Span(start, whole.end))


def _recording(state: Any) -> Any:
    """The state, recording; docutils knows states by the names of their classes."""
    return type(state.__name__, (_Text if issubclass(state, states.Text) else _Body, state), {})


STATES = tuple(_recording(state) for state in states.state_classes)


def forget() -> None:
    """Let go of the machines that docutils keeps for the next document: they hold on to this one."""
    _State.nested_sm_cache.clear()
