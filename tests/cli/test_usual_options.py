"""Which options every command takes, as the README says it."""

from typing import get_type_hints

from iom.cli import through
from iom.cli.main import app

# Commands that need no store take --json alone; those of a store all four, but for these.
WITHOUT_STORE = {
    "access explain",
    "access show",
    "backup check",
    "criteria explain",
    "criteria new",
    "mapping suggest",
}
LESS = {"access show": {"as_json"}, "serve": {"as_json"}, "demo": {"store"}}


def test_every_command_takes_the_options_that_the_readme_says():
    for name, holder in through.commands(app):
        if name == "mapping":
            # the group's own words, no command
            continue
        assert holder.callback is not None
        taken = get_type_hints(getattr(holder.callback, "__wrapped__", holder.callback))
        needed = {"as_json"} if name in WITHOUT_STORE else {"store", "as_json", "user", "purpose"}
        assert needed - LESS.get(name, set()) <= taken.keys(), name
        assert not LESS.get(name, set()) & taken.keys(), name
        assert name not in WITHOUT_STORE or "store" not in taken, name
