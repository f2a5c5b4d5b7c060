"""Run the examples of rule files: the examples of a rule are its specification, and so its tests.

`examples` runs one example on one set of files, `forms` writes the same files in other forms, `judge` says what does
not come out as the rule file says it, and `command` is ``zeplint test``. zeplint's own rules are held to the same.
"""
