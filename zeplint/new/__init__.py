"""New proposals: `draft` writes one from its process, `command` is ``zeplint new``."""
