"""What holds for the code as a whole: its layers, and that it states no fact of a process."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from zeplint.rulebook import load_process, process_names

PACKAGE = Path(__file__).parent.parent / "zeplint"
MODULES = sorted(PACKAGE.rglob("*.py"))

# From the ground up: a module imports from its own room and from the layers below it.
LAYERS = (
    (
        "record",
        "progress",
        "patterns",
        "nearest",
        "globs",
        "hazards",
        "cycles",
        "toml",
        "workers",
    ),
    ("slugs", "source", "disk"),
    ("diagnostic", "document", "process", "tree"),
    ("fingerprint", "transitions"),
    ("markup",),
    ("values",),
    ("proposal", "site", "places"),
    ("collection", "edits", "rulebook"),
    ("addresses", "change", "in_force", "suppressions", "watermark", "language"),
    ("checks", "sharing"),
    ("linter", "own_rules"),
    ("baseline", "report"),
    ("settings",),
    ("discovery",),
    ("git",),
    ("session",),
    ("terminal",),
    ("arguments",),
    ("options",),
    ("listing",),
    ("output",),
    ("fixing", "add_ignore", "new"),
    ("completion", "config", "explain", "promote", "ruletest"),
    ("assist",),
    ("server",),
    ("cli",),
    ("__main__",),
)
LAYER_OF = {room: index for index, rooms in enumerate(LAYERS) for room in rooms}

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(tree: ast.AST) -> Iterator[str]:
    """The rooms that a module imports from, wherever in it."""
    for node in ast.walk(tree):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            package, _, rest = name.partition(".")
            if package == "zeplint" and rest:
                yield rest.partition(".")[0]


@each_module
def test_a_module_imports_from_the_layers_below(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    own = LAYER_OF[room]
    others = {other for other in imported_rooms(ast.parse(path.read_text("utf-8"))) if other != room}
    assert {other for other in others - {"_compiled"} if LAYER_OF[other] >= own} == set()


def facts() -> set[str]:
    """The names of statuses, types and headers, and the places of proposals below a folder."""
    found: set[str] = set()
    for process in map(load_process, process_names()):
        found |= {*process.statuses, *process.types, *process.headers}
        found |= {place for place in process.places() if "/" in place}
    return found


@each_module
def test_no_fact_of_a_process_stands_in_the_code(path: Path) -> None:
    statements = ast.parse(path.read_text("utf-8")).body
    code = [node for node in statements if not ast.unparse(node).startswith("__all__")]
    nodes = (node for statement in code for node in ast.walk(statement))
    strings = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert strings & facts() == set()


@each_module
def test_text_is_never_split_at_what_ends_no_line(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    assert [
        node.lineno for node in nodes if isinstance(node, ast.Attribute) and node.attr == "splitlines"
    ] == []
