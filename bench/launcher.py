"""Runs one command; prints its seconds from start to end, its peak of memory and its exit code.

A process of its own, started with ``-I -S``: a child seems to need at least the memory of the process
that starts it, so that one must be smaller than anything that is measured. The unit of the peak is
the system's: bytes on macOS, else kibibytes.
"""

import os
import sys
import time

SILENT = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]

start = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=SILENT)
_, status, usage = os.wait4(pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
