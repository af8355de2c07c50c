"""`iom backup` through a service for which no folder of backups is set."""

from tests.api.access.test_commands import err, said


def test_whoever_runs_the_service_is_named_and_not_an_option_that_is_refused(own_served):
    told = said(own_served(), "administrator/everyone", "backup")
    assert told["exit_code"] == 4
    assert err(told) == "Where to? Whoever runs the service sets IOM_BACKUPS there."
