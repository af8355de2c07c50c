"""What commands said, on the service's desk: let go when a person is hidden, in words that fit each."""

from pathlib import Path

from api.commands import Desk, Ended, Kept
from iom.store.kept_answers import Hidings


class Sight:
    """Who is out of sight, as a store would say it."""

    def __init__(self) -> None:
        self.hidings: Hidings = (0, 0)

    def __call__(self) -> Hidings:
        return self.hidings


def kept(desk: Desk, *, changes: bool, begun: Hidings, code: int = 0) -> Kept:
    answer_id, _ = desk.place()
    made = Kept(answer_id, "select", changes, frozenset(), Ended(code, (("out", "Kestrelmore"),)), ())
    return desk.keep("ann", made, begun)


def test_what_a_command_said_that_began_before_a_person_was_hidden_is_not_kept(
    tmp_path: Path,
) -> None:
    sight = Sight()
    desk = Desk(tmp_path, sight)
    sight.hidings = (1, 0)
    look = kept(desk, changes=False, begun=(0, 0))
    change = kept(desk, changes=True, begun=(0, 0))
    assert look.ended.exit_code == 4
    assert look.ended.said[0][1].endswith("Give it again.")
    # its change stands: to give it again might make it twice
    assert change.ended.exit_code == 0
    assert change.ended.said[0][1].endswith("look before you give it again.")
    assert "Kestrelmore" not in f"{look}{change}"
    assert all("joined with somebody who is restricted" in one.ended.said[0][1] for one in (look, change))
    assert kept(desk, changes=False, begun=(1, 0)).ended.said == (("out", "Kestrelmore"),)


def test_when_a_person_is_hidden_every_answer_goes_with_its_files(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Sight())
    answer_id, folder = desk.place()
    (folder / "new-1").mkdir()
    (folder / "new-1" / "held.zip").write_bytes(b"Kestrelmore")
    desk.keep("ann", Kept(answer_id, "rights access", False, frozenset(), Ended(0, ()), ()), (0, 0))
    desk.let_all_go()
    assert desk.of("ann", answer_id) is None
    assert list(tmp_path.iterdir()) == []


def test_what_was_said_before_a_join_hid_somebody_is_not_shown_any_more(tmp_path: Path) -> None:
    sight = Sight()
    desk = Desk(tmp_path, sight)
    said = kept(desk, changes=False, begun=(0, 0)).answer_id
    assert desk.of("ann", said) is not None
    # nobody was restricted, and yet other records are hidden
    sight.hidings = (0, 7)
    assert desk.of("ann", said) is None


def test_of_one_callers_many_answers_the_oldest_go(tmp_path: Path) -> None:
    desk = Desk(tmp_path, Sight())
    made = [kept(desk, changes=False, begun=(0, 0)).answer_id for _ in range(22)]
    assert [desk.of("ann", one) is None for one in made] == [True, True] + [False] * 20
    assert desk.of("bea", made[-1]) is None
