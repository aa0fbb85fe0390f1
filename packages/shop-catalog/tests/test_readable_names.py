"""Names that people can read: of products, stores, sellers and categories, through every door."""

import pytest
from django.urls import reverse
from tests.conftest import make_user
from tests.people import client_of, make_seller, make_staff
from tests.product_files import as_file, check, found

from shop_catalog.exceptions import UnreadableNameError
from shop_catalog.services.categories import rename_category
from shop_catalog.services.products import update_product
from shop_catalog.services.sellers import register_seller, update_seller
from shop_catalog.services.stores import open_store, update_store
from shop_catalog.testing import make_category, make_product

pytestmark = pytest.mark.django_db

SAYS = "Write a name that can be read, in one line and without invisible signs."
BAD = ["\u200b", "\u3164", "\u2800 \u200d", "Lamp\u202epmal", "two\nlines", "a\x0bb", "Lamp\u2028"]


@pytest.mark.parametrize("name", BAD)
def test_no_service_takes_a_name_that_nobody_can_read(name):
    store, category = make_seller(), make_category()
    product = make_product()
    for write in (
        lambda: make_product(name),
        lambda: update_product(product=product, name=name),
        lambda: make_category(name),
        lambda: rename_category(category=category, name=name),
        lambda: register_seller(user=make_user(), name=name),
        lambda: update_seller(seller=store.seller, name=name, country="PL", about=""),
        lambda: open_store(name=name, seller=store.seller),
        lambda: update_store(store=store, name=name, description=""),
    ):
        with pytest.raises(UnreadableNameError) as refusal:
            write()
        assert refusal.value.errors == {"name": [SAYS]}


@pytest.mark.parametrize(
    "name",
    ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f469\u200d\U0001f527", "!", "O\u2019Neill & Co."],
)
def test_other_scripts_and_signs_are_names(name):
    assert make_product(name).name == name


def test_the_api_the_admin_and_files_say_so(admin):
    product = make_product("Lamp", category=make_category("Lamps"))
    answer = client_of(make_staff()).patch(f"/api/products/{product.pk}/", {"name": "\u200b"})
    assert (answer.status_code, answer.json()["errors"]) == (400, {"name": [SAYS]})
    for model in ("seller", "store", "product", "category"):
        assert SAYS in admin.post(reverse(f"admin:shop_catalog_{model}_add"), {"name": "\u202e!"}).text.replace(
            "&#x27;", "'"
        )
    assert found(check(as_file(["\u200b", "lamps", "L1", "1", "1"]))) == [(2, "name")]
    assert found(check(as_file(["Lamp 2", "lamps/a\u202eb", "L1", "1", "1"]), create_categories=True)) == [
        (2, "category")
    ]
