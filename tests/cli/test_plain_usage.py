"""A value that does not fit is told in plain words, whatever the library of the command line says of it."""

import pytest

from iom.cli.plain_usage import plainly


@pytest.mark.parametrize("way", [(), ("--service", "http://127.0.0.1:9")])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "show", "abc"), "'RUN': a whole number is needed."),
        (("run", "show", "0"), "'RUN': at least 1 is needed."),
        (("run", "show", "9999999999"), "'RUN': at most 2147483647 is possible."),
    ],
)
def test_a_number_that_is_none_is_answered_with_what_is_needed(cli, way, words, says) -> None:
    answer = cli(*way, *words)
    assert answer.code == 2
    assert says in " ".join(answer.err.replace("│", " ").split())


def test_what_is_said_in_our_own_words_stays() -> None:
    assert plainly("Give --service or --store.") == "Give --service or --store."
