import json
import re
import subprocess
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from shutil import which
from threading import Thread
from time import time
from unittest.mock import patch
from urllib.parse import parse_qs

import pytest
from django import forms
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.template import Context, Template

import shop_core
from shop_core.botcheck import BotCheckField, Honeypot
from shop_core.botcheck.honeypot import signer

SECRET = "a secret of the tests, long enough"


class Letter(forms.Form):
    text = forms.CharField()
    bot_check = BotCheckField()


def faults():
    return [(message.id, message.hint) for message in run_checks() if message.id.startswith("shop_core")]


def draw(form):
    return Template(
        "{% load shop_forms %}{% form_errors form %}{% field form.text %}{% field form.bot_check %}"
    ).render(Context({"form": form}))


def choose(settings, backend, **options):
    settings.SHOP_CORE = {"BOT_CHECK": f"shop_core.botcheck.{backend}", **options}


def make_token(age):
    with patch("django.core.signing.time.time", return_value=time() - age):
        return signer.sign("form")


def token_of(html):
    return re.search(r'name="bot_check_token" value="([^"]+)"', html)[1]


def post(token, text="Hello", **fields):
    return Letter({"text": text, "bot_check_token": token, **fields})


def refusal(answer):
    with pytest.raises(ValidationError) as caught:
        Honeypot().verify(answer)
    return caught.value


def test_a_person_passes_the_honeypot():
    assert post(make_token(10)).is_valid()


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((0, ""), "too_fast"),
        ((10, "http://x"), "trapped"),
        ((90_000, ""), "expired"),
    ],
)
def test_a_machine_is_refused(answer, code):
    age, website = answer
    assert refusal([make_token(age), website]).code == code


@pytest.mark.parametrize("value", [None, ["", ""], [None, None], ["forged", ""]])
def test_a_forged_token_is_refused(value):
    assert refusal(value).code == "invalid"


def test_the_fill_time_and_the_age_are_options(settings):
    settings.SHOP_CORE = {"BOT_CHECK_MIN_SECONDS": 0}
    assert post(make_token(1)).is_valid()
    settings.SHOP_CORE = {"BOT_CHECK_MIN_SECONDS": 60}
    assert not post(make_token(30)).is_valid()


def test_a_refused_form_keeps_its_first_token_and_what_was_typed():
    token = make_token(0)
    html = draw(post(token))
    assert token_of(html) == token
    assert 'value="Hello"' in html
    assert "Please wait a moment and send it again." in html


def test_nobody_is_refused_twice_for_a_page_that_was_open_too_long():
    form = post(make_token(90_000))
    assert not form.is_valid()
    assert post(token_of(draw(form))).is_valid()


def test_a_forged_token_is_not_handed_back():
    assert token_of(draw(post("forged"))) != "forged"


def test_the_trap_is_emptied_and_hidden_from_people():
    html = draw(post(make_token(9), bot_check_website="http://x"))
    assert "http://x" not in html
    assert 'tabindex="-1"' in html
    assert "<label" not in html.split('name="bot_check_token"')[1]


def test_the_bare_field_draws_as_well():
    assert 'name="bot_check_token"' in str(Letter()["bot_check"])


def test_no_check_draws_nothing_and_refuses_nobody(settings):
    choose(settings, "NoBotCheck")
    assert str(Letter()["bot_check"]) == ""
    assert Letter({"text": "Hello"}).is_valid()
    assert faults() == []


def test_the_choice_follows_the_settings_of_the_moment(settings):
    choose(settings, "NoBotCheck")
    assert "token" not in draw(Letter())
    settings.SHOP_CORE = {}
    assert "token" in draw(Letter())


@pytest.fixture
def altcha(settings):
    choose(settings, "Altcha")
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "altcha_django"]
    settings.ALTCHA_HMAC_SECRET = SECRET
    settings.ALTCHA_CHALLENGE = {"cost": 1, "key_prefix": "0"}
    cache.clear()
    return settings


def challenge_of(html):
    return unescape(re.search(r'challenge="([^"]+)"', html)[1])


def solve(html):
    from altcha.v2 import Challenge, Payload, solve_challenge

    challenge = Challenge.from_dict(json.loads(challenge_of(html)))
    return Payload(challenge, solve_challenge(challenge)).to_base64()


@pytest.mark.usefixtures("altcha")
def test_a_solution_counts_once():
    answer = {"text": "Hello", "bot_check": solve(draw(Letter()))}
    assert Letter(answer).is_valid()
    again = Letter(answer)
    assert not again.is_valid()
    html = draw(again)
    assert "This form was sent before. Please send it again." in html
    assert 'value="Hello"' in html
    assert Letter({"text": "Hello", "bot_check": solve(html)}).is_valid()


