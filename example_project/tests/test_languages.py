"""The shop in Polish: what people read, and what machines read in the same pages."""

from __future__ import annotations

import json
from datetime import datetime
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from shop_accounts.testing import make_address, make_user
from shop_catalog.services.attributes import define_attribute, set_attributes
from shop_catalog.services.readmodel import refresh_stale
from shop_catalog.services.reviews import publish_review
from shop_catalog.testing import make_category, make_product
from shop_orders.testing import make_shipping_method

pytestmark = pytest.mark.django_db
NUMBERS = {
    "input": {"value", "min", "max", "placeholder"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
    "progress": {"value", "max"},
    "rect": {"x", "y", "width", "height"},
    "svg": {"width", "height"},
    "img": {"width", "height"},
}
"""The attributes that machines read as numbers, by tag; of inputs those of the type number."""


class MachineReadable(HTMLParser):
    """Reads what a page tells to machines, and fails where a machine would."""

    def __init__(self):
        super().__init__()
        self.numbers = []
        self.times = []
        self.documents = []
        self._in_json = False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in_json = tag == "script" and given.get("type", "").endswith("json")
        if tag == "time":
            self.times.append(datetime.fromisoformat(given["datetime"]))
        if tag == "input" and given.get("type") != "number":
            return
        for name in NUMBERS.get(tag, set()) & given.keys():
            if given[name]:
                self.numbers.append(float(given[name].removesuffix("%")))

    def handle_endtag(self, tag):
        self._in_json = False

    def handle_data(self, data):
        if self._in_json:
            self.documents.append(json.loads(data))


@pytest.fixture
def poland():
    """A browser that asks for Polish."""
    return Client(headers={"Accept-Language": "pl"})


@pytest.fixture
def product(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    settings.SHOP_CATALOG = {**settings.SHOP_CATALOG, "PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}
    category = make_category()
    define_attribute(category=category, code="weight", name="Weight", kind="number", unit="kg", is_filter=True)
    product = make_product("Anvil", price="1234.50", category=category, stock=5000)
    set_attributes(product=product, values={"weight": "1200.5"})
    for stars in (4, 5, 5):
        publish_review(product=product, author=make_user(), rating=stars, text="Heavy.")
    refresh_stale()
    return product


@pytest.fixture
def pages(poland, product):
    """The main pages in Polish, by their names."""
    user = make_user()
    make_address(user=user)
    make_shipping_method()
    poland.force_login(user)
    poland.post(reverse("shop_orders:cart-add"), {"product_ref": product.best_offer.ref, "quantity": 3})
    addresses = {
        "home": "/",
        "list": f"{product.category.get_absolute_url()}?attr.weight.min=0.5",
        "product": product.get_absolute_url(),
        "cart": reverse("shop_orders:cart"),
        "checkout": reverse("shop_orders:checkout"),
        "orders": reverse("shop_orders:order-list"),
        "security": reverse("shop_accounts:security"),
        "chat": reverse("shop_chat:support"),
    }
    answers = {name: poland.get(address) for name, address in addresses.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(addresses, 200)
    return {name: answer.content.decode() for name, answer in answers.items()}


def test_numbers_times_and_documents_in_a_polish_page_can_be_read_by_machines(pages):
    read = {}
    for name, page in pages.items():
        read[name] = MachineReadable()
        read[name].feed(page)
    assert {0.5, 1200.5} <= set(read["list"].numbers)
    assert 3 in read["cart"].numbers
    assert read["product"].times
    assert read["chat"].documents


def test_numbers_dates_and_money_are_written_as_people_do(pages):
    assert "1\xa0200,5 kg" in pages["product"]
    assert "Ocena 4,7 na 5" in pages["product"]
    assert "1\xa0234,50\xa0€" in pages["product"]


@pytest.mark.parametrize("page", ["home", "list", "product", "cart", "checkout", "orders", "security", "chat"])
def test_the_page_says_that_it_is_polish(pages, page):
    assert '<html lang="pl"' in pages[page]


def test_a_language_is_chosen_in_the_footer_and_kept():
    browser = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    page = browser.get("/products/?search=lamp").content.decode()
    assert '<html lang="en"' in page
    assert 'value="pl" lang="pl"' in page
    form = {"language": "pl", "next": "/products/?search=lamp"}
    assert browser.post(reverse("set_language"), form).status_code == 403
    form["csrfmiddlewaretoken"] = browser.cookies["csrftoken"].value
    answer = browser.post(reverse("set_language"), form)
    assert (answer.status_code, answer.url) == (302, "/products/?search=lamp")
    assert browser.cookies["django_language"]["max-age"] == 31_536_000
    assert '<html lang="pl"' in browser.get("/").content.decode()


def test_choosing_a_language_leads_to_no_other_site(client):
    answer = client.post(reverse("set_language"), {"language": "pl", "next": "https://elsewhere.example/"})
    assert answer.url == "/"


@pytest.mark.parametrize(
    ("language", "words"), [("pl", "Pod tym adresem nic nie ma."), ("en", "There is nothing at this address.")]
)
def test_the_api_answers_in_the_language_that_is_asked_for(client, language, words):
    answer = client.get("/api/nowhere/", headers={"Accept-Language": language})
    assert answer.json()["detail"] == words
    assert answer["Content-Language"] == language


def test_the_api_refuses_in_the_language_that_is_asked_for(client):
    body = {"identifier": "nobody@example.com", "password": "wrong"}
    answer = client.post("/api/accounts/login/", body, "application/json", headers={"Accept-Language": "pl"})
    assert "konto nie jest aktywne" in answer.content.decode()


def test_a_mail_is_in_the_language_of_who_asked_for_it(poland, django_capture_on_commit_callbacks):
    make_user(email="ada@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        poland.post(reverse("shop_accounts:password-reset"), {"email": "ada@example.com"})
    assert mail.outbox[-1].subject == "Ustaw nowe hasło"
