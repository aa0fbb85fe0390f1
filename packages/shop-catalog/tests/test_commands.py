"""The jobs, from the shell and from Celery."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from shop_catalog import tasks
from shop_catalog.models import Listing, Offer
from shop_catalog.services.stock import reserve
from shop_catalog.testing import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def late():
    """An offer with a hold that ran out."""
    offer = make_offer()
    reserve(reference="order-1", quantities={offer.ref: 2}, expires_at=timezone.now() - timedelta(minutes=1))
    return offer


def test_expired_reservations_are_released(late, capsys):
    call_command("release_expired_reservations")
    assert capsys.readouterr().out == "Released: 1\n"
    assert tasks.release_expired_reservations() == 0


def test_stock_that_agrees_is_reported_so(late, capsys):
    call_command("verify_stock")
    assert "agrees" in capsys.readouterr().out


def test_stock_that_disagrees_fails_the_command_and_is_named_in_the_log(late, caplog):
    Offer.objects.filter(pk=late.pk).update(on_hand=11)
    with pytest.raises(CommandError, match="1"):
        call_command("verify_stock")
    assert late.ref in caplog.text
    assert tasks.verify_stock() == 1


@pytest.mark.django_db(transaction=True)
def test_the_search_is_built_anew_and_counted_where_there_is_no_broker(late, capsys):
    Listing.objects.all().delete()
    call_command("rebuild_search")
    assert capsys.readouterr().out == "1 products listed.\n"
    assert Listing.objects.count() == 1
