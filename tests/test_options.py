"""The command line of a check, read plainly, is what argparse makes of it."""

from __future__ import annotations

import pytest

from zeplint.arguments import Parser
from zeplint.options import GROUPS, add_options, read_options, spelled_out

ALL = [option for _, options in GROUPS for option in options]


def by_argparse(arguments: list[str]) -> dict[str, object]:
    parser = Parser()
    parser.add_argument("paths", nargs="*")
    add_options(parser)
    return vars(parser.parse_intermixed_args(spelled_out(arguments)))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["docs", "a b.md", ""],
        ["--select", "ZEP2, ZEP3,", "a.md", "--select", "ZEP4", "b.md"],
        ["--output-format", "json", "--output-format", "github"],
        *([o.name] for o in ALL if o.is_switch),
        *([o.name, o.choices[0] if o.choices else "x"] for o in ALL if not (o.is_switch or o.optional)),
        *([o.name, "a.md", "--fix"] for o in ALL if o.optional),
    ],
    ids=" ".join,
)
def test_plain_arguments_are_read_as_argparse_reads_them(arguments: list[str]) -> None:
    options = read_options(arguments)
    assert options is not None
    assert vars(options) == by_argparse(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["-"],
        ["--fixes"],
        ["--select=ZEP2"],
        ["--select"],
        ["--select", ","],
        ["--select", "--fix"],
        ["--config", ""],
        ["--color", "sometimes"],
    ],
    ids=" ".join,
)
def test_what_is_unusual_is_left_to_argparse(arguments: list[str]) -> None:
    assert read_options(arguments) is None


def test_a_value_that_may_be_left_out_stands_behind_its_sign() -> None:
    assert read_options(["--add-ignore=old ones", "a.md"]) is None
    options = by_argparse(["--add-ignore=old ones", "a.md"])
    assert (options["add_ignore"], options["paths"]) == ("old ones", ["a.md"])
