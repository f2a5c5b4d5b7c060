"""codespell's own configuration files, as codespell reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from zeplint.language.configuration import Configuration, read_configuration
from zeplint.tree import DiskTree, MemoryTree


def read(**files: str) -> Configuration:
    return read_configuration(MemoryTree({name.replace("__", "."): text for name, text in files.items()}))


TOML = '[tool.codespell]\nignore-words-list = ["foo", "Bar"]\nskip = "*.rst,docs/old"\nbuiltin = "clear"\n'


def test_without_files_it_is_codespells_default() -> None:
    assert read() == Configuration()


def test_pyproject() -> None:
    configuration = read(pyproject__toml=TOML)
    assert configuration.ignored == {"foo"}
    assert configuration.ignored_cased == {"Bar"}
    assert configuration.builtin == ("clear",)
    assert [word for word in ("foo", "FOO", "Bar", "bar") if configuration.ignores(word)] == [
        "foo",
        "FOO",
        "Bar",
    ]


def test_a_later_file_goes_before_key_by_key() -> None:
    configuration = read(
        pyproject__toml=TOML,
        setup__cfg="[metadata]\nname = x\n[codespell]\nbuiltin = rare\nskip = a\n",
        __codespellrc="[codespell]\nskip = b,\n  c\n",
    )
    assert configuration.ignored == {"foo"}
    assert configuration.builtin == ("rare",)
    assert configuration.skip == ("b", "c")


@pytest.mark.parametrize(
    "text",
    [
        "[codespell\n",
        "codespell = 1\n",
        "[codespell]\nskip = a\nskip = b\n",
        "[other]\n# codespell\n",
        "\0codespell",
    ],
)
def test_what_cannot_be_read_says_nothing(text: str) -> None:
    assert read(__codespellrc=text) == Configuration()
    assert read(pyproject__toml=text) == Configuration()


def test_patterns_that_are_none_are_passed_over() -> None:
    configuration = read(
        __codespellrc="[codespell]\nignore-regex = (\nignore-multiline-regex = a.b\nregex = \\w+\n"
    )
    assert configuration.ignore_regex is None
    assert configuration.blanked("xa\nby a.b") == "x \n y    "
    assert configuration.word_regex is not None


@pytest.mark.parametrize(
    ("pattern", "skipped"),
    [
        ("*.md", True),
        ("zep-0007.md", True),
        ("./docs/zeps/*", True),
        ("docs", True),
        ("zeps", True),
        ("docs/zeps/draft", True),
        ("zep", False),
        ("draft/*.md", False),
        ("*.rst", False),
    ],
)
def test_skip(pattern: str, skipped: bool) -> None:
    assert Configuration(skip=(pattern,)).skips("docs/zeps/draft/zep-0007.md") is skipped


def test_files_that_it_names() -> None:
    files = {
        ".codespellrc": "[codespell]\nignore-words = a.txt, b.txt\ndictionary = own.txt,-\nexclude-file = lines.txt\n",
        "a.txt": "one\r\nTwo\n\n",
        "own.txt": "x->y\n",
        "lines.txt": "  A line  \n",
    }
    configuration = read_configuration(MemoryTree(files))
    assert configuration.ignored == {"one"}
    assert configuration.ignored_cased == {"Two"}
    assert configuration.dictionaries == ("x->y\n",)
    assert configuration.builtin == ("clear", "rare")
    assert configuration.lines == {"  A line"}


def test_nothing_outside_the_boundary_is_read(tmp_path: Path) -> None:
    (tmp_path / ".codespellrc").write_text("[codespell]\nskip = outside\n")
    (tmp_path / "words.txt").write_text("secret\n")
    repository = tmp_path / "repository"
    docs = repository / "docs"
    docs.mkdir(parents=True)
    assert read_configuration(DiskTree(str(docs), str(repository), str(docs))) == Configuration()
    (repository / "setup.cfg").write_text(
        f"[codespell]\nskip = a\nignore-words = ../words.txt,{tmp_path}/words.txt\n"
    )
    configuration = read_configuration(DiskTree(str(docs), str(repository), str(docs)))
    assert configuration == Configuration(skip=("a",))
