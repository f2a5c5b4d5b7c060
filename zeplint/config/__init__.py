"""``zeplint config``: which settings are in force, where each comes from, and what is decided by them.

`values` lists the settings, `membership` says what a file is taken for, `verdict` what is decided of a rule in it, and
`command` prints them.
"""
