"""Inside a suppression comment: what it may ask for, and the rules by their codes and names."""

from __future__ import annotations

from zeplint.assist.completion.items import RULE, Completion, Completions
from zeplint.assist.completion.scene import Scene
from zeplint.explain.short import short_page
from zeplint.patterns import pattern
from zeplint.suppressions import FILE, LINE

_KIND = pattern(r"(?:<!--|\.\.|#|/\*)\s*zeplint:[ \t]*(?P<kind>[\w-]*)\Z")
_CODES = pattern(
    r"(?:<!--|\.\.|#|/\*)\s*zeplint:[ \t]*(?P<kind>ignore(?:-file)?)[ \t]*\[(?P<codes>[^\[\]]*[,\s])?(?P<word>[\w-]*)\Z"
)
_WORD_END = pattern(r"[\w-]*")
_SAID = {
    LINE: "the line it stands on or, alone on a line, the next one",
    FILE: "the whole file",
}


def offer(scene: Scene) -> Completions | None:
    """The completions at the cursor; None where it is in no suppression comment."""
    if match := _CODES.search(scene.before):
        return _codes(scene, match["kind"], match["codes"] or "", match["word"])
    if match := _KIND.search(scene.before):
        start = scene.offset - len(match["kind"])
        tail = "" if scene.after.lstrip().startswith("[") else "["
        return Completions(
            tuple(
                Completion(kind, RULE, scene.edit(start, f"{kind}{tail}"), said)
                for kind, said in _SAID.items()
            )
        )
    return None


def _codes(scene: Scene, kind: str, others: str, word: str) -> Completions:
    view = scene.view
    given = {rule.code for other in others.replace(",", " ").split() if (rule := view.rulebook.find(other))}
    here = _found_here(scene, kind)
    rules = [rule for rule in view.rulebook if rule.code not in given and "run" not in rule.scopes]
    rules.sort(key=lambda rule: rule.code not in here)
    start = scene.offset - len(word)
    tail = _WORD_END.match(scene.after)
    end = scene.offset + (tail.end() if tail else 0)
    by_name = word[:1].islower() and any(rule.name.startswith(word) for rule in rules)
    items = []
    for rule in rules:
        text = rule.name if by_name else rule.code
        other = rule.code if by_name else rule.name
        found = " (found here)" if rule.code in here else ""
        # The whole page of each would be read from its file: what is long is left to the hover.
        said = short_page(rule, view.process) if found else rule.summary
        items.append(
            Completion(text, RULE, scene.edit(start, text, end), f"{other}{found}", said, f"{text} {other}")
        )
    return Completions(tuple(items))


def _found_here(scene: Scene, kind: str) -> set[str]:
    """The codes of what is found where the comment covers."""
    lines = {scene.line, scene.line + 1}
    while scene.line + len(lines) <= len(scene.source.line_starts) and not scene.text_of(max(lines)).strip():
        lines.add(max(lines) + 1)
    return {
        found.code
        for found in scene.view.diagnostics
        if kind == FILE or (found.place.span and scene.source.position(found.place.span.start).line in lines)
    }
