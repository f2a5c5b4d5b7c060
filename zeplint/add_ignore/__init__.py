"""``zeplint check --add-ignore``: suppress what is found with comments.

`jobs` plans the comments for the collections of a run and writes them to disk; `command` is what the command line
shows of it. The comments themselves are in `zeplint.suppressions`.
"""
