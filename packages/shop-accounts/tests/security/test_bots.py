"""Statement 28: machines that fill in the registration. What each kind of check refuses is tested in shop-core."""

import json
import re
from html import unescape
from time import time
from unittest.mock import patch

import pytest

from shop_accounts.identity import find_by_email
from shop_accounts.testing import PASSWORD

pytest.importorskip("altcha_django")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _altcha(settings):
    settings.SHOP_CORE = {"BOT_CHECK": "shop_core.botcheck.Altcha"}
    settings.ALTCHA_HMAC_SECRET = "only for tests, and long enough"
    settings.ALTCHA_CHALLENGE = {"cost": 1, "key_prefix": "0"}


def solve(client):
    from altcha.v2 import Challenge, Payload, solve_challenge

    page = client.get("/register/").content.decode()
    challenge = Challenge.from_dict(json.loads(unescape(re.search(r'challenge="([^"]+)"', page)[1])))
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def sign_up(client, email, solution):
    client.post("/register/", {"email": email, "password": PASSWORD, "bot_check": solution})
    return find_by_email(email).exists()


def test_s28_a_solution_registers_once(client):
    solution = solve(client)
    assert sign_up(client, "ada@example.com", solution)
    assert not sign_up(client, "eve@example.com", solution)


@pytest.mark.parametrize("solution", ["", "forged", "e30="])
def test_s28_without_a_solution_nobody_registers(client, solution):
    assert not sign_up(client, "eve@example.com", solution)


def test_s28_an_old_solution_registers_nobody(client):
    solution = solve(client)
    with patch("altcha.v2.time.time", return_value=time() + 3600):
        assert not sign_up(client, "eve@example.com", solution)


def test_s28_the_api_is_throttled_instead(settings, client):
    settings.SHOP_ACCOUNTS = {"THROTTLE_RATES": {"register": "2/hour"}}
    answers = [
        client.post("/api/accounts/register/", {"email": f"{number}@example.com", "password": PASSWORD}).status_code
        for number in range(3)
    ]
    assert answers == [201, 201, 429]
