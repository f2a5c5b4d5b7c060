"""The steps of the GitHub Action, in Python's own library alone: they run before anything is installed."""
