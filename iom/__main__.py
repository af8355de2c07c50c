"""`python -m iom`: the same as the iom command."""

from iom.cli.main import run

run()
