"""`iom access show` and `explain`: the document in use, its mistakes by file and line, what it comes to."""

import json

import pytest

from api.app import routes
from iom.access import read_access, shipped
from iom.cli.offered import OFFERED
from iom.settings import settings

ROLES = '[roles.reader]\nmay = ["runs.look", "people.look"]\nwithholds = ["police"]\n'
GRANT = '[[grants]]\nrole = "reader"\nclaim = "groups"\nis = "readers"\n'
WITHDRAWN = f'{ROLES}[[withdrawn]]\nclaim = "sub"\nis = "ann"\n'
EVERYONE, LUTON = f"{ROLES}{GRANT}everyone = true\n", f'{ROLES}{GRANT}areas = ["Luton"]\n'


@pytest.fixture
def using(tmp_path, monkeypatch):
    """using(text): the access document in use says so."""

    def write(text: str) -> None:
        document = tmp_path / "access.toml"
        document.write_text(text, encoding="utf-8")
        monkeypatch.setenv("IOM_ACCESS", str(document))
        settings.cache_clear()

    return write


def test_show_prints_the_document_that_ships_which_can_be_kept_as_a_file_and_used(cli, using):
    answer = cli("access", "show")
    assert (answer.code, answer.out.rstrip()) == (0, shipped().rstrip())
    using(answer.out)
    assert set(read_access(settings().access).roles) == {
        "coordinator",
        "analyst",
        "panel_member",
        "auditor",
        "administrator",
        "records_officer",
    }


def test_the_grants_that_the_shipped_document_shows_as_examples_can_be_used(cli, using):
    begin = shipped().index("# [[grants]]")
    examples = "\n".join(line.removeprefix("#").strip() for line in shipped()[begin:].splitlines())
    using(shipped()[:begin] + examples)
    read = read_access(settings().access)
    assert (len(read.grants), len(read.withdrawn)) == (3, 2)


def test_show_prints_the_document_in_use(cli, using):
    using(EVERYONE)
    assert cli("access", "show").out.rstrip() == EVERYONE.rstrip()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "needs [roles.NAME] tables"),
        ("roles = 1", 1, "needs [roles.NAME] tables"),
        ("[roles]\nreader = 1", 2, "a role is a table: [roles.reader]"),
        (f"{ROLES}sees = 1", 4, '"sees" is not one of: may, says, withholds'),
        (f"{ROLES}says = 5", 4, "says is a sentence"),
        ('[roles.reader]\nmay = ["runs.look", "runs.watch"]', 2, '"runs.watch" is not one of: people.find'),
        ('[roles.reader]\nmay = "runs.look"', 2, "may is a list of words"),
        ('[roles.reader]\nmay = []\nwithholds = ["all"]', 3, '"all" is not one of: intelligence'),
        (f"{ROLES}[role.other]", 4, '"role" is not one of: grants, roles, withdrawn'),
        (f"{ROLES}{GRANT}", 4, "a grant says whom it is for"),
        (f"{ROLES}{GRANT}everyone = false", 4, "a grant says whom it is for"),
        (f'{EVERYONE}areas = ["Luton"]', 4, "not both"),
        (f'{ROLES}{GRANT}everyone = "yes"', 8, "everyone is true or false"),
        (f'{ROLES}{GRANT}areas = "Luton"', 8, 'areas = ["...", "..."]'),
        (f"{ROLES}{GRANT}areas = []", 8, "areas is empty"),
        (f"{ROLES}{GRANT}caseload = true", 8, "caseload names a claim"),
        (
            EVERYONE.replace('role = "reader"', 'role = "raeder"'),
            5,
            'there is no role "raeder". Roles: reader',
        ),
        (EVERYONE.replace('is = "readers"', "is = 7"), 4, 'a grant needs is = "..."'),
        (EVERYONE.replace("is =", "equals ="), 7, '"equals" is not one of: agencies'),
        (f"{WITHDRAWN}until = 1", 7, '"until" is not one of: claim, is, since'),
        (WITHDRAWN.replace('"ann"', '" "'), 4, 'what is withdrawn needs is = "..."'),
        (f'{WITHDRAWN}since = "2026-11-23T09:00:00Z"', 7, "since is a moment with its zone, without quotes"),
        (f"{WITHDRAWN}since = 2026-11-23", 7, "since is a moment with its zone"),
        (f"{WITHDRAWN}since = 2026-11-23T09:00:00", 7, "since is a moment with its zone"),
        (f"{WITHDRAWN}since = 0001-01-01T00:00:00+01:00", 7, "since is a moment with its zone"),
        (f'{ROLES}[withdrawn]\nclaim = "sub"', 4, "withdrawn are written as [[withdrawn]]"),
        (f'{ROLES}[grants]\nrole = "reader"', 4, "grants are written as [[grants]]"),
        (f"{ROLES}{ROLES}", 4, "stands here once more"),
        ("roles", 1, "there is no = on this line"),
    ],
)
def test_a_mistake_in_the_document_is_told_by_file_and_line(cli, using, text, line, says):
    using(text)
    for command in (("show",), ("explain", "groups=readers")):
        answer = cli("access", *command)
        assert (answer.code, answer.out) == (3, "")
        said = " ".join(answer.err.split())
        assert f"access.toml, line {line}: " in said
        assert says in said


