"""Overviews: the list and the graph, as a user gets them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from zeplint.cli import main

DATES = {1: "Created: 2022-05-23\n\nAccepted: 2023-05-15", 9: "Created: 2022-14-03"}
RELATIONS = {
    2: "Require: 1",
    3: "Require: 1, 2\n\nReplaces: 9",
    9: "Replaced-By: 3",
    5: "Require: 77",
    8: "Require: 8",
}
STATUSES = {1: "Accepted", 9: "Superseded", 5: "Parked"}
HOSTILE = '<script>alert(1)</script> "x" | `a` ]] \\" --> %% \x1b[31m'


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "draft").mkdir()
    for number in (1, 2, 3, 5, 7, 8, 9):
        title = HOSTILE if number == 7 else f"Keys and more of them, part {number}"
        headers = [
            "Author: Jane Doe <jane@example.org>",
            f"Status: {STATUSES.get(number, 'Draft')}",
            "Type: Process",
            DATES.get(number, "Created: 2022-10-17"),
            RELATIONS.get(number, ""),
        ]
        text = f"# ZEP {number} — {title}\n\n" + "\n\n".join(filter(None, headers)) + "\n"
        (tmp_path / "draft" / f"ZEP{number:04}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["list"], ""),
        (["list", "--output-format", "markdown"], "| ZEP | Title | Status | Type |\n|---|---|---|---|\n"),
        (["graph"], "flowchart TD\n"),
    ],
)
def test_without_proposals_it_says_where_they_would_be(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    printed: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 0
    told = "zeplint: no ZEPs found: zep-2024 has them in folders such as docs/zeps/draft or draft\n"
    assert capsys.readouterr() == (printed, told)


def test_nothing_that_is_asked_for(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--status", "Final", "--status", "rejected", "--type", "Informational"]) == 0
    assert capsys.readouterr() == ("", "zeplint: no ZEP is Final or rejected and Informational\n")


def test_the_table_fits_the_terminal(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = output(capsys, "list", "--no-findings").split("\n")
    assert lines[0].split() == ["ZEP", "Title", "Status", "Type", "Created", "Accepted"]
    assert [line.split()[0] for line in lines[1:-1]] == ["1", "2", "3", "5", "7", "8", "9"]
    assert max(map(len, lines)) <= 80
    assert lines[1].split()[-4:] == ["Accepted", "Process", "2022-05-23", "2023-05-15"]
    assert "Parked" in lines[4]
    assert "\x1b" not in "".join(lines)


def test_findings_are_counted(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(output(capsys, "list", "--output-format", "json"))
    assert main(["--output-format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    for entry in listed["proposals"]:
        for severity in ("error", "warning", "info"):
            own = [d for d in found if d["path"] == entry["path"] and d["severity"] == severity]
            assert entry["findings"][f"{severity}s"] == len(own)
    assert sum(sum(entry["findings"].values()) for entry in listed["proposals"]) == len(found)


def test_json_fits_its_schema(collection: Path, checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((checkout / "zeplint" / "listing" / "list.schema.json").read_text("utf-8"))
    listed = json.loads(output(capsys, "list", "--output-format", "json", "--no-findings"))
    jsonschema.validate(listed, schema)
    third = listed["proposals"][2]
    assert third == {
        "number": 3,
        "title": "Keys and more of them, part 3",
        "status": "Draft",
        "stage": "early",
        "next": [
            "Active",
            "Accepted",
            "Provisional",
            "Deferred",
            "Rejected",
            "Withdrawn",
            "Final",
            "Superseded",
        ],
        "type": "Process",
        "days": {"created": "2022-10-17"},
        "authors": ["Jane Doe"],
        "relations": {"require": [1, 2], "replaces": [9], "replaced-by": []},
        "path": "draft/ZEP0003.md",
        "findings": None,
    }
    assert listed["proposals"][3]["next"] == []  # Parked is no status
    assert {"name": "Superseded", "stage": "closed", "requires": ["replaced-by"]} in listed["statuses"]
    assert listed["proposals"][6]["days"] == {"created": "2022-03-14"}


def test_filters(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = json.loads(output(capsys, "list", "--output-format", "json", "--status", "superseded"))
    assert [entry["number"] for entry in listed["proposals"]] == [9]
    assert main(["list", "--type", "Kore"]) == 2
    assert 'no type is called "Kore": there are ' in capsys.readouterr().err


def test_markdown_links_each_proposal(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = output(capsys, "list", "--output-format", "markdown", "--no-findings").split("\n")
    assert lines[2] == (
        "| 1 | [Keys and more of them, part 1](draft/ZEP0001.md) | Accepted | Process | 2022-05-23 | 2023-05-15 |"
    )
    hostile = next(line for line in lines if line.startswith("| 7 "))
    assert len(re.findall(r"(?<!\\)\|", hostile)) == 7
    assert "\\<script\\>" in hostile
    assert "<script" not in hostile.replace("\\<", "")


def test_mermaid(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = output(capsys, "graph")
    assert drawn.startswith("flowchart TD\n")
    assert 'p3 -->|"require"| p2' in drawn
    # Both sides say it; it is one edge.
    assert [
        line.strip() for line in drawn.split("\n") if "p9" in line and "--" in line.replace("-.-", "--")
    ] == ['p3 -.->|"replaces"| p9']
    assert 'p77["ZEP 77<br>not in this collection"]:::absent' in drawn
    label = next(line for line in drawn.split("\n") if line.strip().startswith("p7["))
    assert re.fullmatch(r' +p7\["(?:[\w .,:\-–—…/()]|#\d+;|<br>)*"\]:::early', label)


def test_dot_quotes_every_text(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = output(capsys, "graph", "--output-format", "dot")
    for line in drawn.split("\n"):
        rest = re.sub(r'"(?:[^"\\]|\\.)*"', "", line)
        assert '"' not in rest
        assert "script" not in rest


def test_svg_is_xml_without_overlaps(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = ElementTree.fromstring(output(capsys, "graph", "--output-format", "svg"))
    name = "{http://www.w3.org/2000/svg}"
    boxes = [
        tuple(float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        for rect in root.iter(f"{name}rect")
    ]
    assert len(boxes) == 8
    assert not [
        (a, b)
        for a in boxes
        for b in boxes
        if a < b and a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
    ]
    assert not list(root.iter(f"{name}script"))
    assert len([path for path in root.iter(f"{name}path") if path.get("class") == "edge"]) == 6


def test_two_proposals_with_one_number_are_two_nodes(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twin = "# ZEP 1 — Another\n\nStatus: Draft\n\nType: Process\n\nRequire: 9\n"
    (collection / "draft" / "zep-0001.md").write_text(twin, encoding="utf-8")
    drawn = output(capsys, "graph")
    assert 'p1["ZEP 1<br>Keys and more of them, part 1<br>Accepted<br>ZEP0001.md"]:::decided' in drawn
    assert 'p1_2["ZEP 1<br>Another<br>Draft<br>zep-0001.md"]:::early' in drawn
    edges = {line.strip() for line in drawn.split("\n") if "p1" in line and "require" in line}
    assert edges == {
        'p1_2 -->|"require"| p9',
        *(f'p{start} -->|"require"| p{end}' for start in (2, 3) for end in ("1", "1_2")),
    }
    assert 'p1_2 -> p9 [label="require"]' in output(capsys, "graph", "--output-format", "dot")
    assert "zep-0001.md" in output(capsys, "graph", "--output-format", "svg")


CHAINS = {
    "over one rank": {2: "1", 3: "2, 1"},
    "over several ranks": {2: "1", 3: "2", 4: "3", 5: "4, 1", 6: "5, 2, 1"},
    "past many": {**dict.fromkeys(range(2, 9), "1"), 9: "2, 3, 4, 5, 6, 7, 8, 1"},
    "to what is not there": {2: "77", 3: "2, 78, 77", 4: "3, 78"},
    "in a circle": {1: "4", 2: "1", 3: "2", 4: "3, 1", 5: "4, 2, 1"},
}


@pytest.mark.parametrize("requires", CHAINS.values(), ids=CHAINS)
def test_no_edge_passes_behind_a_box(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    requires: dict[int, str],
) -> None:
    (tmp_path / "draft").mkdir()
    for number in {1, *requires}:
        title = "Keys" + " and more of them" * (number % 3)
        text = f"# ZEP {number} — {title}\n\nStatus: Draft\n\nRequire: {requires.get(number, '')}\n"
        (tmp_path / "draft" / f"ZEP{number:04}.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    root = ElementTree.fromstring(output(capsys, "graph", "--output-format", "svg"))
    name = "{http://www.w3.org/2000/svg}"
    boxes = [
        tuple(float(rect.attrib[key]) for key in ("x", "y", "width", "height"))
        for rect in root.iter(f"{name}rect")
    ]
    paths = [path.attrib["d"] for path in root.iter(f"{name}path") if path.get("class") == "edge"]
    assert len(paths) == sum(text.count(",") + 1 for text in requires.values())
    behind = [
        (path, box)
        for path in paths
        for x, y in points(path)
        for box in boxes
        if box[0] + 1 < x < box[0] + box[2] - 1 and box[1] + 1 < y < box[1] + box[3] - 1
    ]
    assert behind == []


def points(path: str) -> Iterator[tuple[float, float]]:
    """Points along the path of an edge."""
    x = y = 0.0
    for command, rest in re.findall(r"([MVC])([-\d. ]+)", path):
        numbers = [float(word) for word in rest.split()]
        if command == "M":
            x, y = numbers
        elif command == "V":
            yield from ((x, y + (numbers[0] - y) * step / 20) for step in range(21))
            y = numbers[0]
        else:
            x1, y1, x2, y2, x3, y3 = numbers
            for t in (step / 50 for step in range(51)):
                a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
                yield a * x + b * x1 + c * x2 + d * x3, a * y + b * y1 + c * y2 + d * y3
            x, y = x3, y3


def test_only_what_is_connected(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "p7[" not in output(capsys, "graph", "--connected")


@pytest.mark.parametrize("output_format", ["mermaid", "dot", "svg"])
def test_a_long_chain_and_a_circle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], output_format: str
) -> None:
    (tmp_path / "draft").mkdir()
    for number in range(1, 501):
        (tmp_path / "draft" / f"ZEP{number:04}.md").write_text(
            f"# ZEP {number} — A\n\nStatus: Draft\n\nRequire: {number % 500 + 1}\n", encoding="utf-8"
        )
    monkeypatch.chdir(tmp_path)
    assert output(capsys, "graph", "--output-format", output_format)


@pytest.mark.parametrize("command", ["list", "graph"])
def test_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([command, "nowhere"]) == 2


def test_a_file_has_room_for_every_title(
    collection: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = output(capsys, "list", "--no-findings").split("\n")
    assert "Keys and more of them, part 3 " in lines[3]
    assert "…" not in "".join(lines)


def test_a_proposal_that_refers_to_itself_shows_it_within_the_picture(
    collection: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (collection / "draft").iterdir():
        if path.name != "ZEP0008.md":
            path.unlink()
    drawn = ElementTree.fromstring(output(capsys, "graph", "--output-format", "svg"))
    texts = drawn.iter("{http://www.w3.org/2000/svg}text")
    assert [text.text for text in texts if float(text.attrib["y"]) < 11] == []
    assert "require" in "".join(drawn.itertext())
