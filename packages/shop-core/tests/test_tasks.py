import time

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.db import transaction
from django.utils.translation import get_language, override

from shop_core.tasks import queue_after_commit

done = []


def make_task(**conf):
    app = Celery("tests", set_as_current=False)
    app.conf.update(conf)

    @app.task(name="tests.work", shared=False)
    def work(what):
        if what == "broken":
            raise ZeroDivisionError
        done.append(what)

    return work


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_task_runs_after_commit_and_never_after_rollback():
    task = make_task()
    with transaction.atomic():
        queue_after_commit(task, "kept")
        assert done == []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue_after_commit(task, "lost")
        raise ZeroDivisionError
    assert done == ["kept"]


@pytest.mark.django_db(transaction=True)
def test_a_failing_task_does_not_fail_what_was_committed(caplog):
    queue_after_commit(make_task(), "broken")
    assert "tests.work('broken',) failed" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_does_not_answer_is_logged(caplog):
    queue_after_commit(
        make_task(broker_url="amqp://127.0.0.1:1//", broker_transport_options={"max_retries": 1, "interval_start": 0}),
        "kept",
    )
    assert done == []
    assert "the broker does not answer" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_an_eager_project_runs_it_at_once():
    queue_after_commit(make_task(task_always_eager=True), "kept")
    assert done == ["kept"]


@pytest.mark.django_db(transaction=True)
def test_a_broker_gets_the_task():
    task = make_task(broker_url="memory://")
    queue_after_commit(task, "kept", countdown=5)
    assert done == []
    with task.app.connection_for_read() as connection:
        assert connection.SimpleQueue("celery").get(timeout=1).payload[0] == ["kept"]


def make_speaker(**conf):
    """Return a task that notes its language, and fails the first time."""
    app = Celery("tests", set_as_current=False)
    app.conf.update(conf)

    @app.task(name="tests.speak", shared=False, bind=True, autoretry_for=(OSError,), default_retry_delay=0)
    def speak(self):
        done.append(get_language())
        if not self.request.retries:
            raise OSError

    return speak


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("conf", [{}, {"task_always_eager": True}])
def test_a_task_in_the_process_runs_and_retries_in_the_language_in_which_it_was_queued(conf):
    task = make_speaker(**conf)
    with transaction.atomic():
        with override("pl"):
            queue_after_commit(task)
        before = get_language()
    assert done == ["pl", "pl"]
    assert get_language() == before


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_and_retries_a_task_in_the_language_in_which_it_was_queued():
    task = make_speaker(
        broker_url="memory://", broker_transport_options={"polling_interval": 0.01}, task_default_queue="speakers"
    )
    with override("pl"):
        queue_after_commit(task)
    with start_worker(task.app, perform_ping_check=False):
        deadline = time.monotonic() + 10
        while len(done) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert done == ["pl", "pl"]


@pytest.mark.django_db(transaction=True)
def test_a_task_that_was_queued_without_a_language_runs_in_that_of_the_process():
    with override("pl"):
        make_speaker().apply()
    assert done == ["pl", "pl"]