def test_a_document_that_is_not_there_is_told(cli, monkeypatch, tmp_path):
    monkeypatch.setenv("IOM_ACCESS", str(tmp_path / "none.toml"))
    settings.cache_clear()
    answer = cli("access", "show")
    assert (answer.code, "There is no file" in answer.err) == (3, True)


def test_explain_says_that_whoever_decides_must_be_able_to_look(cli, using):
    role = '[roles.decider]\nmay = ["people.decide"]\n'
    looker = '[roles.looker]\nmay = ["people.look"]\n'
    grants = [
        f'[[grants]]\nrole = "{name}"\nclaim = "groups"\nis = "{group}"\neveryone = true\n'
        for name, group in (("decider", "one"), ("decider", "both"), ("looker", "both"))
    ]
    using(f"{role}{looker}{''.join(grants)}")
    for group, is_said in (("one", True), ("both", False)):
        said = " ".join(cli("access", "explain", f"groups={group}", "POST /v1/people/merges").out.split())
        assert "Allowed" in said
        assert ("Whoever decides must be able to look" in said) is is_said, group


def explained(cli, user: str, *route: str) -> list[dict]:
    answer = cli("access", "explain", user, *route, "--json")
    assert answer.code == 0, answer.err
    return json.loads(answer.out)


def test_explain_says_which_rule_opens_a_route_whom_it_shows_and_what_is_withheld(cli, using):
    using(LUTON)
    (one,) = explained(cli, "groups=readers", "GET /v1/runs/{run_id}")
    assert (one["allowed"], one["may"], one["withheld"]) == (True, "runs.look", ["police"])
    assert one["rule"] == "grant 1: reader if groups is readers, for homes in Luton"
    answer = cli("access", "explain", "groups=readers", "GET /v1/people/{person_id}")
    assert "Withheld: police" in answer.out


def test_explain_shows_every_route_whole_under_the_rule_that_decides_it(cli, using):
    using(LUTON)
    told = cli("access", "explain", "groups=readers").out.splitlines()
    opens = told.index("Allowed: grant 1: reader if groups is readers, for homes in Luton")
    closes = told.index("Refused: none of the roles held (reader) may runs.make")
    assert (
        opens < next(at for at, line in enumerate(told) if line.split()[:2] == ["GET", "/v1/runs"]) < closes
    )
    assert told[closes + 1].split() == ["POST", "/v1/runs", "runs.make"]
    routes_told = [line.strip().rsplit("  ", 1)[0].strip() for line in told if line.startswith("    ")]
    assert set(routes_told) == {*routes(), *(f"iom {name}" for name in OFFERED)}


def test_explain_says_that_nobody_has_a_role_where_the_document_grants_none(cli, using):
    told = " ".join(cli("access", "explain", "groups=readers", "GET /v1/runs").out.split())
    assert "IOM_ACCESS is not set, and the document that ships gives nobody a role." in told
    using(ROLES)
    told = " ".join(cli("access", "explain", "groups=readers", "GET /v1/runs").out.split())
    assert "The document in IOM_ACCESS gives nobody a role" in told
    using(EVERYONE)
    assert "nobody a role" not in cli("access", "explain", "groups=readers", "GET /v1/runs").out


def test_explain_says_which_rule_closes_a_route(cli, using):
    using(LUTON)
    for user, route, rule in (
        ("groups=others", "GET /v1/runs", "no grant is met by the token's claims"),
        ("groups=readers", "POST /v1/runs", "none of the roles held (reader) may runs.make"),
        ('{"roles": ["readers"]}', "GET /v1/runs", "no grant is met by the token's claims"),
    ):
        (one,) = explained(cli, user, route)
        assert (one["allowed"], one["sees"], one["rule"]) == (False, "nothing", rule)


