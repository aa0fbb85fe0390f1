"""Statement 25 over the whole shop: after a deletion no row of any table knows the person, and no file is left."""

import io
import json
import zipfile
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from shop_accounts.models import Account, DeletionRequest
from shop_accounts.services.deletion import delete_due_accounts, schedule_deletion
from shop_accounts.services.jwt import tokens_for
from shop_accounts.services.profile import set_photo, update_profile
from shop_accounts.testing import PASSWORD, make_address, make_postal, make_user
from shop_catalog.services.review_reports import report_review
from shop_catalog.services.reviews import publish_review
from shop_catalog.services.sellers import register_seller
from shop_catalog.services.stores import open_store
from shop_catalog.testing import make_product
from shop_chat.services.messages import send_message
from shop_chat.services.threads import open_support_thread
from shop_core.history.actors import Via, acting
from shop_orders.models import Order, OrderState
from shop_orders.payables import OrderPayables
from shop_orders.testing import make_cart, make_order
from shop_payments.models import Payer, Payment, ProviderEvent
from shop_payments.services.start import start_payment
from shop_payments.testing import make_payment

pytestmark = pytest.mark.django_db

EMAIL = "ada.quixley@example.com"
PHONE = "+48601234567"
TRACES = ["ada.quixley", "quixley", PHONE, "601234567", "601 234 567"]
HOME = make_postal(name="Ada Quixley", line1="Prosta 77", phone=PHONE)


@pytest.fixture(autouse=True)
def _everybody_bought(settings, tmp_path):
    settings.SHOP_CATALOG = {**settings.SHOP_CATALOG, "PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ada(admin_user):
    """Somebody who has done here whatever one can do."""
    user = make_user(email=EMAIL, username="quixley")
    account = user.shop_account
    update_profile(account=account, first_name="Ada", last_name="Quixley")
    Account.objects.filter(pk=user.pk).update(phone=PHONE, proven_phone=PHONE)
    picture = io.BytesIO()
    Image.new("RGB", (32, 32)).save(picture, "PNG")
    set_photo(account=account, photo=ContentFile(picture.getvalue(), "ada.png"))
    address = make_address(user=user, **asdict(HOME))
    _log_in_everywhere(user)
    _buy(user)
    _review_and_sell(user)
    _chat(user, admin_user)
    for record in (user, account, address):
        LogEntry.objects.create(
            user=admin_user,
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            object_repr=str(record),
            action_flag=CHANGE,
            change_message=json.dumps([{"changed": {"fields": ["Phone"], "object": str(record)}}]),
        )
    return user


def _log_in_everywhere(user):
    Client().post("/login/", {"identifier": EMAIL, "password": PASSWORD})
    tokens_for(user=user)
    for target, purpose in ((EMAIL, "login"), (PHONE, "verify")):
        Client().post("/api/accounts/otp/request/", {"target": target, "purpose": purpose})


def _buy(user):
    home = {"shipping_address_data": asdict(HOME), "billing_address_data": asdict(HOME), "email": EMAIL}
    make_cart({"lamp": 1}, user=user)
    waiting = make_order(user=user, **home)
    payable = OrderPayables().resolve([waiting.number], user=user)[waiting.number]
    start_payment(payable=payable, kind="order", base_url="https://shop.example", user=user)
    for order in (
        make_order(user=user, state=OrderState.DELIVERED, **home),
        make_order(state=OrderState.DELIVERED, **home | {"email": EMAIL.upper()}),  # before the registration
    ):
        payment = make_payment(user=order.user, subject=order, reference=order.number, kind="order")
        Payer.objects.get_or_create(payment=payment, defaults={"email": order.email})
        ProviderEvent.objects.create(
            provider="sandbox", event_id=order.number, payment=payment, body=json.dumps({"payer": EMAIL}).encode()
        )


def _review_and_sell(user):
    with acting(via=Via.PAGE, user=user):
        seller = register_seller(user=user, name="Ada Quixley", about="I am Ada Quixley", store_name="Quixley's")
    seller.is_approved = True
    seller.save()
    product = make_product("Lamp", store=open_store(name="More of Quixley's", seller=seller), creator=user)
    publish_review(product=product, author=user, rating=5, text="Yours, Ada Quixley", name="Ada Quixley")
    review = publish_review(product=make_product(), author=make_user(), rating=1)
    report_review(review=review, by=user, reason="offensive", note="Call me: 601 234 567")


def _chat(user, agent):
    thread = open_support_thread(owner=user)
    send_message(thread=thread, sender=user, client_id="1", body="I am Ada Quixley")
    send_message(thread=thread, sender=agent, client_id="1", body="Hello Ada Quixley")
    others = open_support_thread(owner=make_user())
    others.participants.create(user=user)


def traces():
    """Return every row that holds a trace of the person: its table, and what was found."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            text = " ".join(_text(value) for value in row.values()).casefold()
            found += [(model._meta.label, trace) for trace in TRACES if trace in text]
    for session in Session.objects.all():
        found += [("session", trace) for trace in TRACES if trace in repr(session.get_decoded()).casefold()]
    return found


def _text(value):
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode(errors="replace")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def make_due(user):
    request = schedule_deletion(user=user)
    moment = timezone.now() - timedelta(minutes=1)
    DeletionRequest.objects.filter(pk=request.pk).update(due_at=moment, next_attempt_at=moment)
    return request


def test_s25_no_row_and_no_file_knows_a_deleted_person(ada, tmp_path, django_capture_on_commit_callbacks):
    known = {table for table, _ in traces()}
    assert {"shop_orders.Order", "shop_payments.Payer", "shop_catalog.Review", "shop_chat.Message"} <= known
    orders = Order.all_objects.count()
    make_due(ada)
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_due_accounts() == 1, DeletionRequest.objects.get().failure
    assert traces() == []
    assert [path for path in tmp_path.rglob("*") if path.is_file() and "photos" in str(path)] == []
    assert Order.all_objects.count() == orders
    assert set(Order.all_objects.values_list("user", "email")) == {(None, "")}
    assert Order.all_objects.filter(total_amount__gt=0).count() == orders
    assert set(Payment.objects.values_list("user", flat=True)) == {None}


def test_s25_an_order_on_its_way_holds_the_deletion_back_whole(ada):
    order = make_order(user=ada, state=OrderState.SHIPPED)
    request = make_due(ada)
    before = traces()
    assert delete_due_accounts() == 0
    request.refresh_from_db()
    assert request.failure == "orders_under_way"
    assert traces() == before
    Order.objects.filter(pk=order.pk).update(state=OrderState.DELIVERED)
    DeletionRequest.objects.update(next_attempt_at=timezone.now())
    assert delete_due_accounts() == 1
    assert traces() == []


def test_the_export_has_a_part_of_every_app(ada):
    client = Client()
    client.force_login(ada)
    answer = client.post("/account/export/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert {name.partition("/")[0] for name in archive.namelist()} == {
        "shop_accounts",
        "shop_catalog",
        "shop_chat",
        "shop_orders",
        "shop_payments",
    }
    assert archive.read("shop_accounts/photo.png")
    for name in (name for name in archive.namelist() if name.endswith(".json")):
        assert json.loads(archive.read(name)), name


@pytest.mark.parametrize("path", ["/privacy/", "/terms/"])
def test_the_policies_stand_where_the_deletion_links_to(client, path):
    assert client.get(path).status_code == 200
