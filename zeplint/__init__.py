"""zeplint: a linter for Zarr Enhancement Proposals."""

__version__ = "0.1.0"
