import json

import django
import pytest
from storefront.codes import last_code

from shop_accounts.services.codes import request_code
from shop_accounts.testing import make_user

PAGES = ["/api/docs+/", "/api/docs+/code.json"]


@pytest.fixture(autouse=True)
def _inboxes(settings, tmp_path):
    settings.MAIL_INBOX_DIR, settings.SMS_INBOX_DIR = tmp_path / "mail", tmp_path / "sms"
    if django.VERSION >= (6, 1):
        settings.MAILERS = {"default": {"BACKEND": "storefront.mail.InboxBackend"}}
    else:
        settings.EMAIL_BACKEND = "storefront.mail.InboxBackend"
    settings.DEBUG = True


def test_the_docs_know_the_last_code(client, db, django_capture_on_commit_callbacks):
    assert client.get(PAGES[1]).json() == {}
    make_user(email="ada@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        request_code(target="ada@example.com", purpose="login")
    sent = client.get(PAGES[1]).json()
    assert sent["to"] == "ada@example.com"
    body = {"target": "ada@example.com", "purpose": "login", "code": sent["code"]}
    assert client.post("/api/accounts/otp/verify/", body, "application/json").status_code == 200


def test_text_messages_count_as_well(settings):
    settings.SMS_INBOX_DIR.mkdir()
    for name, text in [("01", "111111 is your code."), ("02", "222222 is your code."), ("03", "Hello 333333")]:
        (settings.SMS_INBOX_DIR / f"{name}.json").write_text(json.dumps({"to": "+48512345678", "text": text}))
    assert last_code().code == "222222"


def test_the_page_is_the_docs_with_the_code_beside(client, db):
    page = client.get(PAGES[0]).content.decode()
    assert "swagger-ui" in page
    assert "storefront/last-code.js" in page


@pytest.mark.parametrize("path", PAGES)
def test_neither_exists_outside_of_development(settings, client, db, path):
    settings.DEBUG = False
    assert client.get(path, secure=True).status_code == 404
