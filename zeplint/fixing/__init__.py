"""``zeplint check`` with ``--fix``, ``--fix-only`` or ``--diff``.

`rounds` works out in memory which fixes to apply, `jobs` does so for the collections of a run and writes them to
disk, and `command` is what the command line shows of it.
"""
