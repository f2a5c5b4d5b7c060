"""The set-up pages: complete, and what they let a reader copy can be read."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.editors.pages import FENCE

PAGES = sorted((Path(__file__).parents[2] / "editors").glob("*.md"))
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#([^)]*))?\)")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def slugs(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text("utf-8")):
        file = page.parent / target
        assert file.is_file(), target
        assert not anchor or anchor in slugs(file), f"{target}#{anchor}"


def test_every_page_is_in_the_table() -> None:
    readme = next(page for page in PAGES if page.name == "README.md")
    linked = {target for target, _ in LINK.findall(readme.read_text("utf-8"))}
    assert {page.name for page in PAGES if page != readme} <= linked


@each_page
def test_what_is_to_be_copied_can_be_read(page: Path) -> None:
    for language, block in FENCE.findall(page.read_text("utf-8")):
        if language == "json":
            json.loads(block if block.startswith("{") else f"{{{block}}}")
        elif language == "toml":
            tomllib.loads(block)
