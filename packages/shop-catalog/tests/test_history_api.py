"""Who changed what, what is deleted, and its return: through the API and on the sellers' pages and those of the back office."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff

from shop_catalog.exceptions import DeletedByShopError
from shop_catalog.models import Category, Change, Offer, Product, Store, Variant
from shop_catalog.services.attributes import define_attribute, delete_attribute
from shop_catalog.services.categories import delete_category
from shop_catalog.services.offers import change_price, create_offer, delete_offer, restore_offer
from shop_catalog.services.products import delete_product, restore_product, update_product
from shop_catalog.services.reviews import delete_review, publish_review
from shop_catalog.services.sellers import delete_seller
from shop_catalog.services.stores import delete_store
from shop_catalog.services.variants import delete_variant, update_variant
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.history.actors import Via, acting
from shop_core.money import Money

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def options(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


@pytest.fixture
def store():
    return make_seller("Ann")


@pytest.fixture
def ann(store):
    return store.seller.user


@pytest.fixture
def product(store, ann):
    return make_product("Lamp", store=store, creator=ann, sku="lamp-1")


@pytest.fixture
def offer(product):
    return Offer.objects.get(variant__product=product)


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def history_of(user, record, name):
    key = record.public_id if hasattr(record, "public_id") else record.pk
    return client_of(user).get(reverse(f"shop_catalog_api:{name}-history", args=[key]))


def test_the_staff_reads_who_changed_what(ann, offer):
    with acting(via=Via.PAGE, user=ann):
        change_price(offer=offer, price=Money(1250, "EUR"))
    answer = history_of(make_staff("view_offer"), offer, "store-item").json()
    (changed, created) = answer["results"]
    assert changed | {"id": 0, "created_at": ""} == {
        "id": 0,
        "record_type": "offer",
        "record_id": offer.pk,
        "what": "changed",
        "who": str(ann),
        "way": "page",
        "differences": [{"field": "price", "label": "price", "before": "€10.00", "after": "€12.50"}],
        "created_at": "",
    }
    assert (created["what"], created["who"], created["way"]) == ("created", "", "")


def test_the_history_comes_in_pages(offer):
    for cents in range(1, 31):
        change_price(offer=offer, price=Money(cents, "EUR"))
    first = history_of(make_staff(), offer, "store-item").json()
    assert len(first["results"]) == 20
    assert first["next"]


def test_sellers_read_no_names_of_the_staff_and_nobodys_address(store, ann, product):
    for user in (ann, make_staff(), make_user("carl")):
        with acting(via=Via.IMPORT, name="secret.csv", user=user):
            update_product(product=product, name=f"Lamp of {user.pk}")
    told = history_of(ann, product, "product").json()["results"]
    assert [(each["who"], each["way"]) for each in told[:3]] == [
        ("Somebody", "import"),
        ("The shop", "import"),
        ("You", "import: secret.csv"),
    ]


def test_the_history_of_a_product_has_that_of_its_variants(ann, product):
    update_variant(variant=product.variants.get(), sku="lamp-2")
    told = history_of(ann, product, "product").json()["results"]
    assert told[0]["record_type"] == "variant"
    assert told[0]["differences"] == [{"field": "sku", "label": "SKU", "before": "lamp-1", "after": "lamp-2"}]


def test_the_history_is_for_the_staff_and_whose_it_is(store, ann, product, offer):
    for record, name in ((product, "product"), (offer, "store-item"), (store, "store"), (store.seller, "seller")):
        assert history_of(ann, record, name).status_code == 200
        assert history_of(make_staff(), record, name).status_code == 200
        assert history_of(make_seller("Bob").seller.user, record, name).status_code == 403
        assert history_of(make_staff("view_review"), record, name).status_code == 403
        assert history_of(None, record, name).status_code in (401, 403)


def deleted_records(store, product):
    """Delete one of each, and return by the name of their endpoint who they are."""
    category = make_category("Gone")
    attribute = define_attribute(category=make_category(), code="wood", name="Wood", kind="text")
    review = publish_review(product=make_product(), author=make_user(), rating=5)
    other_offer, other = make_offer(), make_product("Other", sku="other-1")
    variant = other.variants.get()
    bob = make_seller("Bob")
    delete_product(product=product)
    delete_variant(variant=variant)
    delete_offer(offer=other_offer)
    delete_category(category=category)
    delete_attribute(attribute=attribute)
    delete_review(review=review)
    delete_store(store=store)
    delete_seller(seller=bob.seller)
    return {
        "product": product,
        "variant": variant,
        "store-item": other_offer,
        "category": category,
        "attribute": attribute,
        "review": review,
        "store": store,
        "seller": bob.seller,
    }


def test_the_staff_lists_what_is_deleted_and_restores_it(store, product):
    staff = client_of(make_staff())
    for name, record in deleted_records(store, product).items():
        address = reverse(f"shop_catalog_api:{name}-list")
        (shown,) = staff.get(f"{address}?deleted=true").json()["results"]
        key = record.public_id if hasattr(record, "public_id") else record.pk
        assert str(key) in map(str, shown.values())
        kept = history_of(make_staff(), record, name).json()["results"][0]
        assert kept["what"] == "deleted" or name == "product"
        back = staff.post(reverse(f"shop_catalog_api:{name}-restore", args=[key]))
        assert back.status_code == 200, (name, back.json())
        assert not type(record).all_objects.get(pk=record.pk).is_deleted
        assert staff.get(f"{address}?deleted=true").json()["results"] == []
        again = staff.post(reverse(f"shop_catalog_api:{name}-restore", args=[key]))
        assert again.status_code == 200, name
        told = Change.objects.of(type(record), [record.pk]).order_by("-pk").values_list("deed", flat=True)
        assert list(told[:2]) == ["restored", "deleted"]


def test_who_may_not_change_a_kind_restores_none_of_it(product):
    delete_product(product=product)
    for user in (make_staff("view_product"), make_user()):
        assert client_of(user).get("/api/products/?deleted=true").json()["results"] == []
        assert client_of(user).post(f"/api/products/{product.pk}/restore/").status_code == 404
    assert client_of().post(f"/api/products/{product.pk}/restore/").status_code in (401, 403)


def test_sellers_restore_what_they_deleted_themselves(ann, product):
    client = client_of(ann)
    assert client.delete(f"/api/products/{product.pk}/").status_code == 204
    assert [each["name"] for each in client.get("/api/products/?deleted=true").json()["results"]] == ["Lamp"]
    answer = client.post(f"/api/products/{product.pk}/restore/")
    assert (answer.status_code, answer.json()["in_stock"]) == (200, True)
    assert client.get("/api/products/?deleted=true").json()["results"] == []


def test_sellers_restore_the_offers_that_they_deleted_themselves(ann, store, offer):
    client, address = client_of(ann), f"/api/store-items/{offer.ref}/"
    assert client.delete(address).status_code == 204
    assert [each["product_ref"] for each in client.get("/api/store-items/?deleted=true").json()["results"]] == [
        offer.ref
    ]
    bob = client_of(make_seller("Bob").seller.user)
    assert bob.post(f"{address}restore/").status_code == 404
    assert client.post(f"{address}restore/").json()["product_ref"] == offer.ref
    assert client.get("/api/store-items/?deleted=true").json()["results"] == []
    browser_of(ann).post(reverse("shop_catalog_sell:offer-delete", args=[offer.ref]))
    assert client.post(f"{address}restore/").status_code == 200
    delete_offer(offer=offer)
    assert client.post(f"{address}restore/").status_code == 404
    with pytest.raises(DeletedByShopError):
        restore_offer(offer=offer, seller=store.seller)


def test_an_offer_of_a_deleted_product_changes_no_more(ann, product, offer):
    client, address = client_of(ann), f"/api/store-items/{offer.ref}/"
    delete_product(product=product, seller=ann.shop_catalog_seller)
    for answer in (
        client.patch(address, {"price": "7.00"}),
        client.post(f"{address}receive/", {"quantity": 1, "reference": "note"}),
        client.delete(address),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "belongs_to_deleted")
    kept = Offer.all_objects.get(pk=offer.pk)
    assert (kept.price, kept.on_hand, kept.is_deleted) == (offer.price, offer.on_hand, False)


def refusal(staff, name, record):
    key = record.public_id if hasattr(record, "public_id") else record.pk
    answer = client_of(staff).post(reverse(f"shop_catalog_api:{name}-restore", args=[key]))
    return answer.status_code, answer.json()["code"]


def test_what_belongs_to_something_deleted_waits_for_that(store, product, offer):
    staff = make_staff()
    variant = product.variants.get()
    attribute = define_attribute(category=make_category("Gone"), code="wood", name="Wood", kind="text")
    delete_attribute(attribute=attribute)
    delete_category(category=attribute.category)
    delete_offer(offer=offer)
    delete_variant(variant=variant)
    delete_product(product=product)
    delete_store(store=store)
    delete_seller(seller=store.seller)
    for name, record in (("store-item", offer), ("variant", variant), ("store", store), ("attribute", attribute)):
        assert refusal(staff, name, record) == (409, "belongs_to_deleted"), name


def test_what_was_taken_meanwhile_is_said(store, product, offer):
    staff = make_staff()
    delete_offer(offer=offer)
    create_offer(variant=offer.variant, store=store, price=Money(5, "EUR"))
    assert refusal(staff, "store-item", offer) == (409, "offer_exists")
    delete_variant(variant=product.variants.get())
    make_product("Copy", sku="lamp-1")
    assert refusal(staff, "variant", Variant.all_objects.get(product=product)) == (409, "sku_taken")
    delete_store(store=store)
    Store.objects.create(name="Another", slug=store.slug)
    client_of(staff).post(reverse("shop_catalog_api:store-restore", args=[store.public_id]))
    store.refresh_from_db()
    assert not store.is_deleted
    assert store.slug.startswith("anns-")


def sell(name, *args):
    return reverse(f"shop_catalog_sell:{name}", args=args)


def test_sellers_see_who_changed_their_product_and_offer(ann, product, offer):
    browser = browser_of(ann)
    browser.post(sell("offer-edit", offer.ref), {"price": "12.50", "stock": "10", "is_active": "on"})
    shown = browser.get(sell("offer-history", offer.ref))
    assert "€10.00" in shown.text
    assert "€12.50" in shown.text
    assert "You" in shown.text
    assert sell("offer-history", offer.ref) in browser.get(sell("offer-edit", offer.ref)).text
    update_product(product=product, name="Oak lamp")
    assert "Oak lamp</ins>" in browser.get(sell("product-history", product.pk)).text
    assert sell("product-history", product.pk) in browser.get(sell("product-edit", product.pk)).text
    Change.objects.all().delete()
    assert "Nothing yet" in browser.get(sell("product-history", product.pk)).text


def test_sellers_delete_a_product_and_restore_it(ann, store, product):
    browser = browser_of(ann)
    assert sell("product-delete", product.pk) in browser.get(sell("product-edit", product.pk)).text
    assert "Lamp" in browser.get(sell("product-delete", product.pk)).text
    deleted = browser.post(sell("product-delete", product.pk), follow=True)
    assert "Lamp is deleted; you can restore it here." in deleted.text
    assert sell("product-restore", product.pk) in deleted.text
    assert not Product.objects.exists()
    back = browser.post(sell("product-restore", product.pk), follow=True)
    assert "Lamp is back." in back.text
    assert Product.objects.on_sale().get() == product
    assert "Nothing is deleted" in browser.get(sell("product-deleted")).text
    assert browser.post(sell("product-restore", product.pk)).status_code == 404
    deeds = Change.objects.of(Product, [product.pk]).order_by("-pk").values_list("deed", "via", "actor")
    assert list(deeds[:2]) == [("restored", "page", ann.pk), ("deleted", "page", ann.pk)]


def test_a_product_that_others_offer_stays(ann, product):
    create_offer(variant=product.variants.get(), store=make_seller("Bob"), price=Money(5, "EUR"))
    answer = browser_of(ann).post(sell("product-delete", product.pk), follow=True)
    assert "Other stores offer this too" in answer.text
    assert Product.objects.exists()


def test_a_refused_restore_is_said(ann, store, product):
    delete_product(product=product, seller=store.seller)
    make_product("Copy", sku="lamp-1")
    answer = browser_of(ann).post(sell("product-restore", product.pk), follow=True)
    assert "This SKU is in use." in answer.text
    assert Product.all_objects.get(pk=product.pk).is_deleted


def test_what_the_staff_deletes_meanwhile_only_it_restores(store, product):
    delete_product(product=product)
    with pytest.raises(DeletedByShopError):
        restore_product(product=product, seller=store.seller)


def test_the_back_office_shows_who_changed_what(admin, ann, product, offer):
    with acting(via=Via.API, user=ann):
        change_price(offer=offer, price=Money(1250, "EUR"))
        update_product(product=product, description="Tall")
    with acting(via=Via.IMPORT, name="goods.csv"):
        update_product(product=product, name="Oak lamp")
    shown = admin.get(reverse("admin:shop_catalog_product_history", args=[product.pk])).text
    for text in ("<del>Lamp</del> → <ins>Oak lamp</ins>", "import: goods.csv", str(ann), "<del>—</del>", "€12.50"):
        assert text in shown
    everything = admin.get(reverse("admin:shop_catalog_change_changelist")).text
    assert f"/admin/shop_catalog/offer/{offer.pk}/history/" in everything
    assert "import goods.csv" in everything
    assert ": Lamp → Oak lamp" in everything
    offers_only = admin.get(f"{reverse('admin:shop_catalog_change_changelist')}?kind=offer").text
    assert "€12.50" in offers_only
    assert "Oak lamp" not in offers_only


def test_the_history_in_the_back_office_comes_in_pages(admin, offer):
    address = reverse("admin:shop_catalog_offer_history", args=[offer.pk])
    for cents in range(1, 61):
        change_price(offer=offer, price=Money(cents, "EUR"))
    assert "Older" in admin.get(address).text
    assert "Newer" in admin.get(f"{address}?page=2").text
    Change.objects.all().delete()
    assert "Nothing is known of changes" in admin.get(address).text


def test_the_history_in_the_back_office_is_for_who_may_look(client, admin, product):
    address = reverse("admin:shop_catalog_product_history", args=[product.pk])
    client.force_login(make_staff("view_review"))
    assert client.get(address).status_code == 403
    client.force_login(make_staff("view_product"))
    assert client.get(address).status_code == 200
    assert client.get(reverse("admin:shop_catalog_product_history", args=[99])).status_code == 404


def test_without_a_history_django_shows_its_own(admin, product, settings):
    settings.SHOP_CATALOG = {"HISTORY": False}
    assert "change history" in admin.get(reverse("admin:shop_catalog_product_history", args=[product.pk])).text


def test_a_kind_that_has_no_admin_is_named(admin):
    Change.objects.create(record_type="productimage", record_id=1, deed="changed")
    assert "product image 1" in admin.get(reverse("admin:shop_catalog_change_changelist")).text


def test_the_back_office_deletes_and_restores_by_services(admin, store, product, offer):
    for record in (offer, product.variants.get(), store, store.seller):
        name = record._meta.model_name
        address = reverse(f"admin:shop_catalog_{name}_changelist")
        admin.post(reverse(f"admin:shop_catalog_{name}_delete", args=[record.pk]), {"post": "yes"})
        shown = admin.post(
            f"{address}?deleted=yes", {"action": "restore_selected", "_selected_action": [record.pk]}, follow=True
        )
        assert "is back." in shown.text
        admin.post(address, {"action": "delete_selected", "_selected_action": [record.pk], "post": "yes"})
        assert type(record).all_objects.get(pk=record.pk).is_deleted, name
    refused = admin.post(
        f"{reverse('admin:shop_catalog_offer_changelist')}?deleted=yes",
        {"action": "restore_selected", "_selected_action": [offer.pk]},
        follow=True,
    )
    assert "restore that first" in refused.text


def test_a_form_of_the_back_office_is_one_change(admin, product):
    home = make_category("Home")
    define_attribute(category=home, code="wood", name="Wood", kind="text")
    variant = product.variants.get()
    rows = {
        "name": "Oak lamp",
        "slug": product.slug,
        "category": home.pk,
        "description": "",
        "tax_class": "",
        "creator": product.creator_id,
        "variants-TOTAL_FORMS": 2,
        "variants-INITIAL_FORMS": 1,
        "variants-0-id": variant.pk,
        "variants-0-product": product.pk,
        "variants-0-sku": "lamp-9",
        "variants-0-options": "{}",
        "variants-0-weight_grams": 0,
        "variants-0-position": 0,
        "variants-1-sku": "lamp-10",
        "variants-1-product": product.pk,
        "variants-1-options": "{}",
        "variants-1-weight_grams": 0,
        "variants-1-position": 1,
        "attribute_values-TOTAL_FORMS": 0,
        "attribute_values-INITIAL_FORMS": 0,
        "images-TOTAL_FORMS": 0,
        "images-INITIAL_FORMS": 0,
    }
    before = Change.objects.count()
    answer = admin.post(reverse("admin:shop_catalog_product_change", args=[product.pk]), rows)
    assert answer.status_code == 302, answer.context["errors"]
    told = Change.objects.order_by("pk")[before:]
    assert sorted((each.record_type, each.deed, sorted(each.values)) for each in told) == [
        ("product", "changed", ["category", "name"]),
        ("variant", "changed", ["sku"]),
        ("variant", "created", []),
    ]
    assert {each.via for each in told} == {"admin"}


def test_a_form_that_is_refused_changes_nothing(admin, product):
    before = Change.objects.count()
    admin.post(reverse("admin:shop_catalog_product_change", args=[product.pk]), {"name": ""})
    assert Change.objects.count() == before


def test_what_is_made_in_the_back_office_is_written_down_once(admin):
    admin.post(reverse("admin:shop_catalog_store_add"), {"name": "New", "slug": "new", "is_open": "on"})
    admin.post(reverse("admin:shop_catalog_category_add"), {"name": "Home", "slug": "home"})
    for record in (Store.objects.get(slug="new"), Category.objects.get(slug="home")):
        assert Change.objects.of(type(record), [record.pk]).get().deed == "created"
