"""What a run is asked to do, and the error of one that cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zeplint.record import NamedTuple


class RunError(Exception):
    """The run itself cannot be done as asked; the message is one line for standard error."""


class Request(NamedTuple):
    """What is asked for. `stdin` is the path and the bytes of standard input, if used.

    `fail_on` is the severity from which on a finding fails the run. `zeps` is the folder of a repository
    to join. `since` names the git revision to compare with, and `new_only` asks for no more than what is found since.
    `baseline` is the file of known findings, `no_baseline` asks for these too, and `write_baseline` makes what is found known.
    `no_ignore_comments` asks for what comments suppress.
    `progress` is told how far the run is, as `zeplint.linter.Options` has it.
    `buffers` are texts of an editor, by absolute path, that stand for their files. `overrides` are settings, as
    in a settings file, that win over those of the files. `processes` may work at once, as `zeplint.linter.Options` has it.
    """

    paths: tuple[str, ...]
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    process: str | None = None
    config: str | None = None
    isolated: bool = False
    force_exclude: bool = False
    stdin: tuple[str, bytes] | None = None
    fail_on: str | None = None
    zeps: str | None = None
    since: str | None = None
    new_only: bool = False
    baseline: str | None = None
    no_baseline: bool = False
    write_baseline: bool = False
    no_ignore_comments: bool = False
    progress: Callable[[int, int], None] | None = None
    buffers: Mapping[str, str] = {}
    overrides: Mapping[str, object] = {}
    processes: int = 1
