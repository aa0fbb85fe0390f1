"""Long lists in the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop_core import admin

from .testapp.models import Note

pytestmark = pytest.mark.django_db
NOTES = reverse("admin:testapp_note_changelist")


@pytest.fixture(autouse=True)
def limits(settings, monkeypatch):
    settings.SHOP_CORE = {"COUNT_LIMIT": 0}
    monkeypatch.setattr(admin, "LEAST_COUNTED", 250)


@pytest.fixture
def staff(client):
    user = get_user_model()(email_address="admin@example.com", is_staff=True, is_superuser=True)
    user.save()
    client.force_login(user)
    return client


def fill(count):
    Note.objects.bulk_create(Note(title=f"{number:04}") for number in range(count))


def shown(staff, **query):
    """Return the list, and the queries that count its rows."""
    with CaptureQueriesContext(connection) as queries:
        answer = staff.get(NOTES, query)
    return answer, [each["sql"] for each in queries if "COUNT(*)" in each["sql"]]


def test_a_long_list_is_counted_up_to_the_limit(staff):
    fill(301)
    answer, counts = shown(staff)
    assert "250+ notes" in " ".join(answer.text.split())
    assert len(counts) == 1
    assert "LIMIT 251" in counts[0]
    assert len(answer.context["cl"].result_list) == 100


def test_all_its_pages_can_be_reached(staff):
    fill(301)
    third, _counts = shown(staff, p=3)
    assert "p=4" in third.text
    last, _counts = shown(staff, p=4)
    assert [note.title for note in last.context["cl"].result_list] == ["0300"]
    assert "301 notes" in " ".join(last.text.split())
    assert shown(staff, p=5)[0].status_code == 302


@pytest.mark.parametrize(("count", "told"), [(0, "0 notes"), (1, "1 note"), (101, "101 notes"), (250, "250 notes")])
def test_a_short_list_is_counted_exactly(staff, count, told):
    fill(count)
    assert told in " ".join(shown(staff)[0].text.split())


def test_who_wants_exact_counts_has_them(staff, settings):
    settings.SHOP_CORE = {"COUNT_LIMIT": None}
    fill(301)
    assert "301 notes" in " ".join(shown(staff)[0].text.split())
