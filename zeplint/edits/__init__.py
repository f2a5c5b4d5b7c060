"""Edits that fixes are made of: how a header is written, and a part of a text taken away."""
