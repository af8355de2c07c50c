"""Access tokens as an attacker would write them: which are believed, and which not."""

import hmac
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import OctKey

from api.problems import Refusal
from api.sign_in import SignInError

from .provider import AUDIENCE, ISSUER, Provider, curve, part, public, rsa, signed


def refused(provider: Provider, token: str, **changed: object) -> str:
    with pytest.raises(SignInError) as found:
        provider.sign_in(**changed).caller_of(token)
    return found.value.reason


def test_a_token_signed_by_the_provider_names_the_caller_and_their_claims(provider):
    caller = provider.sign_in().caller_of(provider.token(groups=["iom"]))
    assert (caller.user, caller.claims["groups"]) == ("ann", ["iom"])


def test_a_token_may_be_signed_by_a_key_of_a_curve(provider):
    provider.keys.append(public(curve("two")))
    assert provider.sign_in().caller_of(provider.token(curve("two"))).user == "ann"


def test_a_caller_is_named_by_the_claim_that_the_deployment_says(provider):
    token = provider.token(preferred_username="ann.lee")
    assert provider.sign_in(user_claim="preferred_username").caller_of(token).user == "ann.lee"


def test_an_unsigned_token_is_no_token(provider):
    claims = part(provider.claims())
    for algorithm in ("none", "None", "NONE", ""):
        assert "RS256" in refused(provider, f"{part({'alg': algorithm})}.{claims}.")


def test_the_published_key_is_no_secret_to_sign_with(provider):
    pem = rsa("one").as_pem(private=False)
    for secret in (pem, json.dumps(public(rsa("one"))).encode(), rsa("one").as_dict()["n"].encode()):
        said = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(provider.claims())}"
        token = f"{said}.{part(hmac.digest(secret, said.encode(), 'sha256'))}"
        assert "RS256" in refused(provider, token)


def test_a_shared_secret_among_the_keys_is_no_key_to_sign_with(provider):
    secret = OctKey.import_key("s" * 32, {"kid": "secret"})
    provider.keys.append({**secret.as_dict(private=True), "kid": "secret"})
    assert "RS256" in refused(provider, provider.token(secret, {"alg": "HS256", "kid": "secret"}))


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_an_algorithm_that_is_not_asked_for_is_refused_even_by_the_right_key(provider, algorithm):
    assert "RS256" in refused(provider, provider.token(header={"alg": algorithm}))


def test_a_key_for_another_algorithm_or_for_encryption_signs_nothing(provider):
    for unfit in ({"alg": "RS512"}, {"use": "enc"}, {"key_ops": ["encrypt"]}):
        provider.keys = [public(rsa("one"), **unfit), public(curve("two"))]
        assert "not signed by a key" in refused(provider, provider.token())


def test_keys_that_a_token_brings_along_are_not_read(provider):
    mine = rsa("mine")
    at = "https://evil.example.org/keys"
    for brought in ({"jwk": public(mine)}, {"jku": at}, {"x5u": at}, {"x5c": ["AAAA"]}):
        for kid in ("one", "mine", None):
            reason = refused(provider, provider.token(mine, {**brought, "kid": kid}))
            assert "not signed by a key" in reason
    assert all(url.startswith(ISSUER) for url in provider.asked)


@pytest.mark.parametrize("kid", ["../../dev/null", "' or 1=1 --", "x" * 900, ""])
def test_a_key_id_is_compared_and_nothing_else(provider, kid):
    refused(provider, provider.token(header={"kid": kid}))


@pytest.mark.parametrize(
    "header", [{"crit": ["b64"], "b64": False}, {"crit": ["exp"], "exp": 1}, {"crit": []}, {"crit": 1}]
)
def test_a_token_that_calls_anything_critical_is_refused(provider, header):
    genuine = provider.token()
    _, claims, signature = genuine.split(".")
    assert "crit" in refused(
        provider, f"{part({'alg': 'RS256', 'kid': 'one', **header})}.{claims}.{signature}"
    )


def test_a_header_that_is_not_known_is_let_be(provider):
    assert provider.sign_in().caller_of(provider.token(header={"pi.atm": "1"})).user == "ann"


