"""Sphinx's own names, for docutils, which knows none of them.

A directive whose content is reStructuredText is parsed; one whose content is code, or in a language
of its own, is not. Of a role it matters whether it refers to something and whether it holds words.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, states
from docutils.parsers.rst.directives import class_option, encoding, flag, unchanged
from docutils.parsers.rst.languages import en


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DOMAINS = _names("c cpp js math py rst std")

# The content is text, from the first line on.
ADMONITIONS = _names("seealso todo")
# The content is text below the arguments. docutils knows `rst-class` from 0.22 on.
TEXT = _names(
    """
    acks centered glossary hlist ifconfig legacy only rst-class
    card dropdown grid grid-item grid-item-card tab-item tab-set
    attribute classmethod cmdoption confval data decorator decoratormethod describe envvar exception
    function method object option program property staticmethod
    """
)
# The options that Sphinx adds to docutils' own directives; those of an admonition fold it.
FOLDED: dict[str, Callable[[str], Any]] = {"collapsible": unchanged, "open": flag}
OPTIONS: dict[str, dict[str, Callable[[str], Any]]] = {
    **dict.fromkeys(
        _names("admonition attention caution danger error hint important note tip warning"), FOLDED
    ),
    "rubric": {"heading-level": int},
}
# The first argument is a version, the rest of the line is text.
VERSIONS = _names("deprecated versionadded versionchanged versionremoved")
# The content is code.
CODE = _names("code code-block ipython plot prompt sourcecode testcode testoutput testsetup")
# The content, if there is any, is neither.
OPAQUE = _names(
    """
    autoattribute autoclass autodata autoexception autofunction automethod automodule autosummary
    codeauthor currentmodule default-domain digraph graph graphviz highlight index
    inheritance-diagram literalinclude math mermaid module moduleauthor productionlist
    sectionauthor tabularcolumns toctree
    """
)

# Roles that refer to something, in the form `target` or `text <target>`.
REFERENCES = _names(
    """
    any cve cwe doc download envvar eq keyword manpage numref option pep ref rfc term token
    attr class const data deco exc func macro member meth mod obj type
    """
)
# Roles that mark their text up.
FORMATS = _names(
    """
    abbr command dfn file guilabel index kbd mailheader makevar menuselection mimetype newsgroup
    program regexp samp
    """
)
# Substitutions that Sphinx defines in every document.
SUBSTITUTIONS = _names("release today version")
# Roles, docutils' own among them, whose text is words of the sentence.
WORDS = _names("dfn emphasis strong term")


def _nothing(directive: Directive) -> list[nodes.Node]:
    """What is left of a directive that is not carried out: a substitution has to stand for something."""
    return [nodes.inline()] if isinstance(directive.state, states.SubstitutionDef) else []


class _AnyOption(dict[str, Callable[[str], Any]]):
    """An option specification that takes every option as it is."""

    def __missing__(self, _name: str) -> Callable[[str], Any]:
        return unchanged


class _Text(Directive):
    option_spec: ClassVar[Any] = _AnyOption({"class": unchanged})
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        node = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class _Admonition(_Text):
    optional_arguments = 0


class _Glossary(_Text):
    def run(self) -> list[nodes.Node]:
        # Several terms may share what is below the last of them, which is no list for docutils.
        lines = list(self.content)
        for number, (line, below) in enumerate(pairwise(lines)):
            if line[:1].strip() and below[:1].strip():
                self.content[number] = ""
        return super().run()


class _Version(_Text):
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        for text in self.arguments[1:]:
            self.state.inline_text(text, self.lineno)
        return super().run()


class _Opaque(_Text):
    def run(self) -> list[nodes.Node]:
        return _nothing(self)


class _Include(Directive):
    """``include``, which takes nothing in.

    docutils imports, and so runs, whatever module the option ``parser`` names, before it looks at its settings.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {
        "class": class_option,
        "code": unchanged,
        "encoding": encoding,
        "end-before": unchanged,
        "end-line": int,
        "literal": flag,
        "name": unchanged,
        "number-lines": unchanged,
        "parser": unchanged,
        "start-after": unchanged,
        "start-line": int,
        "tab-width": int,
    }

    def run(self) -> list[nodes.Node]:
        return _nothing(self)


def directive(name: str) -> type[Directive] | None:
    """What stands in for Sphinx's directive `name`; None if Sphinx adds or changes none of that name."""
    if name == "include":
        return _Include
    if name in ADMONITIONS:
        return _Admonition
    if name == "glossary":
        return _Glossary
    if name in VERSIONS:
        return _Version
    if name in CODE or name in OPAQUE:
        return _Opaque
    if name in TEXT or _is_in_domain(name):
        return _Text
    return None


def is_role(name: str) -> bool:
    """Whether Sphinx adds a role of that name."""
    name = _without_project(name)
    return name in FORMATS or name in REFERENCES or _is_in_domain(name)


def refers(name: str) -> bool:
    """Whether Sphinx's role `name` makes a link."""
    name = _without_project(name)
    return name in REFERENCES or (_is_in_domain(name) and not name.endswith("expr"))


def known_directives() -> frozenset[str]:
    """The names of the directives of docutils and Sphinx, without those of Sphinx's domains."""
    return frozenset(en.directives).union(ADMONITIONS, VERSIONS, CODE, OPAQUE, TEXT)


def known_roles() -> frozenset[str]:
    """The names of the roles of docutils and Sphinx, without those of Sphinx's domains."""
    return frozenset(en.roles).union(FORMATS, REFERENCES)


def _without_project(name: str) -> str:
    """A role's name without the project that it refers to, as in ``external+python:ref``."""
    project, _, role = name.partition(":")
    return role if project == "external" or project.startswith("external+") else name


def _is_in_domain(name: str) -> bool:
    domain, colon, _ = name.partition(":")
    return bool(colon) and domain in DOMAINS
