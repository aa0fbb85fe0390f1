import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse

from .testapp.models import Note, Remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client(client):
    user = get_user_model()(email_address="admin@example.com", is_staff=True, is_superuser=True)
    user.save()
    client.force_login(user)
    return client


def test_a_deleted_record_is_out_of_sight_and_comes_back():
    note = Note.objects.create(title="A")
    note.soft_delete()
    assert (Note.objects.count(), Note.all_objects.count()) == (0, 1)
    note.restore()
    assert Note.objects.get() == note


def test_many_go_and_come_at_once():
    Note.objects.bulk_create(Note(title=title) for title in "ABC")
    assert Note.all_objects.filter(title__in="AB").soft_delete() == 2
    assert Note.all_objects.soft_delete() == 1
    assert Note.all_objects.deleted().restore() == 3


def test_only_live_records_count_for_uniqueness():
    Note.objects.create(title="A").soft_delete()
    Note.objects.create(title="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(title="A")


def test_reads_of_a_model_work_on_both_managers():
    Note.objects.create(title="A").soft_delete()
    assert not Note.objects.titled("A").exists()
    assert Note.all_objects.titled("A").exists()


def test_the_admin_deletes_softly_and_restores(admin_client):
    note = Note.objects.create(title="Wanted")
    admin_client.post(reverse("admin:testapp_note_delete", args=[note.pk]), {"post": "yes"})
    changelist = reverse("admin:testapp_note_changelist")
    assert list(admin_client.get(changelist).context["cl"].queryset) == []
    assert list(admin_client.get(changelist, {"deleted": "yes"}).context["cl"].queryset) == [note]
    admin_client.post(changelist + "?deleted=yes", {"action": "restore_selected", "_selected_action": [note.pk]})
    assert Note.objects.get() == note


def test_the_admin_deletes_many_softly(admin_client):
    notes = [Note.objects.create(title=title) for title in "AB"]
    admin_client.post(
        reverse("admin:testapp_note_changelist"),
        {"action": "delete_selected", "_selected_action": [note.pk for note in notes], "post": "yes"},
    )
    assert Note.all_objects.deleted().count() == 2


def test_the_admin_deletes_softly_what_others_refer_to(admin_client):
    note = Note.objects.create(title="a")
    Remark.objects.create(note=note)
    admin_client.post(reverse("admin:testapp_note_delete", args=[note.pk]), {"post": "yes"})
    assert not Note.objects.exists()
