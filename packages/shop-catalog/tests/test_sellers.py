"""People become sellers, and open and close their stores."""

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import mail
from django.urls import reverse
from tests.conftest import make_user
from tests.people import make_seller

from shop_catalog import tasks
from shop_catalog.exceptions import AlreadySellerError, NoStoreError, SellersNotTakenError
from shop_catalog.models import Listing, Offer, Product, Seller, Store
from shop_catalog.services.rights import may_register, may_sell, store_for
from shop_catalog.services.sellers import approve_seller, register_seller, suspend_seller, update_seller
from shop_catalog.services.stores import close_store, reopen_store, update_store
from shop_catalog.signals import seller_approved, seller_registered
from shop_catalog.testing import make_product
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db


def set_options(settings, **options):
    settings.SHOP_CATALOG = {"SELLER_RECIPIENTS": ["staff@example.com"], **options}


@pytest.fixture(autouse=True)
def options(settings):
    set_options(settings)


@pytest.fixture
def told():
    """The sellers that the signals told of."""
    heard = []

    def listen(signal, seller, **kwargs):
        heard.append((signal, seller.name, seller.is_approved))

    for signal in (seller_registered, seller_approved):
        signal.connect(listen, weak=False, dispatch_uid="test")
    yield heard
    for signal in (seller_registered, seller_approved):
        signal.disconnect(dispatch_uid="test")


def register(user, **fields):
    return register_seller(user=user, **{"name": "Ann", "country": "DK", "about": "Lamps & more"} | fields)


def shown(product):
    return Listing.objects.filter(pk=product.pk).exists()


def test_who_registers_waits_for_the_staff_who_are_mailed(told, settings, django_capture_on_commit_callbacks):
    set_options(settings, SITE_URL="https://shop.example")
    ann = make_user("ann")
    assert may_register(ann)
    with django_capture_on_commit_callbacks(execute=True):
        seller = register(ann, store_name="Ann's Lamps")
    assert (seller.is_approved, may_sell(ann), may_register(ann)) == (False, False, False)
    assert Store.objects.run_by(ann).get().slug == "anns-lamps"
    assert told == [(seller_registered, "Ann", False)]
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["staff@example.com"], "Ann would like to sell in the shop")
    assert f"https://shop.example{reverse('admin:shop_catalog_seller_change', args=[seller.pk])}" in message.body
    assert "Lamps & more" in message.body
    assert "Lamps &amp; more" in message.alternatives[0].content


def test_an_approved_seller_sells_and_is_mailed_once(told, django_capture_on_commit_callbacks):
    store = make_seller(is_approved=False)
    lamp = make_product(store=store)
    assert not shown(lamp)
    with django_capture_on_commit_callbacks(execute=True):
        approve_seller(seller=store.seller)
        approve_seller(seller=store.seller)
    assert shown(lamp)
    assert may_sell(store.seller.user)
    assert told == [(seller_approved, "Ann", True)]
    (message,) = mail.outbox
    assert message.to == [store.seller.user.email_address]
    assert "Welcome, Ann!" in message.body


def test_a_suspended_seller_sells_no_more():
    store = make_seller()
    lamp = make_product(store=store)
    suspend_seller(seller=store.seller)
    assert not shown(lamp)
    assert not may_sell(store.seller.user)


def test_nobody_is_a_seller_twice():
    ann = make_user("ann")
    seller = register(ann)
    with pytest.raises(AlreadySellerError):
        register(ann)
    seller.soft_delete()
    assert not may_register(ann)
    with pytest.raises(AlreadySellerError):
        register(ann)


def test_where_only_the_shop_sells_nobody_registers(settings):
    set_options(settings, WHO_SELLS="staff")
    assert not may_register(make_user())
    with pytest.raises(SellersNotTakenError):
        register(make_user())


def test_where_everybody_sells_one_sells_at_once(settings, told, django_capture_on_commit_callbacks):
    set_options(settings, WHO_SELLS="any_user")
    with django_capture_on_commit_callbacks(execute=True):
        assert register(make_user()).is_approved
    assert told == [(seller_registered, "Ann", True)]
    assert not mail.outbox


def test_where_everybody_sells_the_first_listing_makes_seller_and_store(settings, monkeypatch):
    set_options(settings, WHO_SELLS="any_user")
    ann = make_user("ann")
    store = store_for(ann)
    assert (store.name, store.seller.name, store.seller.is_approved) == ("Private seller", "Private seller", True)
    assert store_for(ann) == store
    monkeypatch.setattr(AbstractBaseUser, "get_full_name", lambda user: "Bob Burr", raising=False)
    bob = make_user("bob")
    register(bob, name="Bob's Barn")
    assert store_for(bob).name == "Bob's Barn"
    assert store_for(make_user("bob")).name == "Bob Burr"