@pytest.mark.usefixtures("altcha")
@pytest.mark.parametrize(("answer", "word"), [("", "JavaScript"), ("forged", "again"), ("e30=", "again")])
def test_what_is_no_solution_is_refused(answer, word):
    form = Letter({"text": "Hello", "bot_check": answer})
    assert word in form.errors["bot_check"][0]


def test_an_old_riddle_is_refused(altcha):
    answer = solve(draw(Letter()))
    with patch("altcha.v2.time.time", return_value=time() + 3600):
        form = Letter({"text": "Hello", "bot_check": answer})
        assert "open for too long" in form.errors["bot_check"][0]


@pytest.mark.usefixtures("altcha")
def test_the_riddle_needs_nothing_that_a_strict_policy_forbids():
    html = draw(Letter())
    assert " style=" not in html
    assert re.findall(r"<script[^>]*>", html) == ['<script type="module" src="/static/shop_core/js/proof-of-work.js">']
    assert "<noscript>" in html


@pytest.mark.usefixtures("altcha")
@pytest.mark.skipif(not which("node"), reason="needs node")
def test_the_script_solves_the_riddle():
    script = Path(shop_core.__file__).with_name("static") / "shop_core" / "js" / "proof-of-work.js"
    code = f"import {{ solve }} from {json.dumps(script.as_uri())}; console.log(await solve({challenge_of(draw(Letter()))}))"
    ran = subprocess.run(["node", "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
    assert Letter({"text": "Hello", "bot_check": ran.stdout.strip()}).is_valid()


def test_a_cache_of_one_process_is_warned_of(altcha):
    assert "altcha.W001" in [message.id for message in run_checks()]
    assert faults() == []


def test_altcha_without_its_app_is_named(settings):
    choose(settings, "Altcha")
    assert faults() == [("shop_core.E008", 'Add "altcha_django" to INSTALLED_APPS, and set ALTCHA_HMAC_SECRET.')]


def test_altcha_without_its_package_is_named(settings):
    choose(settings, "Altcha")
    with patch.dict("sys.modules", {"altcha_django": None}):
        assert faults() == [("shop_core.E008", 'pip install "shop-core[altcha]"')]


def test_a_riddle_that_browsers_cannot_solve_is_named(altcha):
    altcha.ALTCHA_CHALLENGE = {"algorithm": "ARGON2ID", "memory_cost": 1024, "parallelism": 1}
    assert faults() == [("shop_core.E008", 'Choose "PBKDF2/SHA-256".')]


class Google(BaseHTTPRequestHandler):
    """Takes the answer "human" with the right key."""

    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        verdict = {"success": asked == {"secret": ["hush"], "response": ["human"]}}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps([] if asked["response"] == ["odd"] else verdict).encode())

    def log_message(self, *args):
        pass


@contextmanager
def serving():
    server = HTTPServer(("127.0.0.1", 0), Google)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "code"), [("human", None), ("machine", "refused"), ("", "required"), ("odd", "unreachable")]
)
def test_recaptcha_is_asked(settings, answer, code):
    with serving() as address:
        choose(
            settings,
            "Recaptcha",
            RECAPTCHA_SITE_KEY="open",
            RECAPTCHA_SECRET_KEY="hush",
            RECAPTCHA_VERIFY_URL=address,
        )
        form = Letter({"text": "Hello", "g-recaptcha-response": answer})
        assert [error.code for error in form.errors.as_data().get("bot_check", [])] == ([code] if code else [])


def test_a_recaptcha_out_of_reach_refuses_with_a_word(settings):
    choose(settings, "Recaptcha", RECAPTCHA_VERIFY_URL="http://127.0.0.1:9/")
    form = Letter({"text": "Hello", "g-recaptcha-response": "human"})
    assert "try again in a moment" in form.errors["bot_check"][0]


def test_recaptcha_draws_its_box(settings):
    choose(settings, "Recaptcha", RECAPTCHA_SITE_KEY="open", RECAPTCHA_SECRET_KEY="hush")
    assert faults() == []
    html = draw(Letter())
    assert 'data-sitekey="open"' in html
    assert "https://www.google.com/recaptcha/api.js" in html


def test_recaptcha_without_keys_is_named(settings):
    choose(settings, "Recaptcha")
    assert [fault for fault, hint in faults()] == ["shop_core.E009", "shop_core.E009"]


def test_a_check_that_lacks_the_contract_is_named(settings):
    settings.SHOP_CORE = {"BOT_CHECK": "builtins.object"}
    assert [fault for fault, hint in faults()] == ["shop_core.E005"]
