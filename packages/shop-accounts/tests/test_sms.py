import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest

from shop_accounts.sms import ConsoleSms, FileSms, TwilioSms

PHONE = "+48512345678"


@pytest.fixture
def twilio(settings):
    """A fake of Twilio on this machine: what it was asked, and what it answers."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        status = 201

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked.append((self.path, self.headers["Authorization"], parse_qs(body)))
            self.send_response(Handler.status)
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        options = {"account_sid": "AC1", "auth_token": "secret", "from": "+15005550006"}
        options["base_url"] = f"http://127.0.0.1:{server.server_port}/"
        settings.SHOP_ACCOUNTS = {"SMS_BACKEND": "shop_accounts.sms.TwilioSms", "SMS_OPTIONS": options}
        Handler.asked = asked
        yield Handler
        server.shutdown()
        thread.join()


def test_twilio_is_asked_as_it_wants(twilio):
    TwilioSms().send(PHONE, "123456 is your code")
    path, authorization, body = twilio.asked[0]
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"AC1:secret"
    assert body == {"To": [PHONE], "From": ["+15005550006"], "Body": ["123456 is your code"]}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_may_work_later_is_tried_again(twilio, status):
    twilio.status = status
    with pytest.raises(OSError, match=str(status)):
        TwilioSms().send(PHONE, "123456")


def test_what_twilio_refuses_for_good_is_logged_without_the_message(twilio, caplog):
    twilio.status = 400
    TwilioSms().send(PHONE, "123456")
    assert "400" in caplog.text
    assert "123456" not in caplog.text


def test_a_twilio_that_does_not_answer_is_an_os_error(settings):
    options = {"account_sid": "AC1", "auth_token": "s", "from": "+1", "base_url": "http://127.0.0.1:1", "timeout": 1}
    settings.SHOP_ACCOUNTS = {"SMS_OPTIONS": options}
    with pytest.raises(OSError):  # noqa: PT011 - the words are the system's
        TwilioSms().send(PHONE, "123456")


def test_the_console_prints(capsys):
    ConsoleSms().send(PHONE, "hello")
    assert capsys.readouterr().out == f"SMS to {PHONE}: hello\n"


def test_a_folder_keeps_them_in_order(settings, tmp_path):
    settings.SHOP_ACCOUNTS = {"SMS_OPTIONS": {"folder": str(tmp_path / "sms")}}
    for text in ("one", "two"):
        FileSms().send(PHONE, text)
    kept = [json.loads(path.read_text()) for path in sorted((tmp_path / "sms").iterdir())]
    assert kept == [{"to": PHONE, "text": "one"}, {"to": PHONE, "text": "two"}]