def test_where_everybody_sells_a_deleted_or_suspended_seller_does_not(settings):
    set_options(settings, WHO_SELLS="any_user")
    ann, bob = make_user("ann"), make_user("bob")
    suspend_seller(seller=register(ann))
    register(bob, name="Bob").soft_delete()
    assert (may_sell(ann), may_sell(bob)) == (False, False)
    with pytest.raises(NoStoreError):
        store_for(bob)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_many_first_listings_at_once_make_one_seller_and_one_store(settings):
    set_options(settings, WHO_SELLS="any_user")
    ann = make_user("ann")
    stores = run_in_threads(lambda _: store_for(ann), range(8))
    assert set(stores) == {Store.objects.get()}
    assert Seller.objects.get().user == ann


def test_what_sellers_say_of_themselves_shows_in_the_lists():
    store = make_seller()
    lamp = make_product(store=store)
    update_seller(seller=store.seller, name="Ann & Co", country="SE", about="")
    assert '"seller":"Ann & Co"' in Listing.objects.get(pk=lamp.pk).card
    assert Listing.objects.get(pk=lamp.pk).terms.filter(field="country", value="SE").exists()
    update_store(store=store, name="Lamps", description="All lamps")
    assert '"name":"Lamps"' in Listing.objects.get(pk=lamp.pk).card
    assert Store.objects.get(slug=store.slug).description == "All lamps"


def test_a_closed_store_sells_nothing_until_it_opens_again():
    store = make_seller()
    lamp = make_product(store=store)
    close_store(store=store)
    assert not shown(lamp)
    assert Store.objects.run_by(store.seller.user).get() == store
    reopen_store(store=store)
    assert shown(lamp)


def test_people_see_what_is_theirs():
    ann, bob = make_seller("Ann"), make_seller("Bob")
    lamp, _boots = make_product(store=ann, creator=ann.seller.user), make_product(store=bob, creator=bob.seller.user)
    user = ann.seller.user
    assert list(Product.objects.made_by(user)) == [lamp]
    assert list(Offer.objects.run_by(user)) == list(Offer.objects.filter(store=ann))
    assert list(Store.objects.run_by(user)) == [ann]
    ann.seller.soft_delete()
    assert not Offer.objects.run_by(user)
    assert not Store.objects.run_by(user)


def test_low_offers_have_fewer_units_than_their_own_threshold_or_the_shops():
    few, many, own = (make_product(stock=stock) for stock in (2, 3, 9))
    Offer.objects.filter(variant__product=own).update(low_stock_threshold=10)
    assert set(Offer.objects.low().values_list("variant__product", flat=True)) == {few.pk, own.pk}
    assert many.pk
    Offer.objects.filter(variant__product=few).update(reserved=2)
    assert set(Offer.objects.scarce().values_list("variant__product", flat=True)) == {own.pk}


@pytest.mark.parametrize("task", [tasks.mail_application, tasks.mail_approval])
def test_nobody_is_mailed_of_sellers_who_are_gone_or_have_no_address(task, settings):
    set_options(settings, SELLER_RECIPIENTS=[])
    task(0)
    seller = register(make_user("ann", is_active=False))
    task(seller.pk)
    assert not mail.outbox


def address(view, *args):
    return reverse(f"admin:shop_catalog_seller_{view}", args=args)


def test_the_staff_approves_and_suspends_many_at_once(admin, django_capture_on_commit_callbacks):
    waiting, selling = register(make_user("ann")), make_seller("Bob").seller
    chosen = {"_selected_action": [waiting.pk, selling.pk]}
    with django_capture_on_commit_callbacks(execute=True):
        page = admin.post(address("changelist"), chosen | {"action": "approve_selected"}, follow=True)
    assert "1 seller is approved and mailed." in page.content.decode()
    assert Seller.objects.approved().count() == 2
    assert [message.to for message in mail.outbox] == [[waiting.user.email_address]]
    page = admin.post(address("changelist"), chosen | {"action": "suspend_selected"}, follow=True)
    assert "2 sellers are suspended." in page.content.decode()
    assert not Seller.objects.approved()


def test_the_tick_on_the_form_of_a_seller_approves_and_suspends(admin, django_capture_on_commit_callbacks):
    seller = register(make_user("ann"))
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(address("change", seller.pk), {"name": "Ann", "user": seller.user_id, "is_approved": "on"})
    assert Seller.objects.approved().get() == seller
    assert len(mail.outbox) == 1
    admin.post(address("change", seller.pk), {"name": "Anna", "user": seller.user_id})
    assert list(Seller.objects.values_list("name", "is_approved")) == [("Anna", False)]
    admin.post(address("add"), {"name": "Bob", "is_approved": "on"})
    assert Seller.objects.approved().get().name == "Bob"
