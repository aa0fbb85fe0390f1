import pytest
from celery import Celery
from django.db import transaction

from shop_core.tasks import queue_after_commit

done = []


def make_task(**conf):
    app = Celery("tests", set_as_current=False)
    app.conf.update(conf)

    @app.task(name="tests.work")
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
