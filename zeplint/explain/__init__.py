"""``zeplint rule``: what a rule file says, as a page for a terminal, for the docs, or as data."""
