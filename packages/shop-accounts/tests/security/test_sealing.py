"""Statement 30: the secrets of authenticator apps stand in the database encrypted, and keys can be changed."""

import subprocess
import sys
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from tests.factors import SECRET, just_logged_in, prove_contacts, set_up, totp

from shop_accounts.exceptions import InvalidCodeError
from shop_accounts.models import SecondFactor
from shop_accounts.sealing import UnreadableSecretError, seal, unseal
from shop_accounts.services.factors import start_totp, turn_on
from shop_accounts.services.second_step import take_step
from shop_accounts.testing import make_user

pytestmark = pytest.mark.django_db
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def keys(settings):
    """A function that sets the keys of the shop."""

    def put(*values):
        settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | {"ENCRYPTION_KEYS": list(values)}

    put(OLD)
    return put


@pytest.fixture
def ada():
    user = make_user()
    prove_contacts(user)
    return user


def raw():
    """What the column holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM shop_accounts_secondfactor")
        return [row[0] for row in cursor.fetchall()]


def test_s30_the_column_holds_no_seed(keys, ada):
    seed = start_totp(user=ada).seed
    assert len(seed) == 32
    (column,) = raw()
    assert seed not in column
    assert Fernet(OLD).decrypt(column.removeprefix("fernet:")).decode() == seed
    turn_on(user=ada, kind="totp", code=totp(seed, -1), request=just_logged_in(ada))
    take_step(user=ada, method="totp", code=totp(seed))
    assert raw() == [column]


def test_s30_the_page_and_the_api_show_the_seed_once_in_clear(keys, client, ada):
    client.force_login(ada)
    seed = client.get("/account/security/app/").context["secret"]
    assert seed == SecondFactor.objects.get().seed
    assert seed in client.get("/account/security/app/").context["address"]
    assert client.post("/api/accounts/mfa/totp/").json()["secret"] == seed


def test_s30_seeds_from_before_work_on_and_are_sealed_by_the_command(keys, ada):
    set_up(ada)
    take_step(user=ada, method="totp", code=totp(shift=-1))
    assert raw() == [SECRET]
    call_command("seal_secrets", stdout=(said := StringIO()))
    assert said.getvalue() == "Secrets sealed: 1\n"
    assert SECRET not in raw()[0]
    take_step(user=ada, method="totp", code=totp())
    call_command("seal_secrets", stdout=(said := StringIO()))
    assert said.getvalue() == "Secrets sealed: 0\n"


def test_s30_a_new_key_seals_and_the_old_one_opens_until_it_goes(keys, ada):
    set_up(ada)
    call_command("seal_secrets", stdout=StringIO())
    before = raw()
    keys(NEW, OLD)
    take_step(user=ada, method="totp", code=totp(shift=-1))
    call_command("seal_secrets", stdout=StringIO())
    assert raw() != before
    keys(NEW)
    take_step(user=ada, method="totp", code=totp())


@pytest.mark.parametrize("left", [[], [NEW]])
def test_a_lost_key_is_a_refusal_and_no_fault(keys, ada, caplog, left):
    recovery = set_up(ada)
    call_command("seal_secrets", stdout=StringIO())
    keys(*left)
    with pytest.raises(InvalidCodeError):
        take_step(user=ada, method="totp", code=totp())
    assert "None of ENCRYPTION_KEYS opens" in caplog.text
    assert SECRET not in caplog.text
    take_step(user=ada, method="recovery", code=recovery[0])
    with pytest.raises(CommandError):
        call_command("seal_secrets", stdout=StringIO())


def test_an_app_that_waits_gets_another_seed_when_the_key_is_lost(keys, ada):
    lost = start_totp(user=ada).seed
    keys(NEW)
    seed = start_totp(user=ada).seed
    assert seed != lost
    turn_on(user=ada, kind="totp", code=totp(seed), request=just_logged_in(ada))


def test_a_sealed_secret_cannot_be_changed(keys):
    sealed = seal(SECRET)
    with pytest.raises(UnreadableSecretError):
        unseal(sealed[:-10] + "x" * 10)
    assert seal(SECRET) != sealed


@pytest.mark.parametrize(("given", "faults"), [([OLD], []), ([OLD, "short"], ["E012"]), (OLD, ["E003"]), ([], [])])
def test_the_checks_name_what_is_wrong(keys, settings, given, faults):
    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | {"ENCRYPTION_KEYS": given}
    assert [fault.id for fault in run_checks()] == [f"shop_accounts.{fault}" for fault in faults]


def test_the_check_names_what_to_install(keys, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography", None)
    (fault,) = run_checks()
    assert (fault.id, fault.hint) == ("shop_accounts.E011", 'pip install "shop-accounts[encryption]"')


def test_who_goes_live_without_a_key_is_warned(keys, settings):
    def warned():
        return "shop_accounts.W002" in [fault.id for fault in run_checks(include_deployment_checks=True)]

    assert not warned()
    keys()
    assert warned()
    settings.SHOP_ACCOUNTS = settings.SHOP_ACCOUNTS | {"MFA_METHODS": ["email"]}
    assert not warned()


def test_without_keys_the_library_is_not_imported():
    code = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n"
        "sys.modules['cryptography'] = None\n"
        "django.setup()\n"
        "from django.core.checks import run_checks\n"
        "from shop_accounts.sealing import seal, unseal\n"
        "assert run_checks() == []\n"
        "assert unseal(seal('seed')) == 'seed'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
