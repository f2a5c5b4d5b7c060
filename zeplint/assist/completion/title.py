"""On the title's line: the number that the document has, before its title."""

from __future__ import annotations

from zeplint.assist.completion.draft import TITLE, number_here
from zeplint.assist.completion.items import DOCUMENT, Completion, Completions, snippet_text
from zeplint.assist.completion.scene import Scene
from zeplint.document import RST
from zeplint.patterns import pattern

_BEGUN = pattern(r"(?P<marks>#[ \t]*)?(?P<words>[A-Za-z]*[ -]?\d*)\Z")


def offer(scene: Scene) -> Completions | None:
    """The title as the process has it; None where no title is."""
    view = scene.view
    proposal, heading = view.proposal, view.document.preamble.heading
    begun = _BEGUN.match(scene.before)
    if heading:
        is_title = scene.line_span.start <= heading.span.start <= scene.line_span.end
    else:
        is_title = not (proposal and proposal.preamble.headers) and _is_first(scene)
    if not is_title or (number := number_here(scene)) is None:
        return None
    process, is_rst = view.process, view.document.markup == RST
    label = process.title_of(number)
    if begun is None or scene.after.strip() or not label.casefold().startswith(begun["words"].casefold()):
        return Completions(())  # no other number belongs here
    if not (begun["marks"] or begun["words"]):
        return None
    text = str(process.data["title"]["preferred"]).format(noun=process.noun, number=number, title="\0")
    lead = "" if is_rst and not begun["marks"] else "# "
    before, after = (lead + text).split("\0")
    snippet = f"{snippet_text(before)}${{1:{TITLE}}}{snippet_text(after)}"
    edit = scene.edit(scene.line_span.start, (before + after).rstrip() + " ")
    return Completions(
        (Completion(label, DOCUMENT, edit, "the title", "", f"{begun['marks'] or ''}{label}", snippet),)
    )


def _is_first(scene: Scene) -> bool:
    """Whether nothing but front matter stands above the cursor's line."""
    front_matter = scene.view.document.preamble.front_matter
    start = front_matter.span.end if front_matter else 0
    return start <= scene.line_span.start and not scene.source.text[start : scene.line_span.start].strip()
