"""Integrated offender management: who to manage, why, what it changed and what it saved."""

__version__ = "0.1.0"
