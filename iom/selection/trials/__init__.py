"""Trials of a criteria document: what it would do if it were otherwise, and what it would have done before."""
