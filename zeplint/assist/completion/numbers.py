"""The numbers of proposals, with their titles: in headers, and in prose behind the word for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import lru_cache

from zeplint.assist.completion.items import NUMBER, Completion, Completions
from zeplint.assist.completion.scene import Scene
from zeplint.assist.hover import about
from zeplint.patterns import pattern

# Of more, those are offered that what is typed fits.
MOST = 200
_DIGITS = pattern(r"\d*")


# Before the word for a proposal, these make it likely that a number follows: "the" and "a" do not.
_LEADS = pattern(
    r"(?:(?:^|[(\[,;:/&]|\b(?:after|and|by|extends|for|from|in|like|of|on|or|per|replaces|requires|see|than|to|under|via|with))\s*|[.!?] )\Z",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def _named(noun: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w/.-])(?P<noun>{re.escape(noun)}(?P<several>s?)[ -])#?(?P<digits>\d{{0,6}})\Z", re.IGNORECASE
    )


def offer(scene: Scene) -> Completions:
    """The proposals that prose may name where the word for one stands before the cursor."""
    before = scene.before[-60:]
    match = _named(scene.view.process.noun).search(before)
    if match is None or scene.in_literal or not scene.is_prose(scene.offset - len(match[0])):
        return Completions(())
    # "This ZEP " is typed far more often than the beginning of a number: then none is shown unasked.
    if scene.typed == " " and (match["several"] or not _LEADS.search(before[: match.start()])):
        return Completions(())
    start = scene.offset - len(match[0])
    lead = match["noun"]
    return numbered(scene, start, match["digits"], lambda number: f"{lead}{number}")


def numbered(
    scene: Scene, start: int, typed: str, write: Callable[[int], str], leave: Container[int] = ()
) -> Completions:
    """The proposals but for some, each as `write` has it, in the place of what stands from `start` on."""
    collection = scene.view.collection
    words = typed.casefold().split()
    digits = _DIGITS.match(scene.after)
    end = scene.offset + (digits.end() if digits else 0)
    items: list[Completion] = []
    known = sorted(collection.by_number)
    incomplete = len(known) > MOST
    for number in known:
        proposal = collection.by_number[number][0]
        if number in leave:
            continue
        text = write(number)
        told = f"{text} {proposal.title}"
        if incomplete and not all(_fits(word, number, told) for word in words):
            continue
        status = f" ({proposal.status.name})" if proposal.status else ""
        label = (
            f"{scene.view.process.title_of(number)}: {proposal.title}" if proposal.title else proposal.label
        )
        items.append(
            Completion(label, NUMBER, scene.edit(start, text, end), status.strip(), about(proposal), told)
        )
        if len(items) == MOST:
            break
    return Completions(tuple(items), incomplete)


def _fits(word: str, number: int, told: str) -> bool:
    """Whether a word that is typed may be the beginning of a number, or is part of what is told of a proposal."""
    return str(number).startswith(word.lstrip("0#") or "0") if word.isdigit() else word in told.casefold()
