"""Statements 5, 16, 17 and 18: tokens, by their number."""

from datetime import timedelta

import jwt
import pytest
from django.core import mail
from django.utils import timezone
from rest_framework.test import APIRequestFactory
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from shop_accounts.api.authentication import TokenAuthentication
from shop_accounts.api.permissions import RequiresMFA
from shop_accounts.exceptions import InvalidTokenError
from shop_accounts.models import AccountState, UserSession
from shop_accounts.services.jwt import refresh_tokens, revoke_token, tokens_for, verify_token
from shop_accounts.services.sessions import end_sessions
from shop_accounts.testing import make_user
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
ME = "/api/accounts/me/"


def holds(token):
    try:
        verify_token(token=token)
    except InvalidTokenError:
        return False
    return True


def me(client, pair):
    return client.get(ME, headers={"Authorization": f"Bearer {pair['access']}"})


def late(settings):
    settings.SHOP_ACCOUNTS = {"REFRESH_GRACE": timedelta(0)}


def test_s16_refresh_rotates_and_the_family_lives_on(user):
    first = tokens_for(user=user)
    second = refresh_tokens(refresh=first["refresh"])
    assert second["refresh"] != first["refresh"]
    assert refresh_tokens(refresh=second["refresh"])["access"]
    assert UserSession.objects.count() == 1


def test_s16_reuse_after_the_grace_ends_the_family_and_mails_the_user(settings, client, user, committed):
    late(settings)
    first, other = tokens_for(user=user), tokens_for(user=user)
    second = refresh_tokens(refresh=first["refresh"])
    with committed(), pytest.raises(InvalidTokenError):
        refresh_tokens(refresh=first["refresh"])
    assert [holds(token) for token in (*first.values(), *second.values())] == [False] * 4
    assert me(client, second).status_code == 401
    assert holds(other["refresh"])
    assert [message.to for message in mail.outbox] == [[user.email_address]]


def test_s16_within_the_grace_the_slower_tab_gets_the_pair_of_the_faster(user):
    first = tokens_for(user=user)
    fast, slow = refresh_tokens(refresh=first["refresh"]), refresh_tokens(refresh=first["refresh"])
    assert RefreshToken(fast["refresh"])["jti"] == RefreshToken(slow["refresh"])["jti"]
    assert holds(slow["access"])


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s16_tabs_that_refresh_at_once_stay_logged_in_with_one_successor():
    pair = tokens_for(user=make_user())
    answers = run_in_threads(lambda _tab: refresh_tokens(refresh=pair["refresh"]), range(8))
    assert {RefreshToken(answer["refresh"])["jti"] for answer in answers} == {UserSession.objects.get().token}


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s16_without_a_grace_one_thread_wins_and_the_copies_end_the_family(settings):
    late(settings)
    pair = tokens_for(user=make_user())
    answers = run_in_threads(lambda _tab: refresh_tokens(refresh=pair["refresh"]), range(6))
    assert sum(isinstance(answer, dict) for answer in answers) == 1
    assert {type(answer) for answer in answers} == {dict, InvalidTokenError}
    assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    "forge",
    [
        lambda token, key: jwt.encode(token.payload, None, algorithm="none"),
        lambda token, key: jwt.encode(token.payload, "another key that is long enough for hs256", algorithm="HS256"),
        lambda token, key: jwt.encode(token.payload, key.ljust(64, "x") * 2, algorithm="HS512"),
        lambda token, key: jwt.encode({**token.payload, "exp": 1}, key, algorithm="HS256"),
        lambda token, key: jwt.encode({**token.payload, "sid": "x"}, key, algorithm="HS256"),
        lambda token, key: jwt.encode({**token.payload, "user_id": "1"}, key, algorithm="HS256"),
        lambda token, key: jwt.encode({**token.payload, "jti": "x"}, key, algorithm="HS256"),
    ],
    ids=["alg none", "other key", "other alg", "expired", "no family", "another user", "unknown id"],
)
def test_s16_forged_tokens_are_refused(settings, user, forge):
    token = RefreshToken(tokens_for(user=user)["refresh"])
    forged = forge(token, settings.SECRET_KEY)
    assert not holds(forged)
    with pytest.raises(InvalidTokenError):
        refresh_tokens(refresh=forged)


