"""Edits that fixes are made of: how a header, a look or a comment is written or taken away."""