def test_a_key_id_of_two_keys_means_the_one_of_the_algorithm(provider):
    provider.keys = [public(curve("one")), public(rsa("one"))]
    assert provider.sign_in().caller_of(provider.token()).user == "ann"


def test_without_a_key_id_a_token_is_taken_only_where_one_key_alone_can_be_meant(provider):
    nameless = provider.token(header={"kid": None})
    assert provider.sign_in().caller_of(nameless).user == "ann"
    provider.keys.append(public(rsa("two")))
    assert "not signed by a key" in refused(provider, nameless)


def test_a_changed_token_is_refused(provider):
    header, _, signature = provider.token().split(".")
    refused(provider, f"{header}.{part(provider.claims(sub='bob'))}.{signature}")
    refused(provider, f"{header}.{part(provider.claims())}.")


@pytest.mark.parametrize("claims", ["[]", '"ann"', "null", "", "{", '{"exp": NaN}', '{"exp": Infinity}'])
def test_claims_that_are_no_object_of_json_are_refused(provider, claims):
    refused(provider, signed(rsa("one"), claims))


@pytest.mark.parametrize("exp", ['"2099-01-01"', "true", "[9e9]", "{}", "1e999", "1" + "0" * 400])
def test_an_expiry_that_is_no_moment_is_no_expiry(provider, exp):
    text = json.dumps(provider.claims(exp="HERE")).replace('"HERE"', exp)
    assert refused(provider, signed(rsa("one"), text)) == "the token's exp is no moment"


@pytest.mark.parametrize("exp", ["NaN", "Infinity", "-Infinity"])
def test_claims_with_what_is_no_number_of_json_are_refused_whole(provider, exp):
    text = json.dumps(provider.claims(other="HERE")).replace('"HERE"', exp)
    assert "not signed" in refused(provider, signed(rsa("one"), text))


@pytest.mark.parametrize("exp", [None, -1, 0])
def test_a_token_that_does_not_say_when_it_ends_or_has_ended_is_refused(provider, exp):
    assert "expired" in refused(provider, provider.token(exp=exp))


def test_a_token_ends_at_its_expiry_with_the_leeway_for_clocks_that_differ(provider):
    token = provider.token(exp=provider.now + 100)
    sign_in = provider.sign_in(leeway=30)
    provider.wait(129)
    assert sign_in.caller_of(token).user == "ann"
    provider.wait(1)
    with pytest.raises(SignInError, match="expired"):
        sign_in.caller_of(token)


@pytest.mark.parametrize("claim", ["nbf", "iat"])
def test_a_token_of_later_is_not_valid_yet(provider, claim):
    assert "not valid yet" in refused(provider, provider.token(**{claim: provider.now + 31}))
    assert "no moment" in refused(provider, provider.token(**{claim: "soon"}))
    assert provider.sign_in().caller_of(provider.token(**{claim: provider.now + 29})).user == "ann"


def test_a_clock_set_back_brings_no_expired_token_to_life(provider):
    sign_in, token = provider.sign_in(), provider.token()
    provider.wait(3600)
    provider.now -= 3600
    with pytest.raises(SignInError, match="expired"):
        sign_in.caller_of(token)


def test_a_clock_set_back_keeps_nobody_out_who_has_a_new_token(provider):
    sign_in = provider.sign_in()
    provider.wait(3600)
    fresh = provider.token()
    provider.now -= 3600
    assert sign_in.caller_of(fresh).user == "ann"


@pytest.mark.parametrize(
    "issuer", [None, "", f"{ISSUER}/", ISSUER.upper(), "https://evil.example.org", [ISSUER], 1]
)
def test_a_token_of_another_issuer_is_refused(provider, issuer):
    assert "issuer" in refused(provider, provider.token(iss=issuer))


@pytest.mark.parametrize("audience", [None, "", "iom", [], ["other"], {"iom-service": 1}, f"{AUDIENCE} x", 1])
def test_a_token_for_another_audience_is_refused(provider, audience):
    assert "audience" in refused(provider, provider.token(aud=audience))


