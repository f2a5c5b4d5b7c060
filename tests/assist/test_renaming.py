"""The rename of a proposal's file: all that named it still does."""

from __future__ import annotations

import pytest

from tests.assist.views import MD, NEP, OLD, applied, view_of
from zeplint.assist.renaming import edits_of_renames

THREE, FIVE = "docs/zeps/draft/zep-0003.md", "docs/zeps/accepted/zep-0005.rst"
PAGE = "docs/v3/core/index.rst"
SEVEN = "# ZEP 7 — Keys 🙂\n\nStatus: Draft\n\nType: Core\n\nReplaces: 3\n\n## A\n\n[3](zep-0003.md#x), ZEP 7, [A](#a) <https://zarr.dev/zeps/draft/zep-0003.html>\n"
FILES = {
    THREE: "# ZEP 3 — Longer keys\n\nStatus: Superseded\n\nType: Core\n\nReplaced-By: 7\n\nSee ZEP 7, [seven](zep-0007.md#a), [ZEP 7](zep-0007).\n",
    FIVE: "ZEP 5\n=====\n\n:Status: Accepted\n:Require: 3, ZEP 7\n\n`seven <../draft/zep-0007.md>`_ and :doc:`../draft/zep-0007`\n",
    PAGE: "Core\n====\n\n:Corresponding ZEP: `ZEP 7 <https://zarr.dev/zeps/draft/zep-0007.html>`_\n",
}


def renamed(
    new: str, text: str = SEVEN, old: str = MD, files: dict[str, str] | None = None
) -> dict[str, str]:
    view = view_of(text, old, files=FILES if files is None else files)
    edits = edits_of_renames(view, {old: new})
    return applied(view, edits)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_another_number(newline: str) -> None:
    files = {path: text.replace("\n", newline) for path, text in FILES.items()}
    found = renamed("docs/zeps/draft/zep-0012.md", SEVEN.replace("\n", newline), files=files)
    assert {path: text.replace(newline, "\n") for path, text in found.items()} == {
        MD: SEVEN.replace("ZEP 7", "ZEP 12"),
        THREE: FILES[THREE]
        .replace("zep-0007", "zep-0012")
        .replace("ZEP 7", "ZEP 12")
        .replace("By: 7", "By: 12"),
        FIVE: FILES[FIVE].replace("zep-0007", "zep-0012").replace("ZEP 7", "ZEP 12"),
        PAGE: FILES[PAGE].replace("zep-0007", "zep-0012").replace("ZEP 7", "ZEP 12"),
    }


def test_another_folder() -> None:
    assert renamed("docs/zeps/accepted/zep-0007.md") == {
        MD: SEVEN.replace("(zep-0003.md", "(../draft/zep-0003.md"),
        THREE: FILES[THREE].replace("(zep-0007", "(../accepted/zep-0007"),
        FIVE: FILES[FIVE].replace("../draft/zep-0007", "zep-0007"),
        PAGE: FILES[PAGE].replace("draft/zep-0007", "accepted/zep-0007"),
    }


def test_a_published_file_leaves_a_redirect_and_says_where_it_lies() -> None:
    text = "---\nlayout: default\ntitle: ZEP0007\nparent: draft ZEPs\nnav_order: 7\n---\n\n# ZEP 7 — Keys\n\nStatus: Accepted\n\nType: Specification\n"
    found = renamed("accepted/ZEP0007.md", text, OLD, {})
    assert found == {
        OLD: text.replace("draft ZEPs", "accepted ZEPs").replace(
            "nav_order: 7\n", "nav_order: 7\nredirect_from: /draft/ZEP0007\n"
        )
    }


def test_an_underlined_title_and_another_process() -> None:
    text = "NEP 7 — Keys\n============\n\n:Status: Draft\n:Type: Process\n"
    found = renamed("doc/neps/nep-0012-keys.rst", text, NEP, {})
    assert found == {NEP: text.replace("NEP 7", "NEP 12").replace("============", "=============")}


def test_what_changes_nothing() -> None:
    assert renamed(MD) == {}
    assert renamed(THREE) == {}
    view = view_of(SEVEN, files=FILES)
    assert edits_of_renames(view, {"docs/none.md": "docs/other.md"}) == []


def test_a_number_that_two_have_names_neither() -> None:
    files = {**FILES, "docs/zeps/draft/zep-0007.rst": "ZEP 7\n=====\n\n:Status: Draft\n"}
    found = renamed("docs/zeps/draft/zep-0012.md", files=files)
    assert found[THREE] == FILES[THREE].replace("zep-0007", "zep-0012")


LISTS = {
    "docs/zeps/index.rst": "ZEPs\n====\n\n.. toctree::\n   :maxdepth: 1\n\n   Seven <draft/zep-0007>\n   draft/zep-0003\n   draft/zep-0007\n\n- :doc:`draft/zep-0007`\n",
    "docs/zeps/draft/list.md": "# Drafts\n\n- [ZEP 7](zep-0007.md)\n- ZEP 7\n",
    "README.md": "# ZEPs 🙂\n\nSee [seven](docs/zeps/draft/zep-0007.md).\n",
    "other/notes.md": "# Notes\n\n[seven](../docs/zeps/draft/zep-0007.md)\n",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_pages_that_list_proposals(newline: str) -> None:
    lists = {path: text.replace("\n", newline) for path, text in LISTS.items()}
    found = renamed("docs/zeps/accepted/zep-0007.md", files=lists)
    assert {path: text.replace(newline, "\n") for path, text in found.items() if path != MD} == {
        "docs/zeps/index.rst": LISTS["docs/zeps/index.rst"].replace("draft/zep-0007", "accepted/zep-0007"),
        "docs/zeps/draft/list.md": LISTS["docs/zeps/draft/list.md"].replace(
            "(zep-0007", "(../accepted/zep-0007"
        ),
        "README.md": LISTS["README.md"].replace("draft", "accepted"),
    }
    assert "- ZEP 12" in renamed("docs/zeps/draft/zep-0012.md", files=lists)["docs/zeps/draft/list.md"]


def test_an_image_keeps_its_ending() -> None:
    text = "# ZEP 7 — Keys\n\n![s](../assets/shards.png) [s](../assets/shards.png) [5](../accepted/zep-0005.html)\n"
    files = {"docs/zeps/assets/shards.png": "", FIVE: "ZEP 5\n=====\n\n:Status: Accepted\n"}
    view = view_of(text, files=files)
    old = "docs/zeps/assets/shards.png"
    changed = applied(view, edits_of_renames(view, {old: "docs/zeps/images/shard.png"}))
    assert changed == {MD: text.replace("assets/shards", "images/shard")}
    assert renamed("docs/zeps/drafts/zep-0007.md", text, files=files) == {}


def test_a_link_that_stays_is_no_change() -> None:
    text = "# ZEP 7 — Keys\n\n<https://zarr.dev/zeps/accepted/ZEP0005.html>\n"
    files = {"accepted/ZEP0005.md": "# ZEP 5 — Keys\n\nStatus: Accepted\n"}
    view = view_of(text, OLD, files=files)
    assert edits_of_renames(view, {OLD: "drafts/ZEP0007.md"}) == []
