"""Which collection a path belongs to: its root, its settings, and the boundary for opening files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice

from zeplint.process import Process
from zeplint.settings import find_settings


def parents(directory: str) -> Iterator[str]:
    """An absolute folder and every folder above it, the nearest first."""
    while True:
        yield directory
        above = os.path.dirname(directory)
        if above == directory:
            return
        directory = above


def find_boundary(directory: str) -> str | None:
    """The nearest folder upwards with a ``.git``, or None: a file system call each, no git."""
    return next(
        (folder for folder in parents(directory) if os.path.lexists(os.path.join(folder, ".git"))), None
    )


def find_root(
    directory: str, processes: Sequence[Process], settings: str | None, boundary: str | None
) -> str:
    """The root of the collection that files directly in `directory` belong to.

    The folder of the settings if the status directories stand there; else the folder above the status
    directories that `directory` is one of; else the folder of the settings; else the nearest folder,
    up to the boundary, in which there are status directories; else the folder above the place of
    specification pages that it is; else `directory` itself.
    """
    places = list(dict.fromkeys(place for process in processes for place in process.places()))
    configured = os.path.dirname(settings) if settings is not None else None
    if configured is not None and _holds(configured, places):
        return configured
    slashed = directory.replace(os.sep, "/")
    for place in sorted(places, key=len, reverse=True):
        if place and slashed.endswith(f"/{place}"):
            return next(islice(parents(directory), place.count("/") + 1, None))
    if configured is not None:
        return configured
    for folder in parents(directory):
        if _holds(folder, places):
            return folder
        if folder == boundary or boundary is None:
            break
    for folder in parents(directory):
        below = slashed[len(folder.rstrip(os.sep)) + 1 :]
        if below and any(process.is_spec_place(f"{below}/index.rst") for process in processes):
            return folder
        if folder == boundary:
            break
    return directory


def _holds(folder: str, places: Sequence[str]) -> bool:
    """Whether there are status directories in `folder`, at their places."""
    return any(place and os.path.isdir(os.path.join(folder, place)) for place in places)


def locate(directory: str, processes: Sequence[Process], *, isolated: bool) -> tuple[str, str | None, str]:
    """Root, settings file (or None) and boundary for the files in an absolute folder."""
    boundary = find_boundary(directory)
    settings = None if isolated else find_settings(directory, boundary)
    root = find_root(directory, processes, settings, boundary)
    return root, settings, boundary or root
