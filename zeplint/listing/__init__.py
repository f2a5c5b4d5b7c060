"""Overviews of a collection: the list of its proposals, and the graph of how they refer to each other."""
