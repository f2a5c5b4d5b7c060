"""In the body: the headings of the sections that a proposal of its type lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zeplint.assist.completion.items import SECTION, Completion, snippet_text
from zeplint.assist.completion.scene import Scene
from zeplint.document import RST
from zeplint.patterns import pattern
from zeplint.process import SectionSpec
from zeplint.proposal import Proposal
from zeplint.values.section import is_title

_ATX = pattern(r" {0,3}(?P<marks>#{1,6})(?P<words>[ \t]*[^#]*)\Z")
_UNDERLINE = "-"


def offer(scene: Scene) -> Iterator[Completion]:
    """The sections that are missing, in the order of the template."""
    proposal = scene.view.proposal
    if proposal is None or scene.after.strip() or scene.in_code or not _is_body(scene, proposal):
        return
    begun = _ATX.match(scene.before) if proposal.markup != RST else None
    if begun is None and not _stands_apart(scene):
        return
    for spec in missing(proposal, scene.line_span.start):
        if begun is None and not spec.name.startswith(scene.before):
            continue  # the beginning of a paragraph
        text = begun["marks"] + f" {spec.name}" if begun else _heading(proposal, spec.name)
        said = proposal.process.data["sections"][spec.name].get("guide", "")
        detail = "required" if spec.required else "optional"
        filter_ = f"{begun['marks']} {spec.name}" if begun else spec.name
        edit = scene.edit(scene.line_span.start, text)
        yield Completion(spec.name, SECTION, edit, detail, said, filter_, f"{snippet_text(text)}\n\n$0")


def missing(proposal: Proposal, start: int) -> list[SectionSpec]:
    """The sections of the process that a proposal has not, but for a heading that begins at offset `start`."""
    kind = proposal.type
    titles = [
        section.title
        for section in proposal.body.sections
        if section.heading.start != start and not is_title(proposal, section)
    ]
    return [
        spec
        for spec in proposal.process.sections
        if (kind is None or kind.name in spec.types) and not any(spec.is_served_by(title) for title in titles)
    ]


def _is_body(scene: Scene, proposal: Proposal) -> bool:
    """Whether the cursor is below the header block, or below the title where there is none."""
    preamble = (scene.without_line or proposal).preamble
    end = preamble.front_matter.span.end if preamble.front_matter else 0
    end = max(end, preamble.end, preamble.heading.whole.end if preamble.heading else 0)
    return scene.line_span.start > end and bool(preamble.heading or preamble.headers)


def _stands_apart(scene: Scene) -> bool:
    return not scene.text_of(scene.line - 1).strip() and not scene.text_of(scene.line + 1).strip()


def _heading(proposal: Proposal, name: str) -> str:
    """A heading of the level that most sections have."""
    sections = [section for section in proposal.body.sections if not is_title(proposal, section)]
    levels = Counter(section.level for section in sections)
    level = levels.most_common(1)[0][0] if levels else 2
    if proposal.markup != RST:
        return f"{'#' * level} {name}"
    model = next((section for section in sections if section.level == level), None)
    mark = proposal.source.slice(model.heading)[-1:] if model else _UNDERLINE
    from docutils.utils import column_width

    return f"{name}\n{mark * column_width(name)}"
