"""The known findings of a repository, its baseline: only what is new beside them is reported.

`file` is the file that keeps them, `match` holds what a run finds against it, and `results` leaves that out, or
writes it down. `since` does without a file: there the known findings are those of the base of a change.
"""
