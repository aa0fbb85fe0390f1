"""Who changed what, as any app can write it down."""

import asyncio
from datetime import timedelta

import pytest
from celery import shared_task
from django.http import HttpResponse
from django.urls import ResolverMatch
from django.utils import timezone
from rest_framework.views import APIView
from tests.testapp.models import Change, Note, User

from shop_core.history.actors import Actor, Via, acting, actor_middleware, current_actor
from shop_core.history.models import Deed
from shop_core.history.reading import Difference
from shop_core.history.recording import History, Kind

is_on = True


def words_of(keys):
    return {key: {"words": len(note.title)} for key, note in Note.all_objects.in_bulk(keys).items()}


history = History(
    table="testapp.Change",
    is_on=lambda: is_on,
    kinds=[
        Kind(
            model=Note,
            fields={"title": "title", "price": "price_amount", "currency": "currency"},
            hidden=frozenset({"currency"}),
            parts={"words": words_of},
        )
    ],
)


@pytest.fixture
def user(db):
    return User.objects.create(email_address="ann@example.com")


@pytest.fixture
def note(db):
    return Note.objects.create(title="Lamp")


def told():
    return [(change.deed, change.values) for change in Change.objects.order_by("pk")]


def answered(rf, user=None, func=None, app_names=()):
    """Return who acts while a request is answered."""
    request = rf.get("/")
    request.resolver_match = ResolverMatch(func or (lambda: None), (), {}, app_names=list(app_names))
    if user:
        request.user = user
    seen = []
    actor_middleware(lambda request: seen.append(current_actor()) or HttpResponse())(request)
    return seen[0]


def test_nobody_acts_until_somebody_does(user):
    assert current_actor() == Actor()
    with acting(via=Via.COMMAND, name="tidy", user=user):
        assert current_actor() == Actor(user_id=user.pk, via="command", name="tidy")
        with acting(via=Via.JOB):
            assert current_actor() == Actor(via="job")
        assert current_actor().name == "tidy"
    assert current_actor() == Actor()


def test_requests_tell_who_sent_them_and_where_to(rf, user):
    assert answered(rf, user) == Actor(user_id=user.pk, via="page")
    assert answered(rf) == Actor(via="page")
    assert answered(rf, user, APIView.as_view()) == Actor(user_id=user.pk, via="api")
    assert answered(rf, user, app_names=["admin"]).via == "admin"
    assert current_actor() == Actor()


def test_a_request_that_leads_nowhere_tells_its_sender(rf, user):
    request = rf.get("/")
    request.user = user
    seen = []
    actor_middleware(lambda request: seen.append(current_actor()) or HttpResponse())(request)
    assert seen == [Actor(user_id=user.pk, via="page")]


def test_the_middleware_works_in_async_projects_too(rf):
    request = rf.get("/")

    async def answer(request):
        await asyncio.sleep(0)
        return current_actor()

    assert asyncio.run(actor_middleware(answer)(request)) == Actor(via="page")


@shared_task(name="tests.tidy")
def tidy():
    actor = current_actor()
    return actor.via, actor.name


def test_a_job_tells_its_name_also_inside_a_request(rf):
    seen = []
    actor_middleware(lambda request: seen.append(tidy.apply().get()) or HttpResponse())(rf.get("/"))
    assert seen == [("job", "tests.tidy")]


def test_what_differs_is_written_down_with_who_did_it(note, user):
    with acting(via=Via.PAGE, user=user), history.watching(Note, [note.pk], "words"):
        Note.objects.filter(pk=note.pk).update(title="Oak lamp", price_amount=5, currency="USD")
    (change,) = Change.objects.of(Note, [note.pk]).newest()
    assert (change.actor, change.via, change.via_name) == (user, "page", "")
    assert change.values == {"title": ["Lamp", "Oak lamp"], "price": [None, 5], "currency": None, "words": [4, 8]}
    assert str(change) == f"note {note.pk}: changed"


