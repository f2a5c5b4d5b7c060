"""``zeplint server``: what the linter knows, in an editor, over the Language Server Protocol.

Data flows one way. `app` speaks the protocol: it takes the texts of the open buffers and answers. `workbench` holds
them over the files on disk and lints, knowing nothing of the protocol; it is used by one thread only. `convert` turns
diagnostics into the protocol's, and `positions` offsets into the client's columns. A further capability is a module
in `features/`, which reads the workbench and answers in the protocol's types.

pygls and lsprotocol, the extra ``zeplint[lsp]``, are imported by this room and by no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zeplint.arguments import Parser


def server_parser() -> Parser:
    """The parser of ``zeplint server``."""
    from zeplint.arguments import Parser

    parser = Parser(
        prog="zeplint server",
        description="Serve an editor: diagnostics while typing, over standard input and output.",
        epilog="An editor starts this by itself; editors/README.md in the source says how to set it up.",
    )
    parser.add_argument(
        "--stdio", action="store_true", help="talk over standard input and output (the default)"
    )
    parser.add_argument("--clientProcessId", dest="client", type=int, help="ignored: what some editors add")
    return parser


def main(arguments: Sequence[str], *, fail: Callable[[str], int]) -> int:
    """Serve until the client ends it; returns the exit code, `fail`'s where the extra is not installed."""
    server_parser().parse_args(arguments)
    try:
        from zeplint.server.start import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attr", "attrs"):
            raise
        return fail('the server needs pygls: pip install "zeplint[lsp]"')
    return serve()
