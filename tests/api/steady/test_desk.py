"""What commands said, on the service's desk: let go when a person is hidden, in words that fit each."""

from pathlib import Path

from api.commands import Desk, Ended, Kept


def kept(desk: Desk, *, changes: bool, hidings: int, code: int = 0) -> Kept:
    answer_id, _ = desk.place()
    made = Kept(answer_id, "select", changes, frozenset(), Ended(code, (("out", "Kestrelmore"),)), ())
    return desk.keep("ann", made, hidings)


def test_what_a_command_said_that_began_before_a_person_was_hidden_is_not_kept(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    began = desk.hidings
    desk.let_all_go()
    look = kept(desk, changes=False, hidings=began)
    change = kept(desk, changes=True, hidings=began)
    assert look.ended.exit_code == 4
    assert look.ended.said[0][1].endswith("Give it again.")
    # its change stands: to give it again might make it twice
    assert change.ended.exit_code == 0
    assert change.ended.said[0][1].endswith("look before you give it again.")
    assert "Kestrelmore" not in f"{look}{change}"
    assert kept(desk, changes=False, hidings=desk.hidings).ended.said == (("out", "Kestrelmore"),)


def test_when_a_person_is_hidden_every_answer_goes_with_its_files(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    answer_id, folder = desk.place()
    (folder / "new-1").mkdir()
    (folder / "new-1" / "held.zip").write_bytes(b"Kestrelmore")
    desk.keep("ann", Kept(answer_id, "rights access", False, frozenset(), Ended(0, ()), ()), desk.hidings)
    desk.let_all_go()
    assert desk.of("ann", answer_id) is None
    assert list(tmp_path.iterdir()) == []


def test_of_one_callers_many_answers_the_oldest_go(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    made = [kept(desk, changes=False, hidings=0).answer_id for _ in range(22)]
    assert [desk.of("ann", one) is None for one in made] == [True, True] + [False] * 20
    assert desk.of("bea", made[-1]) is None
