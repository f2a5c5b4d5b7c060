"""New proposals: `draft` writes one from its process, in the `style` of those around it; `command` is ``zeplint new``."""
