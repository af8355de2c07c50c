"""Requests are counted over the minute that ends now, caller by caller, and then forgotten."""

from api.rates import Rates


class Ticks:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_caller_who_asks_more_waits_until_the_first_request_is_a_minute_ago():
    ticks = Ticks()
    rates = Rates(2, ticks)
    assert rates.seconds_to_wait("user ann") == 0
    ticks.now += 20
    assert rates.seconds_to_wait("user ann") == 0
    assert rates.seconds_to_wait("user ann") == 40
    ticks.now += 39.5
    assert rates.seconds_to_wait("user ann") == 1
    ticks.now += 0.5
    assert rates.seconds_to_wait("user ann") == 0
    assert rates.seconds_to_wait("user ann") == 20


def test_what_was_refused_does_not_count():
    ticks = Ticks()
    rates = Rates(1, ticks)
    assert rates.seconds_to_wait("user ann") == 0
    for _ in range(59):
        ticks.now += 1
        assert rates.seconds_to_wait("user ann") > 0
    ticks.now += 1
    assert rates.seconds_to_wait("user ann") == 0


def test_callers_are_counted_apart():
    rates = Rates(1, Ticks())
    assert rates.seconds_to_wait("user ann") == rates.seconds_to_wait("host 192.0.2.1") == 0
    assert rates.seconds_to_wait("user ann") > 0


def test_nothing_is_kept_of_those_who_asked_nothing_in_the_last_minute():
    ticks = Ticks()
    rates = Rates(5, ticks)
    for number in range(1000):
        rates.seconds_to_wait(f"host {number}")
    ticks.now += 61
    rates.seconds_to_wait("user ann")
    assert len(rates) == 1
