"""The HTML report as a reader has it: in a browser, on a phone, in the dark, by keyboard, without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser import Browser, browser, chromium
from tests.report.samples import diagnostic, source
from tests.report.samples import report as sample_report
from zeplint.cli import main
from zeplint.diagnostic import Edit, Fix, Place, Severity
from zeplint.report import render
from zeplint.source import Span

pytestmark = pytest.mark.external

HOSTILE = (
    '</style></script><script>pwned=1</script><img src=x onerror=pwned=1>"\'> onmouseover="pwned=1" '
    "[x](javascript:pwned=1) <svg onload=pwned=1> \u202e\u2066 <!-- ]]> --> </pre></title>"
)
VISIBLE = "[...document.querySelectorAll('.finding')].filter(one => one.checkVisibility())"
SHOWN = "document.querySelector('.shown').textContent"
FOCUS = "document.activeElement"
# The texts on the page whose colour is too near to that of what is behind them, as WCAG 2.2 AA reckons.
FAINT = """
(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      const parts = channels(color);
      if (parts.length < 4 || parts[3] === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility() || element.closest("svg, script, style, .quiet")) continue;
    const [low, high] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => a - b);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) found.push([element.className, text.data.slice(0, 30), ratio]);
  }
  return found;
})()
"""


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("no Chromium: install it, or put one of the names in tests/browser.py on the path")
    with browser(program, tmp_path_factory.mktemp("profile")) as driven:
        yield driven


@pytest.fixture
def report(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """The address of the report on the examples."""
    monkeypatch.chdir(checkout / "examples")
    return written(tmp_path, capsys)


def written(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(["--output-format", "html", *arguments])
    file = folder / "report.html"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def findings(checkout: Path, report: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The same findings as data."""
    main(["--output-format", "json"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["diagnostics"]
    return found


def count(chrome: Browser) -> int:
    number: int = chrome.run(f"{VISIBLE}.length")
    return number


def click(chrome: Browser, selector: str) -> None:
    chrome.run(f"document.querySelector({json.dumps(selector)}).click()")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_any_window_loads_nothing_and_is_legible(
    chrome: Browser, report: str, width: int, dark: bool
) -> None:
    chrome.window(width, dark=dark)
    chrome.go(report)
    assert chrome.complaints() == []
    assert chrome.run("document.documentElement.scrollWidth") <= width
    chrome.run("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert chrome.run("document.documentElement.scrollWidth") <= width
    assert chrome.run(FAINT) == []
    ground = chrome.run("getComputedStyle(document.body).backgroundColor")
    assert (int(ground[4:].split(",")[0]) < 100) == dark


def test_filters_add_up_and_stand_in_the_address(
    chrome: Browser, report: str, findings: list[dict[str, Any]]
) -> None:
    chrome.window(1280)
    chrome.go(report)
    assert (count(chrome), chrome.run(SHOWN)) == (len(findings), f"{len(findings)} findings")
    click(chrome, "input[value=error]")
    errors = [one for one in findings if one["severity"] == "error"]
    assert count(chrome) == len(errors)
    path = errors[0]["path"]
    click(chrome, f'input[value="{path}"]')
    both = [one for one in errors if one["path"] == path]
    assert count(chrome) == len(both) < len(errors)
    assert chrome.run(SHOWN) == f"{len(both)} of {len(findings)} findings"
    click(chrome, "input[value=warning]")
    graver = [one for one in findings if one["severity"] != "info" and one["path"] == path]
    assert count(chrome) == len(graver)
    # A number says what would be there with this alone of its kind.
    number = chrome.run(
        "document.querySelector('input[value=info]').parentElement.querySelector('.number').textContent"
    )
    assert int(number) == sum(one["severity"] == "info" and one["path"] == path for one in findings)
    address = chrome.run("location.href")
    assert address == f"{report}#severity=error&severity=warning&file={quote(path, safe='')}"
    chrome.go(address)
    assert count(chrome) == len(graver)
    click(chrome, "#clear")
    assert (count(chrome), chrome.run("location.hash")) == (len(findings), "")
    assert chrome.run("document.querySelector('.shown').getAttribute('role')") == "status"


def test_text_is_searched_in_message_and_source(
    chrome: Browser, report: str, findings: list[dict[str, Any]]
) -> None:
    chrome.window(1280)
    chrome.go(report)
    chrome.press("/", *"ZEP40 number")
    chrome.wait("location.hash === '#q=ZEP40+number'")
    assert 0 < count(chrome) < len(findings)
    assert chrome.run(f"{VISIBLE}.every(one => /zep40/i.test(one.textContent))")
    chrome.press("Escape")
    assert (count(chrome), chrome.run(f"{FOCUS}.id")) == (len(findings), "search")
    chrome.press("Escape")
    assert chrome.run(f"{FOCUS} === document.body")


def test_findings_are_grouped_by_rule_or_by_file(
    chrome: Browser, report: str, findings: list[dict[str, Any]]
) -> None:
    chrome.window(1280)
    chrome.go(f"{report}#group=rule&severity=error")
    groups = "[...document.querySelectorAll('.group')].filter(one => one.checkVisibility())"
    titles = chrome.run(f"{groups}.map(one => one.querySelector('.code').textContent)")
    assert titles == sorted({one["code"] for one in findings if one["severity"] == "error"})
    assert chrome.run(f"{groups}.every(one => one.querySelector('.gist').textContent.endsWith('.'))")
    click(chrome, "input[value=file]")
    click(chrome, "#clear")
    paths = chrome.run(f"{groups}.map(one => one.querySelector('.path').textContent)")
    assert paths == list(dict.fromkeys(one["path"] for one in findings))
    order = chrome.run(f"{VISIBLE}.map(one => one.dataset.rule)")
    assert order == [one["code"] for one in findings]


def test_a_link_to_a_finding_shows_it_whatever_the_filters(chrome: Browser, report: str) -> None:
    chrome.window(1280)
    chrome.go(report)
    name = chrome.run(f"{VISIBLE}.at(-1).id")
    click(chrome, f'a[href="#{name}"]')
    assert chrome.run("location.hash") == f"#at={name}"
    for fragment in (name, f"at={name}", f"q=nowhere&at={name}"):
        chrome.go(f"{report}#{fragment}")
        assert chrome.run(f"{FOCUS}.closest('.finding').id") == name
        box = chrome.run(f"(({{top, bottom}}) => [top, bottom])({FOCUS}.getBoundingClientRect())")
        assert 0 <= box[0] < box[1] <= 800


def test_everything_is_done_by_keyboard(chrome: Browser, report: str, findings: list[dict[str, Any]]) -> None:
    chrome.window(1280)
    chrome.go(report)
    chrome.press("Tab")
    assert chrome.run(f"{FOCUS}.className") == "skip"
    assert chrome.run(f"{FOCUS}.getBoundingClientRect().left") >= 0
    stops = []
    for _ in range(9):
        chrome.press("Tab")
        outline = chrome.run(f"getComputedStyle({FOCUS}.closest('.chips label') || {FOCUS}).outlineStyle")
        assert outline != "none"
        stops.append(chrome.run(f"{FOCUS}.name || {FOCUS}.id || {FOCUS}.tagName"))
    assert stops == ["search", "severity", "fix", "group", "SUMMARY", "rule", "SUMMARY", "file", "A"]

    chrome.run("document.querySelector('input[name=severity]').focus()")
    chrome.press("ArrowRight", " ")
    warnings = sum(one["severity"] == "warning" for one in findings)
    assert (chrome.run(f"{FOCUS}.value"), count(chrome)) == ("warning", warnings)
    chrome.press("Enter", "Home", "Enter")
    errors = [one for one in findings if one["severity"] == "error"]
    assert (chrome.run(f"{FOCUS}.value"), count(chrome)) == ("error", len(errors))

    chrome.press("j")
    codes = []
    for key in "jkkjjj":
        codes.append(chrome.run(f"{FOCUS}.closest('.finding').dataset.rule"))
        chrome.press(key)
    expected = [one["code"] for one in errors]
    assert codes == [expected[index] for index in (0, 1, 0, 0, 1, 2)]
    chrome.press("?", shift=True)
    assert chrome.run("document.querySelector('dialog').open")
    chrome.press("Escape")
    assert not chrome.run("document.querySelector('dialog').open")


def test_shortcuts_of_a_single_key_can_be_switched_off(chrome: Browser, report: str) -> None:
    chrome.window(1280)
    chrome.go(report)
    click(chrome, "#single")
    chrome.press("j")
    assert chrome.run(f"{FOCUS} === document.body")
    chrome.go(f"{report}#again=")
    assert not chrome.run("document.querySelector('#single').checked")
    click(chrome, "#single")


def test_without_scripts_all_findings_are_there(
    chrome: Browser, report: str, findings: list[dict[str, Any]]
) -> None:
    chrome.window(360)
    chrome.go(report, scripts=False)
    try:
        assert not chrome.run("document.querySelector('.controls').checkVisibility()")
        messages = chrome.run(f"{VISIBLE}.map(one => one.querySelector('h3').textContent)")
        assert messages == [one["message"] for one in findings]
        assert chrome.run("document.documentElement.scrollWidth") <= 360
        chrome.run("document.querySelector('h3 a').click()")
        assert chrome.run("document.querySelector(':target').className").startswith("finding")
    finally:
        chrome.send("Emulation.setScriptExecutionDisabled", value=False)


def test_every_control_has_a_name_for_a_screen_reader(chrome: Browser, report: str) -> None:
    chrome.window(1280)
    chrome.go(report)
    nodes = chrome.send("Accessibility.getFullAXTree")["nodes"]
    controls = {"button", "checkbox", "radio", "link", "searchbox", "group", "DisclosureTriangle"}
    named = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if node.get("role", {}).get("value") in controls and not node.get("ignored")
    ]
    assert {"checkbox", "radio", "link", "searchbox"} <= {role for role, _ in named}
    assert [role for role, name in named if not name and role != "group"] == []
    landmarks = {node["role"]["value"] for node in nodes if "role" in node}
    assert {"banner", "main", "search", "contentinfo", "status", "article"} <= landmarks


def test_markup_in_a_proposal_is_inert(
    chrome: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, title in ((7, HOSTILE), (8, "Keys")):
        text = (
            f"# ZEP {number} — {title}\n\nAuthor: {HOSTILE}\nStatus: {HOSTILE}\nType: {HOSTILE}\n"
            f"Created: {HOSTILE}\nReplaces: 7 {HOSTILE}\n{HOSTILE}: x\n\n[{HOSTILE}](<javascript:pwned=1>)\n\n{HOSTILE}\n"
        )
        file = tmp_path / "docs" / "zeps" / "draft" / f"zep-000{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    chrome.window(1280)
    chrome.go(written(tmp_path, capsys, "--select", "ALL"))
    assert count(chrome) > 5
    assert chrome.complaints() == []
    assert chrome.run("typeof pwned") == "undefined"
    assert (
        chrome.run("document.querySelectorAll('img, script:not(body > script), [onload], [onerror]').length")
        == 0
    )
    assert chrome.run("[...document.links].every(one => one.getAttribute('href').startsWith('#'))")
    assert chrome.run("document.documentElement.scrollWidth") <= 1280


def test_the_graph_leads_to_the_findings_of_a_file(
    chrome: Browser, report: str, findings: list[dict[str, Any]]
) -> None:
    chrome.window(360)
    chrome.go(report)
    link = "document.querySelector('.drawing a')"
    target = chrome.run(f"decodeURIComponent({link}.getAttribute('href').split('=')[1])")
    chrome.run(f"{link}.dispatchEvent(new MouseEvent('click', {{bubbles: true, cancelable: true}}))")
    chrome.wait(f"{SHOWN}.includes(' of ')")
    assert count(chrome) == sum(one["path"] == target for one in findings)
    assert chrome.run(
        "document.querySelector('.picture').scrollWidth > document.querySelector('.picture').clientWidth"
    )


def test_it_prints_without_its_controls(chrome: Browser, report: str) -> None:
    chrome.window(1280, media="print")
    chrome.go(report)
    assert not chrome.run("document.querySelector('.controls').checkVisibility()")
    assert chrome.send("Page.printToPDF")["data"]
    chrome.window(1280)


def test_a_clean_run_has_a_page_without_filters(
    chrome: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs" / "zeps" / "draft").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    chrome.window(360, dark=True)
    chrome.go(written(tmp_path, capsys))
    assert chrome.complaints() == []
    assert chrome.run("document.querySelector('h1').textContent") == "No ZEPs found: nothing was checked"
    assert chrome.run(FAINT) == []


def test_five_thousand_findings_are_filtered_while_one_waits(chrome: Browser, tmp_path: Path) -> None:
    made = [source("Status: Drafted\n" * 10, f"draft/zep-{number:04}.md") for number in range(500)]
    found = [
        diagnostic(
            Place(one, Span(16 * line + 8, 16 * line + 15)),
            f"wrong in line {line}",
            severity=Severity.ERROR if line % 2 else Severity.WARNING,
            help_text="allowed: Draft",
            fix=Fix(
                "Write Draft", safe=True, edits=(Edit(one, Span(16 * line + 8, 16 * line + 15), "Draft"),)
            ),
        )
        for one in made
        for line in range(10)
    ]
    file = tmp_path / "report.html"
    file.write_text(render("html", sample_report(*found, files=500), color=False, width=80), encoding="utf-8")
    chrome.window(1280)
    chrome.go(file.as_uri())
    assert (chrome.complaints(), chrome.run(SHOWN)) == ([], "5000 findings")
    steps = ("input[value=error]", 'input[name=group][value="rule"]', "#clear")
    for step, shown in zip(
        steps, ("2500 of 5000 findings", "2500 of 5000 findings", "5000 findings"), strict=True
    ):
        took = chrome.run(
            f"(() => {{ const start = performance.now(); document.querySelector({json.dumps(step)}).click(); "
            "document.body.offsetHeight; return performance.now() - start; })()"
        )
        assert chrome.run(SHOWN) == shown
        # A tenth of it on a machine that has nothing else to do.
        assert took < 5000, step
