import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from storefront import mail as inbox_module
from storefront.mail import InboxBackend


@pytest.fixture(autouse=True)
def _inbox(settings, tmp_path):
    settings.MAIL_INBOX_DIR = tmp_path
    settings.DEBUG = True


def send(subject="Hello", to="anna@example.com"):
    mail = EmailMultiAlternatives(subject, "Look: https://shop.example/a?b=1\n", "shop@example.com", [to])
    mail.attach_alternative("<p>Look: <a href='https://shop.example/a?b=1'>here</a></p>", "text/html")
    InboxBackend().send_messages([mail])


def test_mails_come_newest_first_with_their_links(client, db):
    send("First")
    send("Second", to="bob@example.com")
    second, first = client.get(reverse("dev-mail-json")).json()
    assert (first["subject"], second["subject"], second["to"]) == ("First", "Second", "bob@example.com")
    assert second["links"] == ["https://shop.example/a?b=1"]
    assert "Look" in second["text"]
    assert "<a href" in second["html"]


def test_the_page_shows_the_chosen_mail(client, db):
    send("First")
    send("Second")
    ids = [mail["id"] for mail in client.get(reverse("dev-mail-json")).json()]
    page = client.get(reverse("dev-mail"), {"id": ids[1]})
    assert page.context["chosen"].subject == "First"
    assert b"Second" in page.content


def test_an_empty_inbox_says_so(client, db):
    assert client.get(reverse("dev-mail")).status_code == 200
    assert client.get(reverse("dev-mail-json")).json() == []


@pytest.mark.parametrize("name", ["dev-mail", "dev-mail-json"])
def test_the_inbox_does_not_exist_in_production(client, db, settings, name):
    settings.DEBUG = False
    assert client.get(reverse(name)).status_code == 404


def test_only_the_newest_are_kept(monkeypatch):
    monkeypatch.setattr(inbox_module, "KEPT", 3)
    for number in range(5):
        send(str(number))
    assert [mail.subject for mail in inbox_module.inbox()] == ["4", "3", "2"]
