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


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("rights", "lst"), "There is no such command here. Did you mean 'list'?"),
        (("rights", "acces", "506"), "There is no such command here. Did you mean 'access'?"),
        (("rights", "retention"), "There are: access, restrict, lift, review, list, erase."),
        (("person", "fnd"), "Did you mean 'find'? A person is shown by number: iom person 417."),
        (("people", "mtches"), "Did you mean 'matches'?"),
        (("risk", "shw", "4"), "Did you mean 'show'?"),
    ],
)
def test_a_misspelt_command_is_answered_with_what_was_meant_and_never_with_an_erasure(cli, words, says):
    answer = cli(*words)
    said = " ".join(answer.err.replace("│", " ").split())
    assert answer.code == 2
    assert says in said
    assert "iom rights erase" not in said


@pytest.mark.parametrize("group", ["rights", "people", "risk", "person"])
def test_a_word_in_the_place_of_a_command_is_not_repeated_for_it_may_be_a_name(cli, group):
    answer = cli(group, "Zqxvarnholt", "506")
    assert answer.code == 2
    assert "Zqxvarnholt" not in answer.out + answer.err


def test_an_option_too_few_or_too_many_is_not_answered_with_an_erasure(cli):
    answer = cli("rights", "access", "506", "Zqxvarnholt", "--out", "held.zip")
    assert answer.code == 2
    assert "erase" not in answer.err and "Zqxvarnholt" not in answer.err
