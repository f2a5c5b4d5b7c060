"""``zeplint completion``: a script for a shell, made of what the commands take."""