def test_a_token_for_several_audiences_is_taken_where_this_is_one(provider):
    assert provider.sign_in().caller_of(provider.token(aud=["other", AUDIENCE])).user == "ann"


@pytest.mark.parametrize(
    "user", [None, "", "  ", 7, ["ann"], {"a": 1}, True, "a\nb", "a\x1b[31m", "\u202eann", "a" * 201]
)
def test_a_token_that_names_nobody_in_print_is_refused(provider, user):
    assert "claim sub" in refused(provider, provider.token(sub=user))


@pytest.mark.parametrize("kind", ["at+jwt", "application/at+jwt", "AT+JWT", "JWT", None])
def test_an_access_token_says_that_it_is_one_or_nothing(provider, kind):
    assert provider.sign_in().caller_of(provider.token(header={"typ": kind})).user == "ann"


@pytest.mark.parametrize("kind", ["id_token+jwt", "logout+jwt", "secevent+jwt", "dpop+jwt", "JOSE", "jwt+x"])
def test_a_token_of_another_type_is_refused(provider, kind):
    assert "at+jwt" in refused(provider, provider.token(header={"typ": kind}))


@pytest.mark.parametrize(
    "claims", [{"at_hash": "x"}, {"c_hash": "x"}, {"nonce": "x"}, {"typ": "ID"}, {"typ": "Refresh"}]
)
def test_an_id_token_is_no_access_token(provider, claims):
    refused(provider, provider.token(header={"typ": "JWT"}, **claims))


def test_an_access_token_of_older_keycloak_may_hold_a_nonce(provider):
    token = provider.token(header={"typ": "JWT"}, typ="Bearer", nonce="x")
    assert provider.sign_in().caller_of(token).user == "ann"


def test_a_deployment_may_ask_for_the_type_of_access_tokens(provider):
    assert "at+jwt" in refused(provider, provider.token(header={"typ": "JWT"}), typed=True)
    assert provider.sign_in(typed=True).caller_of(provider.token()).user == "ann"


def test_a_token_bound_to_a_key_of_its_holder_is_refused_as_it_cannot_be_checked(provider):
    assert "bound" in refused(provider, provider.token(cnf={"jkt": "x"}))


def test_a_very_long_token_is_refused_before_it_is_read(provider):
    assert "longer" in refused(provider, provider.token(filler="x" * 16_000))
    assert provider.asked == []


SENT_TO = Provider().sign_in()


@settings(max_examples=100)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.one_of(st.text(max_size=40), st.binary(max_size=60).map(part)), max_size=4).map(".".join),
        st.dictionaries(
            st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk"]),
            st.one_of(
                st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.just("RS256"), st.just([])
            ),
        ).map(lambda header: f"{part(header)}.{part({'sub': 'ann'})}.AAAA"),
    )
)
def test_whatever_is_sent_as_a_token_is_refused_as_one(text):
    with pytest.raises(SignInError):
        SENT_TO.caller_of(text)


@pytest.mark.parametrize("deep", ["[" * 2500, '{"a":' * 500, '{"alg":"RS256","kid":' + "1" * 2000 + "}"])
def test_a_header_made_to_exhaust_the_reader_is_refused(provider, deep):
    refused(provider, f"{part(deep.encode())}.e30.AAAA")


@pytest.mark.parametrize("deep", ["[" * 9000, '{"exp":' + "9" * 5000 + "}"])
def test_claims_made_to_exhaust_the_reader_are_refused(provider, deep):
    refused(provider, signed(rsa("one"), deep))


def test_no_reason_tells_what_a_token_holds(provider):
    hostile = {"sub": "SECRET\n", "iss": "SECRET", "aud": "SECRET", "exp": "SECRET", "nonce": "SECRET"}
    for name, value in hostile.items():
        assert "SECRET" not in refused(provider, provider.token(header={"typ": "JWT"}, **{name: value}))
    assert "SECRET" not in refused(provider, provider.token(header={"kid": "SECRET"}))


def test_a_refusal_of_the_provider_is_not_one_of_the_token(provider):
    provider.broken = OSError()
    with pytest.raises(Refusal) as found:
        provider.sign_in().caller_of(provider.token())
    assert found.value.status == 503
