"""In an empty file: a whole proposal to begin with."""

from __future__ import annotations

from itertools import count

from zeplint.assist.completion.items import DOCUMENT, Completion, Completions, snippet_text
from zeplint.assist.completion.scene import Scene
from zeplint.document import MARKDOWN, RST
from zeplint.new.draft import Draft, default_type, draft_text
from zeplint.new.numbering import next_number
from zeplint.new.style import style_beside, style_in
from zeplint.patterns import pattern

# Stands for the title until the text is made: no text holds it.
_TITLE = "\ue000"
TITLE = "Title"
# A header that only its author can fill in.
_EMPTY = pattern(r"(?m)^[\w-]+:$")


def offer(scene: Scene) -> Completions | None:
    """A proposal of each type, the usual first; None where something stands already but the beginning of its name."""
    view, source = scene.view, scene.source
    process = view.process
    typed = source.text.lstrip().rstrip("\r\n")
    number = number_here(scene)
    if number is None or scene.before.lstrip() != typed or not _begins(process.noun, typed):
        return None
    usual = default_type(process)
    style = style_beside(view.collection.proposals, process)
    if source.path.casefold().endswith(".rst"):
        style = style_in(RST, process)
    items = []
    for kind in (usual, *(name for name in process.types if name != usual)):
        known = Draft(number, _title(scene) or TITLE, kind, view.author, view.today)
        text = draft_text(process, known, style)
        snippet = ""
        if style.markup == MARKDOWN:  # in the other, an underline is as long as the title
            snippet = _snippet(draft_text(process, known._replace(title=_TITLE), style), known.title)
        edit = (
            scene.edit(0, text, len(source.text))
            if scene.line == len(source.line_starts) == 1
            else scene.edit(scene.offset - len(typed), text)
        )
        label = f"{process.title_of(number)} ({kind})"
        items.append(
            Completion(
                label, DOCUMENT, edit, "a whole proposal", f"```text\n{text}```", process.noun, snippet
            )
        )
    return Completions(tuple(items))


def _begins(word: str, typed: str) -> bool:
    return word.casefold().startswith(typed.casefold())


def _snippet(text: str, title: str) -> str:
    """A text with places to fill in: the title, then the headers that are empty."""
    asked = snippet_text(text).replace(_TITLE, f"${{1:{snippet_text(title)}}}", 1).replace(_TITLE, "$1")
    stops = count(2)
    return _EMPTY.sub(lambda match: f"{match[0]} ${next(stops)}", asked)


def _may_be_proposal(scene: Scene) -> bool:
    """Whether the file lies, or is called, as a proposal would be."""
    process, path = scene.view.process, scene.view.document.local_path
    name = path.rpartition("/")[2]
    if process.is_ignored_name(name):
        return False
    return process.match_similar_name(name) is not None or (
        process.directory_of(path) is not None and name.endswith((".md", ".rst"))
    )


def number_here(scene: Scene) -> int | None:
    """The number that the file name gives, else the next free one; None for what is called as no proposal is."""
    if not _may_be_proposal(scene):
        return None
    match = scene.view.process.match_similar_name(scene.view.document.path.rpartition("/")[2])
    return int(match["number"]) if match else next_number(scene.view.collection)


def _title(scene: Scene) -> str:
    """The words of the file name behind the number, where it has a place for them."""
    match = scene.view.process.match_name(scene.view.document.path.rpartition("/")[2])
    words = (match.groupdict().get("title") or "") if match else ""
    return " ".join(words.replace("-", " ").replace("_", " ").split())
