"""Links are held against names inside the boundary: nothing that a document names is opened or looked at outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.bounded import ends_in_time
from tests.rule_examples import PROCESSES, RULEBOOK, TODAY
from zeplint.cli import main
from zeplint.collection import Collection
from zeplint.linter import Options, lint
from zeplint.tree import MemoryTree

LINKS = """\
# ZEP 7 — Shorter keys

Author: Ada Example <ada@example.org>
Status: Draft
Type: Core
Created: 2024-11-05
Discussion: https://example.org/8

[up](../../../../canary.md#keys), [root](/canary.md), ![away]({outside}/canary.md), [out](out/canary.md#keys),
<img src="../../../../canary.md">, [file](file://{outside}/canary.md), [here](nowhere.md)
"""


def test_a_document_reaches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "repository/docs/zeps/draft"
    folder.mkdir(parents=True)
    (tmp_path / "repository/.git").mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    canary = outside / "canary.md"
    canary.write_text("# Canary\n", "utf-8")
    (tmp_path / "canary.md").write_text("# Canary\n", "utf-8")
    os.symlink(outside, folder / "out")
    (folder / "zep-0007.md").write_text(LINKS.format(outside=outside), "utf-8")
    touched: list[str] = []
    for name in ("stat", "lstat", "scandir", "listdir", "open"):

        def watched(path: str, *more: object, real: object = getattr(os, name), **named: object) -> object:
            touched.append(str(path))
            return real(path, *more, **named)  # type: ignore[operator]

        monkeypatch.setattr(os, name, watched)

    def opened(path: str, *more: object, real: object = open, **named: object) -> object:
        touched.append(str(path))
        return real(path, *more, **named)  # type: ignore[operator]

    monkeypatch.setattr("builtins.open", opened)
    monkeypatch.chdir(folder)
    main(
        ["--isolated", "--select", "ZEP504,ZEP704,ZEP705,ZEP706", "--output-format", "concise", "zep-0007.md"]
    )
    assert [path for path in touched if "canary" in path or path.startswith(str(outside))] == []
    assert [line.split(" ")[2] for line in capsys.readouterr().out.split("\n") if line] == ["ZEP704"]


@pytest.mark.parametrize(
    "unit",
    [
        "[a{0}](b{0}.md)\n",
        "## A {0}\n\n[a](#b-{0})\n\n",
        "[a](https://b{0} \n\n",
        "[a](https//b{0})\n",
        "[a](../active/zep-{0}.md)\n",
    ],
)
def test_many_links_end_in_time(unit: str) -> None:
    text = "# ZEP 7 — Shorter keys\n\nStatus: Draft\n\n" + "".join(unit.format(n) for n in range(3000))
    files = {f"draft/zep-{n:04}.md": "# ZEP 1 — A\n" for n in range(100)} | {"draft/zep-0007.md": text}
    collection = Collection(MemoryTree(files), PROCESSES["zep-2024"])
    rules = [RULEBOOK.rules[code] for code in ("ZEP504", "ZEP704", "ZEP705", "ZEP706")]
    with ends_in_time():
        found = lint(collection, ["draft/zep-0007.md"], rules, RULEBOOK, Options(today=TODAY)).diagnostics
    assert len(found) >= 2900