def test_s16_a_token_of_one_kind_is_none_of_the_other(client, user):
    pair = tokens_for(user=user)
    with pytest.raises(InvalidTokenError):
        refresh_tokens(refresh=pair["access"])
    assert me(client, {"access": pair["refresh"]}).status_code == 401


def test_s16_a_token_without_a_family_opens_nothing(client, user):
    assert me(client, {"access": str(AccessToken.for_user(user))}).status_code == 401


def test_s16_a_family_ends_with_its_time(user):
    pair = tokens_for(user=user)
    UserSession.objects.update(expires_at=timezone.now())
    assert not holds(pair["access"])


def change_password(user):
    user.set_password("a wholly other password")
    user.save()


def deactivate(user):
    user.shop_account.state = AccountState.DEACTIVATED
    user.shop_account.save()


def switch_off(user):
    user.is_active = False
    user.save()


ENDS = [
    change_password,
    deactivate,
    switch_off,
    lambda user: user.delete(),
    lambda user: end_sessions(user=user),
]


@pytest.mark.parametrize("end", ENDS, ids=["password", "deactivated", "switched off", "deleted", "everywhere"])
def test_s17_refresh_verify_and_access_die_at_once(client, user, end):
    pair = tokens_for(user=user)
    assert me(client, pair).status_code == 200
    end(user)
    answers = [
        client.post("/api/token/refresh/", {"refresh": pair["refresh"]}),
        client.post("/api/token/verify/", {"token": pair["refresh"]}),
        client.post("/api/token/verify/", {"token": pair["access"]}),
        me(client, pair),
    ]
    assert [answer.status_code for answer in answers] == [401] * 4


def test_s17_a_revoked_login_is_over_and_revoking_twice_does_no_harm(client, user):
    pair, other = tokens_for(user=user), tokens_for(user=user)
    assert {client.post("/api/token/revoke/", {"token": pair["refresh"]}).status_code for _ in range(2)} == {200}
    assert [holds(pair["access"]), holds(other["access"])] == [False, True]
    revoke_token(token="nonsense")


def test_s18_tokens_do_not_revive_on_reactivation(user):
    pair = tokens_for(user=user)
    switch_off(user)
    user.is_active = True
    user.save()
    assert not holds(pair["refresh"])


@pytest.mark.parametrize(("methods", "allowed"), [(["pwd"], False), (["pwd", "otp", "mfa"], True)])
def test_s13_an_endpoint_may_demand_a_second_step(user, methods, allowed):
    pair = refresh_tokens(refresh=tokens_for(user=user, methods=methods)["refresh"])
    request = APIRequestFactory().get("/", headers={"Authorization": f"Bearer {pair['access']}"})
    request.user, request.auth = TokenAuthentication().authenticate(request)
    assert RequiresMFA().has_permission(request, None) is allowed
    assert (request.auth["amr"], request.auth["mfa"]) == (methods, allowed)


def test_a_bearer_costs_one_query(client, user, django_assert_num_queries):
    pair = tokens_for(user=user)
    request = APIRequestFactory().get("/", headers={"Authorization": f"Bearer {pair['access']}"})
    with django_assert_num_queries(1):
        TokenAuthentication().authenticate(request)


@pytest.mark.parametrize("claim", ["iss", "aud"])
@pytest.mark.parametrize("value", ["https://other.example", None])
def test_s16_tokens_of_another_shop_or_for_another_are_refused(settings, client, user, claim, value):
    pair = tokens_for(user=user)
    for token in (pair["access"], pair["refresh"]):
        claims = jwt.decode(token, settings.SECRET_KEY, ["HS256"], audience="https://shop.example")
        assert (claims["iss"], claims["aud"]) == ("https://shop.example", "https://shop.example")
        foreign = {name: said for name, said in {**claims, claim: value}.items() if said is not None}
        assert holds(token)
        assert not holds(jwt.encode(foreign, settings.SECRET_KEY, "HS256"))
        headers = {"Authorization": f"Bearer {jwt.encode(foreign, settings.SECRET_KEY, 'HS256')}"}
        assert client.get(ME, headers=headers).status_code == 401


def test_s16_access_is_short(user):
    claims = jwt.decode(tokens_for(user=user)["access"], options={"verify_signature": False})
    assert 0 < claims["exp"] - claims["iat"] <= 15 * 60
