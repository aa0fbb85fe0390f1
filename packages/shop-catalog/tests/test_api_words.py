"""Words of a query string that an endpoint does not know are refused, and the nearest one is named."""

import pytest
from tests.people import client_of, make_staff
from tests.world import make_world

from shop_catalog.testing import make_product

pytestmark = pytest.mark.django_db


def refusal(address):
    answer = client_of().get(address)
    assert (answer.status_code, answer.data["code"]) == (400, "invalid")
    return answer.data["errors"]


@pytest.mark.parametrize(
    ("address", "word", "meant"),
    [
        ("products/?max_pirce=5", "max_pirce", "max_price"),
        ("products/?serach=lamp", "serach", "search"),
        ("categories/?parnet=1", "parnet", "parent"),
        ("reviews/?raiting=5", "raiting", "rating"),
        ("stores/?pagesize=5", "pagesize", "page_size"),
        ("sellers/?county=PL", "county", "country"),
        ("store-items/?sotre=x", "sotre", "store"),
    ],
)
def test_a_word_that_a_list_does_not_know_is_refused_with_the_nearest_one(address, word, meant):
    assert refusal(f"/api/{address}") == {word: [f"Nothing here is asked for with this word. Did you mean “{meant}”?"]}


def test_where_none_is_near_all_are_named():
    (told,) = refusal("/api/sellers/?utm_source=mail")["utm_source"]
    assert "Known are: country, deleted, format, page, page_size, search." in told


def test_a_single_thing_is_asked_for_with_no_words():
    product = make_product()
    assert client_of().get(f"/api/products/{product.pk}/?format=json").status_code == 200
    assert "page" in refusal(f"/api/products/{product.pk}/?page=1")
    assert "page" in refusal("/api/categories/tree/?page=1")
    assert "x" in refusal(f"/api/products/{product.pk}/images/?x=1")


@pytest.mark.parametrize(
    "query",
    [
        "page=1&page_size=5&format=json",
        "search=x&facets=true&ordering=price&attr.color=Red&attr.size.min=4",
        "facets=0",
    ],
)
def test_what_is_known_is_taken(query):
    assert client_of().get(f"/api/products/?{query}").status_code == 200


@pytest.mark.parametrize("size", ["0", "-1", "many", "1.5", "²"])
def test_a_size_that_is_no_number_is_refused(size):
    assert refusal(f"/api/products/?page_size={size}") == {"page_size": ["Write a whole number from 1 up."]}


@pytest.mark.parametrize(("size", "shown"), [("1", 1), ("0002", 2), ("9" * 5000, 3), ("", 3)])
def test_a_page_is_as_long_as_is_asked_up_to_the_limit(size, shown):
    make_world(3)
    assert len(client_of().get("/api/products/", {"page_size": size}).data["results"]) == shown


def test_pages_for_people_take_any_word(client):
    make_product("Lamp")
    assert "Lamp" in client.get("/products/?utm_source=mail&max_pirce=1").text


@pytest.mark.parametrize(
    "words",
    [
        "products/?facets=maybe",
        "products/?in_stock=2",
        "products/?featured=x",
        "stores/?mine=perhaps",
        "store-items/?mine=perhaps",
        "stores/?deleted=all",
    ],
)
def test_what_is_neither_true_nor_false_is_refused(words):
    word = words.partition("?")[2].partition("=")[0]
    assert refusal(f"/api/{words}") == {word: ["Write true or false."]}


def test_a_zero_is_no():
    product = make_product(stock=0)
    names = [each["id"] for each in client_of().get("/api/products/?in_stock=0").data["results"]]
    assert names == [product.pk]


def test_a_bound_that_is_no_number_is_refused():
    assert refusal("/api/products/?attr.size.min=tall&attr.size.max=4") == {"attr.size.min": ["Write a number."]}


def written(address, body, *, method="post", status=400):
    answer = getattr(client_of(make_staff()), method)(f"/api/{address}", body)
    assert answer.status_code == status, answer.data
    return answer.data.get("errors") if status == 400 else answer.data


def test_a_field_that_an_endpoint_does_not_know_is_refused_with_the_nearest_one():
    shop = make_world(1)
    wish = {"name": "Lamp", "price": "5", "category": shop.category.pk}
    assert written("products/", wish | {"unknown": 1})["unknown"][0].startswith(
        "There is no field of this name here. What can be written here: attributes, category,"
    )
    assert written("products/", wish | {"desription": "Tall"}) == {
        "desription": ["There is no field of this name here. Did you mean “description”?"]
    }
    assert "store_name" in written("sellers/", {"name": "Ann", "country": "DK", "store": "Ann's"})["store"][0]
    assert "on_hand" in written(f"store-items/{shop.offer.ref}/receive/", {"quantity": 1, "on_hand": 2})


def test_a_field_that_can_only_be_read_is_refused_where_it_is_to_change():
    offer = make_world(1).offer
    offer.refresh_from_db()
    refused = written(f"store-items/{offer.ref}/", {"on_hand": 500}, method="patch")
    assert refused == {
        "on_hand": ["This can be read only. What can be written here: is_active, low_stock_threshold, price, stock."]
    }
    taken = written(f"store-items/{offer.ref}/", {"on_hand": offer.on_hand, "price": "7"}, method="patch", status=200)
    assert taken["price"]["amount"] == "7.00"


def test_a_whole_record_that_was_read_is_sent_back_with_a_change():
    shop = make_world(1)
    staff = client_of(make_staff())
    for kind, key in (
        ("products", shop.product.pk),
        ("product-variants", shop.variant.pk),
        ("categories", shop.category.pk),
        ("stores", shop.store.public_id),
        ("sellers", shop.store.seller.public_id),
        ("attributes", shop.attribute.pk),
        (f"products/{shop.product.pk}/images", shop.image.pk),
    ):
        address = f"/api/{kind}/{key}/"
        whole = staff.get(address).json()
        word = "alt" if "images" in kind else "name"
        answer = staff.patch(address, whole | {word: "Other"})
        assert (answer.status_code, answer.data[word]) == (200, "Other"), (kind, answer.data)
    whole = staff.get(f"/api/products/{shop.product.pk}/").json()
    assert staff.put(f"/api/products/{shop.product.pk}/", whole | {"name": "Third"}).data["name"] == "Third"
    assert staff.put(f"/api/products/{shop.product.pk}/", {"name": "Fourth"}).status_code == 400
