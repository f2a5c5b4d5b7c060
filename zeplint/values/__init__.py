"""The values of headers, read once: which part is the value, which is said besides it.

Every function takes text with the offset at which it stands and gives parts with their exact spans.
None knows a status, a type or a person by itself: what a process says comes as an argument. Each reads
its text a fixed number of times, however long it is.
"""

from zeplint.values.author import Author, read_authors
from zeplint.values.date import Date, find_date, format_day, nearest_form
from zeplint.values.keyword import Keyword, read_keyword
from zeplint.values.reference import Reference, References, find_mentions, read_references

__all__ = [
    "Author",
    "Date",
    "Keyword",
    "Reference",
    "References",
    "find_date",
    "find_mentions",
    "format_day",
    "nearest_form",
    "read_authors",
    "read_keyword",
    "read_references",
]
