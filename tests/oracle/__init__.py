"""The twin: DOMAIN.md's definitions again in plain Python, slow and obvious, and records to compare it on.

Nothing here imports the engine's SQL or its rules; only the test files do, to run both and compare.
"""
