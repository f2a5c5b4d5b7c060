"""Which files of a workspace make up its collection, and which of them are linted."""

from __future__ import annotations

import os
from collections.abc import Sequence

from zeplint.collection import ENDINGS, Collection, choose_process, proposal_paths, spec_page_paths
from zeplint.process import Process
from zeplint.proposal import Proposal, SpecPage
from zeplint.rulebook import AUTO
from zeplint.session.processes import Processes
from zeplint.session.request import Request
from zeplint.session.workspaces import Workspace
from zeplint.site import SiteFile
from zeplint.tree import MountedTree, OverlayTree, Tree, relative_to


def collect(workspace: Workspace, processes: Processes, request: Request) -> Collection:
    """The collection of a workspace, read by its process; standard input lies over its file."""
    tree: Tree = workspace.tree
    if request.stdin is not None:
        source = workspace.tree.as_file(workspace.named[0], request.stdin[1])
        tree = OverlayTree(tree, {source.path: source})
    elif request.buffers:
        own = [path for path in workspace.named if workspace.full(path) in request.buffers]
        texts = {path: workspace.tree.as_text(path, request.buffers[workspace.full(path)]) for path in own}
        tree = OverlayTree(tree, texts)
    process = processes.requested or _own_process(workspace, processes, processes.built_in, tree)
    joined = [_joined(workspace, workspace.joined, processes)] if workspace.joined else []
    named = [*_named(workspace, request), *_strays(workspace, process)]
    return Collection(tree, process, named=named, joined=joined)


def _joined(workspace: Workspace, joined: Workspace, processes: Processes) -> Collection:
    """The collection of a repository that joins a workspace: read by the process that it follows itself."""
    mount = relative_to(joined.tree.root, workspace.tree.root).replace(os.sep, "/")
    tree = MountedTree(joined.tree, mount)
    process = _own_process(joined, processes, processes.all, tree)
    return Collection(tree, process, named=_strays(joined, process), mount=mount)


def _own_process(
    workspace: Workspace, processes: Processes, candidates: Sequence[Process], tree: Tree
) -> Process:
    """The process that the settings name, else that of `candidates` which fits the files best."""
    wanted = workspace.settings.process or AUTO
    if wanted == AUTO:
        strays = (path for process in candidates for path in _strays(workspace, process))
        return choose_process(tree, candidates, [*workspace.named, *strays])
    return processes.called(wanted, workspace.settings.directory)


def _named(workspace: Workspace, request: Request) -> list[str]:
    """The named files, but for those that a hook passes although the settings exclude them."""
    if not request.force_exclude:
        return workspace.named
    return [path for path in workspace.named if not workspace.excludes(path)]


def _strays(workspace: Workspace, process: Process, tree: Tree | None = None) -> list[str]:
    """Files named like proposals that lie in no status directory, but in a named folder or a base.

    They are those of `tree`, else those on disk.
    """
    tree = tree or workspace.tree
    bases = process.bases if "" in workspace.folders else ()
    return [
        f"{folder}/{name}" if folder else name
        for folder in dict.fromkeys((*workspace.folders, *bases))
        for name in tree.names(folder)
        if process.match_name(name)
    ]


def collect_at(tree: Tree, workspace: Workspace, collection: Collection) -> Collection:
    """The collection of a workspace as it was in an earlier tree."""
    from zeplint.change import collection_at

    process = collection.process
    named = [
        path for path in workspace.named if path.rpartition("/")[2] in tree.names(path.rpartition("/")[0])
    ]
    return collection_at(tree, collection, named=[*named, *_strays(workspace, process, tree)])


def choose_targets(
    workspace: Workspace, collection: Collection, request: Request
) -> tuple[list[str], list[str]]:
    """The paths to lint, and notes that say why a named file gets less than a proposal does."""
    notes: list[str] = []
    paths = []
    for path in _named(workspace, request):
        wanted, note = _judge(path, collection)
        if note and not request.force_exclude:
            notes.append(f"{workspace.tree.show(path)}: {note}")
        if wanted and not (note and request.force_exclude):
            paths.append(path)
    if workspace.folders:
        paths += _below_folders(workspace, collection)
    return list(dict.fromkeys(paths)), notes


def _judge(path: str, collection: Collection) -> tuple[bool, str]:
    """Whether a named file can be linted, and what a note says of one that is no proposal."""
    process, name = collection.process, path.rpartition("/")[2]
    known = path.endswith(ENDINGS) or process.match_similar_name(name) or process.is_site_file(path)
    if not known:
        return False, "skipped: not a .md or .rst file"
    if is_of_process(path, collection):
        return True, ""
    return True, (
        f"not a {process.noun} (by its name, its place or its heading) and no specification page: "
        "only rules for any document apply"
    )


def _below_folders(workspace: Workspace, collection: Collection) -> list[str]:
    """The proposals and specification pages in the named folders, in order."""
    places = {
        *_strays(workspace, collection.process),
        *proposal_paths(collection.tree, [collection.process]),
        *spec_page_paths(collection.tree, collection.process),
        *(file.path for file in collection.site_files if not file.source.mount and collection.spec_pages),
    }
    return [
        path
        for path in sorted(places)
        if any(not folder or path.startswith(f"{folder}/") for folder in workspace.folders)
        and not workspace.excludes(path)
        and is_of_process(path, collection)
    ]


def is_of_process(path: str, collection: Collection) -> bool:
    """Whether what lies at a path is a proposal, a specification page, or lies among those."""
    document = collection.document(path)
    return isinstance(document, Proposal | SpecPage | SiteFile) or collection.process.is_spec_place(path)
