"""Backups through a service, with and without a folder that is set for them."""

from tests.api.access.test_commands import err, out, said

SET = "sets IOM_BACKUPS to a folder and starts it again"


def test_without_a_folder_it_is_said_that_no_backup_was_made_and_who_can_mend_that(own_served):
    served = own_served()
    told = said(served, "administrator/everyone", "backup", options={"keep_days": 90})
    assert told["exit_code"] == 4
    assert err(told) == (
        "No backup was made: the service has no folder for backups. Whoever runs it stops it, sets "
        "IOM_BACKUPS to a folder and starts it again."
    )
    for command in ("backup list", "doctor"):
        words = " ".join(out(said(served, "administrator/everyone", command)).split())
        assert "--out" not in words
        assert SET in words, words


def test_with_one_the_remedies_are_commands_that_work_there(own_served, tmp_path):
    (tmp_path / "backups").mkdir()
    served = own_served(backups=tmp_path / "backups")
    for command in ("backup list", "doctor"):
        words = " ".join(out(said(served, "administrator/everyone", command)).split())
        assert "--out" not in words and "IOM_BACKUPS" not in words
        assert ": iom backup" in words, words
    assert said(served, "administrator/everyone", "backup")["exit_code"] == 0