def test_explain_says_which_entry_shuts_somebody_out_and_from_when_on_their_tokens_are_good(cli, using):
    entry = '[[withdrawn]]\nclaim = "sub"\nis = "ann"\n'
    since = entry + "since = 2026-11-23T09:00:00Z\n"
    early, late = 1_795_424_399, 1_795_424_400
    for entries, claims, number in (
        (entry, '{"groups": "readers", "sub": "Ann "}', 1),
        (entry, '{"groups": "readers", "sub": ["eve", "ann"]}', 1),
        (entry, '{"groups": "readers", "sub": "anne"}', None),
        (since, f'{{"groups": "readers", "sub": "ann", "iat": {early}}}', 1),
        (since, f'{{"groups": "readers", "sub": "ann", "iat": {late}}}', None),
        (since, '{"groups": "readers", "sub": "ann"}', 1),
        (since, f'{{"groups": "readers", "sub": "ann", "iat": "{late}"}}', 1),
        (since + entry, f'{{"groups": "readers", "sub": "ann", "iat": {early}}}', 2),
    ):
        using(EVERYONE + entries)
        (one,) = explained(cli, claims, "GET /v1/runs")
        assert one["allowed"] == (number is None), claims
        if number:
            assert one["rule"].startswith(f"withdrawn {number}: tokens are refused if sub is ann")
            assert (one["grants"], one["sees"]) == ([], "nothing")


def test_explain_without_a_route_tells_of_every_route_of_the_service(cli, using):
    using(EVERYONE)
    told = explained(cli, "groups=readers")
    assert [one["route"] for one in told] == [*routes(), *(f"iom {name}" for name in OFFERED)]
    open_to_all = [one["route"] for one in told if one["rule"] == "the route stands open"]
    assert sorted(open_to_all) == ["GET /health/live", "GET /health/ready", "GET /v1/openapi.json"]


def test_claims_may_stand_in_a_file_also_as_windows_writes_it(cli, using, tmp_path):
    using(EVERYONE)
    claims = tmp_path / "claims.json"
    claims.write_text('{"groups": ["others", "readers"]}', encoding="utf-8-sig")
    (one,) = explained(cli, str(claims), "GET /v1/runs")
    assert one["allowed"]


def test_a_claim_that_merely_holds_the_word_does_not_meet_a_grant(cli, using):
    using(EVERYONE)
    for claims in ('{"groups": "readers2"}', '{"groups": {"readers": 1}}', '{"groups": [["readers"]]}'):
        (one,) = explained(cli, claims, "GET /v1/runs")
        assert not one["allowed"], claims


@pytest.mark.parametrize(
    ("user", "says"),
    [
        ("nobody", "Give CLAIM=VALUE, JSON, or a file"),
        ("{", "not a JSON object"),
        ("[", "Give CLAIM=VALUE"),
        ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2ln", "keep it out of command lines"),
    ],
)
def test_claims_that_cannot_be_read_are_told(cli, using, user, says):
    using(EVERYONE)
    answer = cli("access", "explain", user)
    assert (answer.code, says in " ".join(answer.err.split())) == (3, True)
    assert "eyJ" not in answer.err


def test_a_file_that_is_no_text_is_told(cli, using, tmp_path):
    using(EVERYONE)
    (tmp_path / "claims").write_bytes(b"\xff\xfe\x00")
    answer = cli("access", "explain", str(tmp_path / "claims"))
    assert (answer.code, "not a JSON object" in answer.err) == (3, True)


def test_a_route_that_does_not_exist_is_told_with_the_nearest(cli, using):
    using(EVERYONE)
    answer = cli("access", "explain", "groups=readers", "GET /v1/run")
    assert (answer.code, 'Did you mean "GET /v1/runs"?' in answer.err) == (3, True)


def test_explain_says_who_may_give_a_command_and_that_one_shows_what_is_withheld(cli, using):
    grant = '[[grants]]\nrole = "{}"\nclaim = "groups"\nis = "{}"\neveryone = true\n'
    using(shipped() + "".join(grant.format(role, role) for role in ("panel_member", "administrator")))
    allowed = cli("access", "explain", "groups=administrator", "iom backup", "--json")
    assert json.loads(allowed.out)[0]["allowed"] is True
    for command, rule in (
        ("iom backup", "none of the roles held (panel_member) may store.keep"),
        ("iom run show", "it may show what is withheld: intelligence"),
    ):
        (told,) = json.loads(cli("access", "explain", "groups=panel_member", command, "--json").out)
        assert (told["allowed"], told["rule"], told["sees"]) == (False, rule, "nothing")
    assert 'Did you mean "iom backup"?' in cli("access", "explain", "groups=x", "iom bakcup").err
