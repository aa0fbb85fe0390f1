"""Statements 1, 9, 10, 11, 22 and 30 on one-time codes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.codes import mailed_code, wrong

from shop_accounts.contacts import mask
from shop_accounts.exceptions import InvalidCodeError, TooManyCodesError
from shop_accounts.models import AccountState, OneTimeCode
from shop_accounts.services import codes
from shop_accounts.services.codes import request_code, use_code
from shop_accounts.testing import make_user
from shop_core.testing.threads import run_in_threads

ADA = "ada@example.com"
REQUEST = "/api/accounts/otp/request/"


def ask(committed, target=ADA, purpose="login", **extra):
    with committed():
        request_code(target=target, purpose=purpose, **extra)
    return mailed_code()


def cool_down():
    OneTimeCode.objects.update(requested_at=timezone.now() - timedelta(seconds=46))


@pytest.mark.django_db
def test_s01_the_answer_tells_nothing_of_the_target(client, committed, django_assert_num_queries):
    make_user(email=ADA)
    make_user(email="pending@example.com", state=AccountState.PENDING)
    answers = []
    for target in (ADA, "pending@example.com", "nobody@example.com"):
        for _ in range(2):
            with committed():
                answers.append(client.post(REQUEST, {"target": target, "purpose": "login"}, "application/json"))
    assert [answer.status_code for answer in answers] == [202, 429] * 3
    assert len({answer.content for answer in answers if answer.status_code == 202}) == 1
    assert [message.to for message in mail.outbox] == [[ADA]]


@pytest.mark.django_db
def test_s09_a_code_works_once_within_its_time(committed):
    user = make_user(email=ADA)
    code = ask(committed)
    assert len(code) == 6
    assert use_code(target=ADA, purpose="login", code=f" {code[:3]} {code[3:]}") == user
    with pytest.raises(InvalidCodeError):
        use_code(target=ADA, purpose="login", code=code)
    cool_down()
    late = ask(committed)
    OneTimeCode.objects.update(expires_at=timezone.now())
    with pytest.raises(InvalidCodeError):
        use_code(target=ADA, purpose="login", code=late)


@pytest.mark.django_db
def test_s09_five_wrong_guesses_kill_a_code(committed):
    make_user(email=ADA)
    code = ask(committed)
    for _ in range(5):
        with pytest.raises(InvalidCodeError):
            use_code(target=ADA, purpose="login", code=wrong(code))
    with pytest.raises(InvalidCodeError):
        use_code(target=ADA, purpose="login", code=code)


@pytest.mark.django_db
def test_s09_codes_are_kept_as_keyed_digests(committed, settings):
    make_user(email=ADA)
    code = ask(committed)
    row = OneTimeCode.objects.get()
    assert code not in str(vars(row))
    assert len(row.digest) == 64
    settings.SECRET_KEY = "another-key-that-is-long-enough-for-hs256"
    with pytest.raises(InvalidCodeError):
        use_code(target=ADA, purpose="login", code=code)


@pytest.mark.django_db
def test_s10_a_code_is_bound_to_purpose_and_target(committed):
    make_user(email=ADA)
    make_user(email="eve@example.com")
    code = ask(committed)
    ask(committed, target="eve@example.com")
    for target, purpose in [(ADA, "verify"), ("eve@example.com", "login")]:
        with pytest.raises(InvalidCodeError):
            use_code(target=target, purpose=purpose, code=code)


@pytest.mark.django_db
def test_s10_a_newer_code_kills_the_older(committed, monkeypatch):
    make_user(email=ADA)
    drawn = iter([123456, 654321])
    monkeypatch.setattr(codes.secrets, "randbelow", lambda _end: next(drawn))
    first = ask(committed)
    cool_down()
    second = ask(committed)
    with pytest.raises(InvalidCodeError):
        use_code(target=ADA, purpose="login", code=first)
    assert use_code(target=ADA, purpose="login", code=second)


@pytest.mark.django_db
def test_s11_the_next_code_takes_45_seconds(client, committed):
    make_user(email=ADA)
    ask(committed)
    with committed():
        refused = client.post(REQUEST, {"target": ADA, "purpose": "login"}, "application/json")
    assert refused.status_code == 429
    assert 0 < refused.json()["retry_after"] <= 45
    assert refused["Retry-After"] == str(refused.json()["retry_after"])
    assert len(mail.outbox) == 1


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s11_requests_at_once_send_one():
    make_user(email=ADA)
    answers = run_in_threads(lambda _: request_code(target=ADA, purpose="login"), range(20))
    assert answers.count(None) == 1
    assert sum(isinstance(answer, TooManyCodesError) for answer in answers) == 19
    assert len(mail.outbox) == 1


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s09_a_code_used_twenty_times_at_once_works_once():
    user = make_user(email=ADA)
    request_code(target=ADA, purpose="login")
    code = mailed_code()
    answers = run_in_threads(lambda _: use_code(target=ADA, purpose="login", code=code), range(20))
    assert answers.count(user) == 1
    assert sum(isinstance(answer, InvalidCodeError) for answer in answers) == 19


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("john@example.com", "j•••@e•••.com"),
        ("j@x.org", "•••@•••.org"),
        ("ada@mail.example.co.uk", "a•••@m•••.uk"),
        ("+48512345678", "•••• 78"),
        ("", ""),
    ],
)
def test_s22_masked_contacts_show_the_first_letters_at_most(contact, shown):
    assert mask(contact) == shown


@pytest.mark.django_db
def test_s30_codes_stand_in_no_log(committed, caplog):
    make_user(email=ADA)
    code = ask(committed)
    assert code not in caplog.text
