"""``zeplint new``: writes a new proposal where the collection's drafts lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from zeplint.arguments import Parser, add_collection, number_of
from zeplint.collection import Collection
from zeplint.disk.change import Change, CommitError, RefusedError
from zeplint.new.draft import Draft, default_type, draft_path, draft_text, first_status
from zeplint.new.numbering import next_number
from zeplint.new.style import style_beside
from zeplint.session import Job, Request, RunError, day_here, prepare
from zeplint.session.writing import Writer

LARGEST_NUMBER = 9999


def main(
    arguments: Sequence[str],
    environ: Mapping[str, str],
    working_directory: str,
    *,
    write: Callable[[str], None],
    note: Callable[[str], None],
) -> int:
    """Run the command; `write` takes what goes to standard output, `note` a line for standard error.

    Raises `RunError` and `SettingsError` where it cannot be done.
    """
    options = _parser().parse_args(arguments)
    (job,) = prepare(Request((options.directory,), process=options.process), environ, working_directory).jobs
    process = job.collection.process
    title = " ".join(options.title.split())
    if not title:
        raise RunError("a proposal has a title")
    kind = options.type or default_type(process)
    if kind not in process.types:
        raise RunError(f'no type is called "{kind}": there are {", ".join(process.types)}')
    number = options.number if options.number is not None else next_number(job.collection)
    if number > LARGEST_NUMBER:
        raise RunError(f"a {process.noun} has a number up to {LARGEST_NUMBER}, not {number}")
    if taken := job.collection.proposal(number):
        raise RunError(f"{process.title_of(number)} is there already: {taken.source.shown}")
    author = options.author if options.author is not None else git_author(environ, job.tree.root)
    draft = Draft(number, title, kind, author, day_here(environ, job.settings))
    path = draft_path(process, draft, _base(job.collection, draft))
    text = draft_text(process, draft, style_beside(job.collection.proposals, process))
    if options.dry_run:
        write(text)
        return 0
    _create(job, path, text)
    if options.number is None and not job.collection.by_number:
        note(
            f"there is no {process.noun} here yet: {process.title_of(number)} comes after"
            f" {_before_first(job, number)}; --number gives it another number"
        )
    shown = job.tree.show(path)
    write(f"{shown}\n")
    note(f"{process.title_of(number)} is written; what is left for you to write: zeplint {_quoted(shown)}")
    return 0


def _parser() -> Parser:
    parser = Parser(
        prog="zeplint new",
        description="Write a new proposal, with the headers and sections that its process asks for.",
    )
    parser.add_argument("title", metavar="TITLE", help="the title, without the number")
    parser.add_argument("--type", metavar="TYPE", help="its type (default: the one that the process writes)")
    parser.add_argument(
        "--author", metavar="AUTHOR", help='"Jane Doe <jane@example.org>" (default: the author git knows)'
    )
    parser.add_argument(
        "--number", metavar="N", type=number_of, help="its number (default: the next free one)"
    )
    add_collection(parser, by_name=True)
    parser.add_argument("--dry-run", action="store_true", help="print the text instead of writing the file")
    return parser


def _before_first(job: Job, number: int) -> str:
    """What the number of the first proposal comes after, for people."""
    process = job.collection.process
    page = job.collection.named_on_pages().get(number - 1)
    why = f"which {page.source.shown} names" if page else "the process"
    return f"{process.title_of(number - 1)}, {why}"


def _base(collection: Collection, draft: Draft) -> str:
    """The base in which most proposals lie; without any, the first with the folder of a draft."""
    process = collection.process
    places = (process.directory_of(proposal.path) for proposal in collection.proposals)
    used = [place[0] for place in places if place]
    if used:
        return max(process.bases, key=used.count)
    directories = first_status(process, draft.kind).directories[:1]
    for base in process.bases:
        folder = "/".join(part for part in (base, *directories) if part)
        if folder and collection.tree.names(folder):
            return base
    return process.bases[0]


def git_author(environ: Mapping[str, str], directory: str) -> str:
    """The author that git would give a commit made here; empty where git knows none."""
    import subprocess

    def known(variable: str, key: str) -> str:
        if environ.get(variable):
            return environ[variable].strip()
        command = ["git", "-C", directory, "config", "--get", key]
        try:
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, no text of others
        except OSError:
            return ""
        return done.stdout.decode("utf-8", "replace").strip()

    name, address = known("GIT_AUTHOR_NAME", "user.name"), known("GIT_AUTHOR_EMAIL", "user.email")
    return f"{name} <{address}>" if name and address else name


def _create(job: Job, path: str, text: str) -> None:
    writer = Writer(job)
    try:
        writer.disk.commit([Change(writer.full(path), None, text.encode())])
    except (RefusedError, CommitError) as error:
        raise RunError(f"{job.tree.show(path)} cannot be written: {error.reason}") from error


def _quoted(path: str) -> str:
    from shlex import quote

    return quote(path)
