"""A few scored offences that tables of another content or vintage weigh otherwise."""

import pytest

from tests.opening import opened_once
from tests.selection.conftest import Scheme


def six_told(store):
    scheme = Scheme(store)
    scheme.people(2)
    scheme.covers("offence", "absence")
    scheme.offences(
        "1 | 2026-09-01 | 028/03\n1 | 2026-09-02 | 34B\n1 | 2026-09-03 | 008/06\n"
        "2 | 2026-09-01 | 28E\n2 | 2026-09-02 | CIFAS\n2 | 2026-09-03 | 999/99"
    )
    scheme.ready()


@pytest.fixture
def scheme(told_template, own_copy, now, actor):
    """Six offences: two burglaries, a robbery, an assault that is decided, two codes without a weight."""
    with opened_once(own_copy(told_template(six_told)), actor, now) as store:
        yield Scheme(store, told_before=True)
