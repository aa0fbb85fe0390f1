import pytest
from django.db import transaction
from django.dispatch import Signal

from shop_core.signals import send_after_commit


@pytest.mark.django_db(transaction=True)
def test_a_signal_is_sent_after_commit_and_never_after_rollback():
    signal, heard = Signal(), []
    signal.connect(lambda sender, **kwargs: heard.append(kwargs["what"]), weak=False)
    with transaction.atomic():
        send_after_commit(signal, "shop", what="kept")
        assert heard == []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        send_after_commit(signal, "shop", what="lost")
        raise ZeroDivisionError
    assert heard == ["kept"]


@pytest.mark.django_db(transaction=True)
def test_a_failing_receiver_is_logged_and_stops_nobody_else(caplog):
    signal, heard = Signal(), []

    def fail(sender, **kwargs):
        raise ZeroDivisionError

    signal.connect(fail, weak=False)
    signal.connect(lambda sender, **kwargs: heard.append(kwargs["what"]), weak=False)
    send_after_commit(signal, "shop", what="told")
    assert heard == ["told"]
    assert "failed" in caplog.text
