"""Trials of a criteria document: what it would do were it otherwise, and what it would have done before."""
