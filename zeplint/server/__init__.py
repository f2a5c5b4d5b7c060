"""``zeplint server``: the language server, which an editor starts and talks to over standard input and output.

Data flows one way, as in a run. `loop` reads what the editor sends and `protocol` takes it apart;
`documents` holds the texts that are open, `projects` finds out which collection each belongs to (by the
code of the command line), lays the open texts over it and lints; `positions` and `convert` turn offsets and diagnostics
into what the protocol knows. `app` connects them: it decides when to lint, and pushes the findings to an editor that
does not ask for them.

What an editor asks for is a feature: a module of `features` for each, which takes a `View` (one open document
with its collection) and answers in the types of the protocol.

pygls and lsprotocol, the extra ``zeplint[lsp]``, are imported by this room and by no other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

INSTALL = 'the language server needs pygls: pip install "zeplint[lsp]"'

# Vim's ALE counts bytes, and does not say so.
POSITION_ENCODINGS = ("utf-8", "utf-16", "utf-32")

# What editors append to the command of a server that talks over standard input and output.
_IGNORED = ("--stdio", "--clientProcessId")


def main(arguments: Sequence[str], *, fail: Callable[[str], int]) -> int:
    """Serve an editor until it ends the session; returns the exit code. `fail` says what is wrong."""
    from zeplint.arguments import Parser

    parser = Parser(
        prog="zeplint server",
        description="Serve an editor: the language server protocol over standard input and output.",
    )
    parser.add_argument("--stdio", action="store_true", help="(what it does anyway; editors say it)")
    parser.add_argument(
        "--position-encoding",
        choices=POSITION_ENCODINGS,
        help="what an editor counts characters in that does not say so (default: utf-16, as the protocol has it)",
    )
    options = parser.parse_args([each for each in arguments if not each.startswith(_IGNORED)])
    try:
        from zeplint.server.app import Server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("pygls", "lsprotocol", "cattrs", "attrs"):
            return fail(INSTALL)
        raise
    from zeplint.server.loop import serve

    return serve(Server(os.environ, options.position_encoding))
