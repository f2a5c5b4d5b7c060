"""What a decision asks for: the checklist of a proposal, and the command that does what is on it.

The steps are data of the process. A step is done when its rules find nothing about the proposal, and what
a rule can fix, the command does: nothing here knows a step by name.
"""