def test_one_watch_within_another_is_part_of_it(note):
    with history.watching(Note, [note.pk]):
        with history.watching(Note, [note.pk], "words"):
            Note.objects.filter(pk=note.pk).update(title="Oak")
        Note.objects.filter(pk=note.pk).update(title="Oak lamp")
    assert told() == [("changed", {"words": [4, 3]}), ("changed", {"title": ["Lamp", "Oak lamp"]})]


def test_going_and_coming_back_are_deeds_of_their_own(note):
    history.created([note])
    with history.watching(Note, [note.pk]):
        note.soft_delete()
    with history.watching(Note, [note.pk]):
        note.restore()
    with history.watching(Note, [note.pk]):
        note.restore()
    assert told() == [("created", {}), ("deleted", {}), ("restored", {})]


def test_a_block_that_fails_leaves_nothing_and_the_next_is_watched(note):
    with pytest.raises(ZeroDivisionError), history.watching(Note, [note.pk]):
        Note.objects.update(title="Oak")
        raise ZeroDivisionError
    assert told() == []
    with history.watching(Note, [note.pk]):
        Note.objects.update(title="Ash")
    assert told() == [("changed", {"title": ["Oak", "Ash"]})]


@pytest.mark.parametrize("count", [1, 30])
def test_any_number_costs_two_reads_and_a_write(db, count, django_assert_num_queries):
    notes = Note.objects.bulk_create(Note(title=f"Note {number}") for number in range(count))
    keys = [note.pk for note in notes]
    with django_assert_num_queries(4), history.watching(Note, keys):
        Note.objects.update(currency="USD", price_amount=1)
    assert len(told()) == count


def test_switched_off_it_costs_nothing(note, django_assert_num_queries, monkeypatch):
    monkeypatch.setitem(globals(), "is_on", False)
    with django_assert_num_queries(1), history.watching(Note, [note.pk]):
        Note.objects.update(title="Oak")
    history.created([note])
    assert told() == []


def test_what_was_said_is_forgotten_on_demand(note, user):
    with acting(via=Via.PAGE, user=user), history.watching(Note, [note.pk]):
        Note.objects.update(title="Oak")
    history.erased(Note, [note.pk])
    history.forget_actor(user.pk)
    assert told() == [("changed", {}), ("erased", {})]
    assert not Change.objects.filter(actor=user.pk)
    history.forget(Note, [note.pk])
    assert told() == []


def test_the_old_is_pruned(note, monkeypatch):
    monkeypatch.setattr("shop_core.history.recording.BATCH", 2)
    history.created([note] * 5)
    Change.objects.update(created_at=timezone.now() - timedelta(days=2))
    history.created([note])
    assert history.prune(older_than=timedelta(days=1)) == 5
    assert told() == [("created", {})]


def test_changes_are_read_as_people_say_them(db):
    money = [{"amount": "10.00", "currency": "EUR"}, {"amount": "12.50", "currency": "EUR"}]
    change = Change(
        record_type="note",
        record_id=1,
        deed=Deed.CHANGED,
        values={
            "price": money,
            "title": ["", "Oak"],
            "currency": None,
            "options": [{}, {"Size": "M"}],
            "tags": [[], ["a", "b"]],
            "is_kept": [True, False],
            "attributes.made_of": [None, 5],
        },
    )
    assert change.record_name == "note"
    assert change.differences == [
        Difference(field="price", label="price amount", before="€10.00", after="€12.50"),
        Difference(field="title", label="title", before="—", after="Oak"),
        Difference(field="currency", label="currency", before=None, after=None),
        Difference(field="options", label="options", before="—", after="Size: M"),
        Difference(field="tags", label="tags", before="—", after="a, b"),
        Difference(field="is_kept", label="is_kept", before="Yes", after="No"),
        Difference(field="attributes.made_of", label="made of", before="—", after="5"),
    ]
