"""A checklist as text, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from zeplint import __version__
from zeplint.diagnostic import Place
from zeplint.process import StatusSpec
from zeplint.promote.checklist import DONE, OPEN, PERSON, Step, is_complete
from zeplint.proposal import Proposal
from zeplint.report.safe import escape_controls
from zeplint.report.wording import location

FORMATS = ("text", "markdown", "json")
VERSION = 1
MARKS = {DONE: "[x]", OPEN: "[ ]", PERSON: "[ ]"}
# What Markdown reads as markup.
_MARKUP = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#&~$@"})


def render(
    steps: Sequence[Step],
    proposal: Proposal,
    status: StatusSpec,
    output_format: str,
    *,
    remark: Callable[[Step], str] = lambda step: "",
) -> str:
    """The steps in one of `FORMATS`; `remark` adds a word on a step."""
    if output_format == "json":
        return _json(steps, proposal, status)
    if output_format == "markdown":
        return _markdown(steps, proposal, status, remark)
    return _text(steps, proposal, status, remark)


def _head(steps: Sequence[Step], proposal: Proposal, status: StatusSpec) -> str:
    left = sum(step.state == OPEN for step in steps)
    now = "" if proposal.status is status else f" to become {status.name}"
    state = f"{left} of {len(steps)} steps open" if left else "every step is done that a program can see"
    return f"{proposal.label}{now or f' is {status.name}'}: {state}"


def _remark(step: Step, remark: Callable[[Step], str]) -> str:
    said = remark(step) or ("for a person to see to" if step.state == PERSON else "")
    parts = [part for part in (", ".join(step.statements), said) if part]
    return f" ({'; '.join(parts)})" if parts else ""


def _text(
    steps: Sequence[Step], proposal: Proposal, status: StatusSpec, remark: Callable[[Step], str]
) -> str:
    lines = [_head(steps, proposal, status)]
    for step in steps:
        mark = "[?]" if step.state == PERSON else MARKS[step.state]
        lines.append(f"{mark} {step.title}{_remark(step, remark)}")
        lines += [f"      {location(reason.place)}: {reason.text}" for reason in step.reasons]
    return "\n".join(map(escape_controls, lines)) + "\n"


def _markdown(
    steps: Sequence[Step], proposal: Proposal, status: StatusSpec, remark: Callable[[Step], str]
) -> str:
    lines = [f"### {_plain(_head(steps, proposal, status))}", ""]
    for step in steps:
        lines.append(f"- {MARKS[step.state]} {_plain(step.title + _remark(step, remark))}")
        lines += [f"  - {_plain(location(reason.place))}: {_plain(reason.text)}" for reason in step.reasons]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return escape_controls(text).translate(_MARKUP)


def _json(steps: Sequence[Step], proposal: Proposal, status: StatusSpec) -> str:
    import json

    data = {
        "version": VERSION,
        "tool": {"name": "zeplint", "version": __version__},
        "number": proposal.number,
        "path": proposal.source.shown,
        "current": proposal.status.name if proposal.status else None,
        "status": status.name,
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
    return json.dumps(data, indent=2) + "\n"


def _place(place: Place) -> dict[str, object]:
    def position(offset: int) -> dict[str, int]:
        line, column = place.source.position(offset)
        return {"line": line, "column": column}

    return {
        "path": place.source.shown,
        "start": position(place.span.start) if place.span else None,
        "end": position(place.span.end) if place.span else None,
    }
