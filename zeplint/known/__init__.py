"""The known findings of a repository: a file that keeps them, so that only what is new is reported.

`record` is the file, and `match` holds what a run finds against it.
"""
