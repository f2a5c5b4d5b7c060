"""What can stand at the cursor: one module for each kind of thing that a proposal is written of."""

from __future__ import annotations

from zeplint.assist.completion import draft, headers, links, numbers, rules, sections, title, values
from zeplint.assist.completion.items import Completion, Completions
from zeplint.assist.completion.scene import Scene
from zeplint.assist.view import View

# What, typed, is worth asking for completions: behind letters an editor asks by itself.
TRIGGERS = (" ", ":", "[", ",", "#", "-", "(", "<", "/")

__all__ = ["TRIGGERS", "Completion", "Completions", "complete"]


def complete(view: View, offset: int, typed: str = "") -> Completions:
    """What can stand at an offset, in the order in which it is to be shown.

    `typed` is that of `TRIGGERS` which has just been typed, empty where the user asks or is writing a word.
    """
    scene = Scene(view, offset, typed)
    for offer in (rules.offer, draft.offer, values.offer, links.offer, title.offer):
        found = offer(scene)
        if found is not None:
            return found
    more = [*headers.offer(scene), *sections.offer(scene)]
    mentioned = numbers.offer(scene)
    return Completions((*more, *mentioned.items), mentioned.incomplete)
