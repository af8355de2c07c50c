"""The definitions as small tables: what is given, one rule, what comes of it. They make docs/manual."""
