"""Words that offend are refused by field, in all that customers and sellers write; nothing typed is lost."""

import pytest
from django.urls import reverse
from tests.conftest import make_user, picture
from tests.people import client_of, make_seller, make_staff
from tests.product_files import as_file, check, found

from shop_catalog.exceptions import AttributeValueError, OffensiveWordsError
from shop_catalog.models import Review, Seller, Store
from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.services.images import add_image, describe_image
from shop_catalog.services.products import add_variant, create_product, update_product
from shop_catalog.services.reviews import publish_review
from shop_catalog.services.sellers import first_store_of, register_seller, update_seller
from shop_catalog.services.stores import open_store, update_store
from shop_catalog.services.variants import update_variant
from shop_catalog.testing import make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db

BAD = "What a f*ck1ng lamp"
SAYS = "Please choose other words: these offend people."
PRICE = Money.of("5", "EUR")


@pytest.fixture(autouse=True)
def buyers(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


@pytest.fixture
def store():
    return make_seller("Ann")


@pytest.fixture
def product(store):
    return make_product("Lamp", store=store, creator=store.seller.user)


def refused(write, *fields, **said):
    with pytest.raises(OffensiveWordsError) as refusal:
        write(**said)
    assert refusal.value.errors == {field: [SAYS] for field in fields}


def test_reviews_are_read_first(product):
    author = make_user()
    refused(publish_review, "text", product=product, author=author, rating=1, text=BAD)
    refused(publish_review, "text", "name", product=product, author=author, rating=1, text=BAD, name=BAD)
    client = client_of(author)
    answer = client.post("/api/reviews/", {"product": product.pk, "rating": 1, "text": BAD})
    assert (answer.status_code, answer.json()["errors"]) == (400, {"text": [SAYS]})
    review = publish_review(product=product, author=author, rating=1, text="Scunthorpe")
    answer = client.patch(f"/api/reviews/{review.pk}/", {"name": BAD})
    assert (answer.status_code, answer.json()["errors"]) == (400, {"name": [SAYS]})


def test_the_page_shows_a_review_again_with_all_that_was_typed(product, client):
    client.force_login(make_user())
    add = reverse("shop_catalog:review-create", args=[product.slug])
    answer = client.post(add, {"rating": 4, "text": BAD, "name": "Ann B."})
    assert answer.status_code == 400
    assert all(each in answer.text for each in (SAYS, BAD, "Ann B."))
    client.post(add, {"rating": 4, "text": "Fine"})
    edit = reverse("shop_catalog:review-edit", args=[Review.objects.get().pk])
    answer = client.post(edit, {"rating": 2, "text": BAD})
    assert answer.status_code == 400
    assert all(each in answer.text for each in (SAYS, BAD))
    assert Review.objects.get().text == "Fine"


def test_sellers_and_their_stores_choose_their_words(store):
    refused(register_seller, "name", "about", "store_name", user=make_user(), name=BAD, about=BAD, store_name=BAD)
    refused(update_seller, "about", seller=store.seller, name="Ann", country="PL", about=BAD)
    refused(open_store, "name", "description", name=BAD, seller=store.seller, description=BAD)
    refused(update_store, "name", store=store, name=BAD, description="")
    assert Seller.objects.get().about == ""
    assert Store.objects.get().name == "Ann's"


def test_the_pages_of_sellers_show_their_forms_again(store, product, client):
    client.force_login(store.seller.user)
    pages = {
        "store-add": ([], {"name": "Mine", "description": BAD}),
        "profile": ([], {"name": BAD, "country": "PL"}),
        "product-edit": ([product.pk], {"name": "Lamp", "category": product.category.name, "description": BAD}),
    }
    for name, (args, form) in pages.items():
        answer = client.post(reverse(f"shop_catalog_sell:{name}", args=args), form)
        assert answer.status_code == 400, name
        assert all(each in answer.text for each in (SAYS, BAD)), name


def test_products_of_sellers_are_read_and_the_shops_own_are_not(store, product):
    category = product.category
    seller = store.seller.user
    refused(
        create_product,
        *("name", "description"),
        **{"name": BAD, "description": BAD, "price": PRICE, "category": category, "creator": seller, "store": store},
    )
    refused(create_product, "sku", name="Lamp", price=PRICE, category=category, creator=seller, store=store, sku=BAD)
    refused(update_product, "description", product=product, description=BAD)
    refused(add_variant, "options", product=product, price=PRICE, store=store, options={"Size": BAD})
    refused(update_variant, "name", variant=product.variants.get(), name=BAD)
    update_product(product=product, name="Lamp of Scunthorpe")
    for creator in (None, make_staff()):
        assert create_product(name=BAD, price=PRICE, category=category, creator=creator)


def test_attributes_and_pictures_of_sellers_are_read(product, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    define_attribute(category=product.category, code="use", name="Use", kind="text")
    with pytest.raises(AttributeValueError) as refusal:
        set_attributes(product=product, values={"use": BAD})
    assert refusal.value.errors == {"use": [SAYS]}
    refused(add_image, "alt", product=product, file=picture(), alt=BAD)
    image = add_image(product=product, file=picture(), alt="A lamp")
    refused(describe_image, "alt", image=image, alt=BAD)


def test_a_seller_says_an_attribute_anew_on_the_page(store, product, client):
    define_attribute(category=product.category, code="use", name="Use", kind="text")
    client.force_login(store.seller.user)
    form = {"name": "Lamp", "category": product.category.name, "attribute-use": BAD}
    answer = client.post(reverse("shop_catalog_sell:product-edit", args=[product.pk]), form)
    assert answer.context["form"].errors == {"attribute-use": [SAYS]}


def test_the_api_names_the_field(store, product):
    client = client_of(store.seller.user)
    for address, form, field in [
        (f"/api/products/{product.pk}/", {"name": BAD}, "name"),
        (f"/api/product-variants/{product.variants.get().pk}/", {"options": {BAD: "M"}}, "options"),
        (f"/api/sellers/{store.seller.public_id}/", {"about": BAD}, "about"),
        (f"/api/stores/{store.public_id}/", {"description": BAD}, "description"),
    ]:
        answer = client.patch(address, form, format="json")
        assert (answer.status_code, answer.json()["errors"]) == (400, {field: [SAYS]})


def test_files_of_sellers_are_read(store, product):
    category = product.category.url_path
    headings = ["product", "name", "category", "price", "description"]
    rows = ["", BAD, category, "5", ""], [product.slug, "Lamp", category, "5", BAD]
    report = check(as_file(*rows, headings=headings), by=store.seller.user)
    assert found(report) == [(2, "name"), (3, "description")]
    assert {problem.reason for problem in report.problems} == {SAYS}
    assert found(check(as_file(*rows, headings=headings))) == [(3, "description")]


def test_who_sells_under_a_name_that_offends_sells_as_a_private_seller(settings):
    settings.SHOP_CATALOG = {"WHO_SELLS": "any_user"}
    user = make_user()
    user.get_full_name = lambda: BAD
    first_store_of(user=user)
    assert Seller.objects.get().name == "Private seller"
