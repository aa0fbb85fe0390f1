"""The catalog in the browser."""

from itertools import takewhile

import pytest
from django.urls import reverse
from tests.conftest import make_user

from shop_catalog.models import Review
from shop_catalog.services.categories import delete_category
from shop_catalog.services.offers import set_active
from shop_catalog.services.products import add_variant
from shop_catalog.services.reviews import publish_review
from shop_catalog.testing import make_category, make_offer, make_product
from shop_core.money import Money

pytestmark = pytest.mark.django_db
LIST = reverse("shop_catalog:product-list")


@pytest.fixture
def everybody_bought(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


def names(answer):
    """The products that answer what was asked; those after them are the rest of the shop."""
    asked = takewhile(lambda product: not product.begins_rest, answer.context["products"])
    return [product.name for product in asked]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Tea pot", "Oak chair", "Oak table"]),
        ("search=oak", ["Oak chair", "Oak table"]),
        ("search=OAK+furniture+table", ["Oak table"]),
        ("search=%25", []),
        ("search=x%00", ["Oak chair", "Oak table", "Tea pot"]),
        (f"search={'oak ' * 2500}", ["Oak chair", "Oak table"]),
        ("category=furniture", ["Oak chair", "Oak table"]),
        ("category=furniture/chairs", ["Oak chair"]),
        ("category=nowhere", []),
        ("ordering=price", ["Tea pot", "Oak chair", "Oak table"]),
        ("ordering=-price", ["Oak table", "Oak chair", "Tea pot"]),
        ("min_price=20&max_price=60.00", ["Oak chair"]),
        ("min_price=nonsense&ordering=nonsense&page=nonsense", ["Tea pot", "Oak chair", "Oak table"]),
        ("in_stock=on", ["Tea pot", "Oak table"]),
        ("page=99", ["Tea pot", "Oak chair", "Oak table"]),
    ],
)
def test_the_list_is_searched_filtered_and_sorted(client, query, found):
    furniture = make_category("Furniture")
    make_product("Oak table", price="90", category=furniture)
    make_product("Oak chair", price="45", category=make_category("Chairs", parent=furniture), stock=0)
    make_product("Tea pot", price="9.90")
    shown = names(client.get(f"{LIST}?{query}", follow=True))
    assert (sorted(shown) if "search" in query else shown) == found


def test_hits_in_the_name_come_first(client):
    make_product("Kettle", description="For lamp oil")
    make_product("Lamp")
    make_product("Shade", description="Of a lamp")
    assert names(client.get(f"{LIST}?search=lamp"))[0] == "Lamp"


def test_what_nobody_offers_is_not_listed(client):
    offer = make_offer()
    product = offer.variant.product
    set_active(offer=offer, active=False)
    assert names(client.get(LIST)) == []
    assert client.get(product.get_absolute_url()).status_code == 200


def test_a_category_page_shows_its_way_its_children_and_all_products_below(client):
    home = make_category("Home", description="For every room")
    lamps = make_category("Lamps", parent=home)
    make_product("Lamp", category=lamps)
    make_product("Boots")
    page = client.get(home.get_absolute_url())
    assert names(page) == ["Lamp"]
    assert lamps.get_absolute_url() in page.text
    assert client.get(lamps.get_absolute_url()).context["breadcrumbs"][1] == ("Home", home.get_absolute_url())


def test_a_deleted_category_has_no_page(client):
    category = make_category()
    delete_category(category=category)
    assert client.get(category.get_absolute_url()).status_code == 404


def test_a_product_page_sells_the_variant_that_is_chosen(client):
    product = make_product("Shirt", price="20")
    large = add_variant(product=product, price=Money.of("25", "EUR"), options={"Size": "L"}, stock=2)
    assert str(client.get(product.get_absolute_url()).context["offer"].price) == "20.00 EUR"
    page = client.get(f"{product.get_absolute_url()}?variant={large.variant_id}")
    assert page.context["offer"] == large
    assert "Only 2 left" in page.text
    assert client.get(large.get_absolute_url()).context["offer"] == large
    assert client.get(f"{product.get_absolute_url()}?variant=x&offer=y").status_code == 200


def test_a_buyer_reviews_once(client, everybody_bought):
    product = make_product()
    client.force_login(make_user())
    address = reverse("shop_catalog:review-create", args=[product.slug])
    assert client.get(product.get_absolute_url()).context["review_form"]
    for _ in range(2):
        assert client.post(address, {"rating": "4", "text": "Good", "name": "Ann"}).status_code == 302
    assert Review.objects.get().rating == 4
    page = client.get(product.get_absolute_url())
    assert page.context["review_form"] is None
    assert page.context["histogram"][1] == (4, 1, 100)
    assert page.text.count("Good") == 1


@pytest.mark.parametrize(("asked", "shown"), [("", [3, 5]), ("5", [5]), ("4", []), ("x", [3, 5]), ("6", [3, 5])])
def test_reviews_of_so_many_stars_are_shown_alone(client, everybody_bought, asked, shown):
    product = make_product()
    for rating in (5, 3):
        publish_review(product=product, author=make_user(), rating=rating)
    page = client.get(product.get_absolute_url(), {"stars": asked, "variant": "1"})
    assert [review.rating for review in page.context["reviews"]] == shown
    assert 'href="?stars=5&amp;variant=1#reviews"' in page.text
    assert ("Show all reviews" in page.text) == (asked in ("4", "5"))


def test_a_review_without_stars_is_refused_and_keeps_its_text(client, everybody_bought):
    product = make_product()
    client.force_login(make_user())
    page = client.post(reverse("shop_catalog:review-create", args=[product.slug]), {"text": "Kept words"})
    assert page.status_code == 422
    assert "Kept words" in page.text


def test_who_did_not_buy_sees_no_form_and_is_refused(client):
    product = make_product()
    client.force_login(make_user())
    assert client.get(product.get_absolute_url()).context["review_form"] is None
    client.post(reverse("shop_catalog:review-create", args=[product.slug]), {"rating": "1"})
    assert not Review.objects.exists()


def test_a_stranger_is_sent_to_log_in(client):
    answer = client.post(reverse("shop_catalog:review-create", args=[make_product().slug]), {"rating": "1"})
    assert answer.url.startswith("/login/")


@pytest.mark.parametrize("count", [1, 20])
def test_a_product_page_costs_the_same_queries_for_any_number(
    client, everybody_bought, count, django_assert_num_queries
):
    product = make_product()
    for number in range(count):
        add_variant(product=product, price=Money(1000, "EUR"), name=f"Make {number}")
        publish_review(product=product, author=make_user(), rating=5)
    with django_assert_num_queries(7):
        assert client.get(product.get_absolute_url()).status_code == 200
