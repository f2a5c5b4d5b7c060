"""A checklist as text, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zeplint import __version__
from zeplint.diagnostic import Place
from zeplint.process import StatusSpec
from zeplint.promote.checklist import DONE, OPEN, PERSON, Step, is_complete
from zeplint.proposal import Proposal
from zeplint.record import NamedTuple
from zeplint.report.safe import escape_controls, json_text
from zeplint.report.wording import location

FORMATS = ("text", "markdown", "json")
VERSION = 1
MARKS = {DONE: "[x]", OPEN: "[ ]", PERSON: "[ ]"}
# What Markdown reads as markup.
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#&~$@"})


class Checklist(NamedTuple):
    """The checklist of a proposal for a status.

    `before` is the status that it had, as written, where that is told: empty if the proposal is new, None if
    nothing is to be said of it.
    """

    steps: Sequence[Step]
    proposal: Proposal
    status: StatusSpec
    before: str | None = None


def render(
    checklist: Checklist, output_format: str, *, remark: Callable[[Step], str] = lambda step: ""
) -> str:
    """A checklist in one of `FORMATS`; `remark` adds a word on a step."""
    if output_format == "json":
        return _dumped(_data(checklist))
    return _lines(checklist, output_format, remark)


def render_all(checklists: Sequence[Checklist], output_format: str) -> str:
    """Several checklists in one of `FORMATS`; none are nothing, but for JSON."""
    if output_format == "json":
        complete = all(is_complete(checklist.steps) for checklist in checklists)
        return _dumped({"complete": complete, "checklists": [_data(checklist) for checklist in checklists]})
    return "\n".join(_lines(checklist, output_format, lambda step: "") for checklist in checklists)


def _lines(checklist: Checklist, output_format: str, remark: Callable[[Step], str]) -> str:
    write = _markdown if output_format == "markdown" else _text
    return "\n".join(write(checklist, remark)) + "\n"


def _head(checklist: Checklist) -> str:
    steps, proposal, status, before = checklist
    left = sum(step.state == OPEN for step in steps)
    state = f"{left} of {len(steps)} steps open" if left else "every step is done that a program can see"
    if before is not None:
        was = f"it was {before}" if before else "it is new"
        return f"{proposal.label} became {status.name} ({was}): {state}"
    now = f"is {status.name}" if proposal.status is status else f"to become {status.name}"
    return f"{proposal.label} {now}: {state}"


def _remark(step: Step, remark: Callable[[Step], str]) -> str:
    said = remark(step) or ("for a person to see to" if step.state == PERSON else "")
    parts = [part for part in (", ".join(step.statements), said) if part]
    return f" ({'; '.join(parts)})" if parts else ""


def _text(checklist: Checklist, remark: Callable[[Step], str]) -> list[str]:
    lines = [_head(checklist)]
    for step in checklist.steps:
        mark = "[?]" if step.state == PERSON else MARKS[step.state]
        lines.append(f"{mark} {step.title}{_remark(step, remark)}")
        lines += [f"      {location(reason.place)}: {reason.text}" for reason in step.reasons]
    return [escape_controls(line) for line in lines]


def _markdown(checklist: Checklist, remark: Callable[[Step], str]) -> list[str]:
    lines = [f"### {_plain(_head(checklist))}", ""]
    for step in checklist.steps:
        lines.append(f"- {MARKS[step.state]} {_plain(step.title + _remark(step, remark))}")
        lines += [f"  - {_plain(location(reason.place))}: {_plain(reason.text)}" for reason in step.reasons]
    return lines


def _plain(text: str) -> str:
    return escape_controls(text).translate(_MARKUP)


def _dumped(data: dict[str, object]) -> str:
    head = {"version": VERSION, "tool": {"name": "zeplint", "version": __version__}}
    return json_text(head | data, indent=2)


def _data(checklist: Checklist) -> dict[str, object]:
    steps, proposal, status, before = checklist
    return {
        "number": proposal.number,
        "path": proposal.source.shown,
        "current": proposal.status.name if proposal.status else None,
        "status": status.name,
        **({} if before is None else {"before": before or None}),
        "complete": is_complete(steps),
        "steps": [
            {
                "title": step.title,
                "state": step.state,
                "statements": list(step.statements),
                "reasons": [{"message": reason.text, **_place(reason.place)} for reason in step.reasons],
            }
            for step in steps
        ],
    }


def _place(place: Place) -> dict[str, object]:
    def position(offset: int) -> dict[str, int]:
        line, column = place.source.position(offset)
        return {"line": line, "column": column}

    return {
        "path": place.source.shown,
        "start": position(place.span.start) if place.span else None,
        "end": position(place.span.end) if place.span else None,
    }
