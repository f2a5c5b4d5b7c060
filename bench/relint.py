"""Lints texts of one file after another in one process; prints the seconds that each lint took, a line each.

It runs on the Python that zeplint is installed for, with the folder of the collection and the file in it as arguments.
Standard input is a list of texts in JSON.
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence

from zeplint.linter import Memory, Since, lint
from zeplint.session import Request, prepare
from zeplint.source import Source


def relint(folder: str, name: str, texts: Sequence[str]) -> Iterator[float]:
    """The seconds of each lint; as in a server, what was found in documents that stay is not looked for again."""
    os.chdir(folder)
    job = prepare(Request((name,)), os.environ, folder).jobs[0]
    (path,) = job.targets
    memory: Memory = {}
    for text in texts:
        start = time.perf_counter()
        collection = job.collection.with_source(Source(path, text))
        lint(collection, job.targets, job.rules, job.rulebook, job.options, Since(memory=memory))
        memory = {key: found for key, found in memory.items() if collection.document(key[1].path) is key[1]}
        yield time.perf_counter() - start


# The first lint imports and reads what the others only need.
for seconds in [*relint(sys.argv[1], sys.argv[2], json.load(sys.stdin))][1:]:
    print(seconds)
