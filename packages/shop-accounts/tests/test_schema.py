"""What the schema promises holds: for every endpoint schemathesis makes up requests, right ones and wrong ones."""

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import RequestFactory
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from rest_framework.test import force_authenticate
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance
from tests.authenticator import OFFER, give_passkey
from tests.factors import set_up

from shop_accounts.services.jwt import tokens_for
from shop_accounts.services.passkey_login import start_passkey_login
from shop_accounts.services.second_step import challenge
from shop_accounts.testing import PASSWORD, make_address, make_user

pytestmark = pytest.mark.django_db
EXAMPLES = settings(
    max_examples=3, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


NOT_FOR_US = [
    ignored_auth,  # who asks is said to the application, not in the request
    negative_data_rejection,  # the REST framework reads a number as the text of it; refusals are tested by endpoint
    positive_data_acceptance,  # a schema cannot tell which keys and passwords there are
]


class ShopFor(WSGIHandler):
    """The shop as one person sees it."""

    user = None

    def get_response(self, request):
        force_authenticate(request, self.user)
        return super().get_response(request)


APP = ShopFor()
schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = APP
OPERATIONS = [found.ok() for found in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def one_connection():
    """Let all requests see the same transaction, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _no_rates_and_own_media(settings, tmp_path):
    settings.SHOP_ACCOUNTS = {**settings.SHOP_ACCOUNTS, **OFFER, "THROTTLE_RATES": {}}
    settings.MEDIA_ROOT = tmp_path
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def ada():
    user = make_user(email="ada@example.com")
    set_up(user)
    give_passkey(user)
    return user


@pytest.fixture(params=["member", "anonymous"])
def asking(request, ada):
    return ada if request.param == "member" else None


def keys_of(operation, user):
    """Return the arguments of an address that are those of a record of the user."""
    path = operation.path
    keys = {
        "/accounts/addresses/": {"id": make_address(user=user).pk},
        "/accounts/sessions/": {"id": str(tokens_for_session(user))},
        "/accounts/profiles/": {"id": str(user.pk)},
        "/accounts/mfa/": {"kind": "email"},
        "/accounts/passkeys/": dict.fromkeys(("id", "pk"), user.shop_passkeys.get().pk),
    }
    found = next((values for part, values in keys.items() if part in path), {})
    return {name: value for name, value in found.items() if f"{{{name}}}" in path}


def tokens_for_session(user):
    tokens_for(user=user)
    return user.shop_sessions.latest("created_at").pk


def real_values(user):
    """What a client would send that schemathesis cannot make up."""
    pair = tokens_for(user=user)
    return {
        "current_password": PASSWORD,
        "identifier": user.email_address,
        "challenge": challenge(user=user)["challenge"],
        "refresh": pair["refresh"],
        "token": pair["access"],
        "state": start_passkey_login(request=RequestFactory().post("/"))["state"],
        "target": user.email_address,
    }


@pytest.mark.parametrize("mode", GenerationMode)
def test_requests_are_answered_as_the_schema_says(ada, asking, mode):
    APP.user = asking
    assert len(OPERATIONS) > 30
    for operation in OPERATIONS:
        if mode == GenerationMode.POSITIVE or operation.body:
            ask(operation, mode, keys_of(operation, ada), real_values(ada))


def ask(operation, mode, keys, values):
    """Send what is made up for one operation, and once more with what is real; nothing of it stays."""

    @EXAMPLES
    @given(operation.as_strategy(mode, path_parameters=keys or None))
    def send(case):
        bodies = [case.body]
        if mode == GenerationMode.POSITIVE and isinstance(case.body, dict):
            bodies.append({**case.body, **{name: value for name, value in values.items() if name in case.body}})
        for body in bodies:
            cache.clear()
            case.body = body
            with transaction.atomic():
                case.call_and_validate(excluded_checks=NOT_FOR_US)
                transaction.set_rollback(True)

    send()
