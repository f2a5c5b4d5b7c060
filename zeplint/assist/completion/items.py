"""What a completion is."""

from __future__ import annotations

from zeplint.diagnostic import Edit
from zeplint.record import NamedTuple

# What a completion stands for: editors show a sign for each.
HEADER, VALUE, NUMBER, RULE, SECTION, DOCUMENT = "header", "value", "number", "rule", "section", "document"
FILE, FOLDER, ANCHOR = "file", "folder", "anchor"


class Completion(NamedTuple):
    """Something that can be written: what is shown, what an edit makes of it, and what is told of it.

    The edit's span ends on the line on which it starts, and holds the cursor. `filter` are the words to hold
    against what is typed; `documentation` is Markdown. `snippet` is the edit's text in the syntax of the protocol's
    snippets, empty where that gives no more.
    """

    label: str
    kind: str
    edit: Edit
    detail: str = ""
    documentation: str = ""
    filter: str = ""
    snippet: str = ""


class Completions(NamedTuple):
    """Completions in order; `incomplete` says that there are more, of which further typing shows others."""

    items: tuple[Completion, ...]
    incomplete: bool = False


def snippet_text(text: str) -> str:
    """Text as a snippet has it."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}")


def choice(stop: int, values: list[str]) -> str:
    """A place in a snippet at which one of some values is chosen."""
    escaped = (value.replace("\\", "\\\\").replace(",", "\\,").replace("|", "\\|") for value in values)
    return f"${{{stop}|{','.join(escaped)}|}}"
