"""Reviews and what else the catalog knows of a person."""

import pytest
from django.db import IntegrityError, transaction
from tests.conftest import make_user

from shop_catalog.exceptions import AlreadyReviewedError, NotBoughtError
from shop_catalog.hooks import NobodyBought
from shop_catalog.models import Product, Review, ReviewReport, Seller, Store
from shop_catalog.personal_data import CatalogPersonalData
from shop_catalog.services.review_reports import report_review
from shop_catalog.services.reviews import delete_review, publish_review
from shop_catalog.services.stores import open_store
from shop_catalog.signals import review_published
from shop_catalog.testing import make_product
from shop_core.testing.contracts import PersonalDataContract
from shop_core.testing.threads import run_in_threads


@pytest.fixture
def everybody_bought(settings):
    settings.SHOP_CATALOG = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


def test_by_default_nobody_bought_anything(customer):
    assert NobodyBought().bought(customer, ["1"]) == set()
    with pytest.raises(NotBoughtError):
        publish_review(product=make_product(), author=customer, rating=5)


def test_the_average_is_kept(db, everybody_bought):
    product = make_product()
    for rating in (5, 4):
        publish_review(product=product, author=make_user(), rating=rating)
    product.refresh_from_db()
    assert (product.rating, product.rating_count) == (4.5, 2)
    assert product.rating_histogram == {5: 1, 4: 1, 3: 0, 2: 0, 1: 0}


def test_a_person_reviews_a_product_once(customer, everybody_bought):
    product = make_product()
    publish_review(product=product, author=customer, rating=5)
    with pytest.raises(AlreadyReviewedError):
        publish_review(product=product, author=customer, rating=1)


def test_the_database_refuses_six_stars(customer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(product=make_product(), author=customer, rating=6)


def test_a_published_review_is_told(customer, everybody_bought, django_capture_on_commit_callbacks):
    heard = []
    review_published.connect(lambda review, **kwargs: heard.append(review), weak=False, dispatch_uid="test")
    with django_capture_on_commit_callbacks(execute=True):
        review = publish_review(product=make_product(), author=customer, rating=5)
    review_published.disconnect(dispatch_uid="test")
    assert heard == [review]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_reviews_written_and_deleted_at_once_are_all_counted(everybody_bought):
    product = make_product()
    going = [publish_review(product=product, author=make_user(), rating=2) for _ in range(10)]
    coming = [make_user() for _ in range(10)]
    deeds = [lambda review=review: delete_review(review=review) for review in going]
    deeds += [lambda user=user: publish_review(product=product, author=user, rating=4) for user in coming]
    assert not any(isinstance(answer, Exception) for answer in run_in_threads(lambda deed: deed(), deeds))
    product.refresh_from_db()
    assert product.rating_histogram == {5: 0, 4: 10, 3: 0, 2: 0, 1: 0}
    assert (product.rating_sum, product.rating_count) == (40, 10)


class TestCatalogPersonalData(PersonalDataContract):
    @pytest.fixture(autouse=True)
    def _bought(self, everybody_bought):
        pass

    def make_personal_data(self):
        return CatalogPersonalData()

    def make_person(self):
        person = make_user()
        seller = Seller.objects.create(user=person, name="Ann", is_approved=True)
        product = make_product("Lamp", store=open_store(name="Ann's", seller=seller), creator=person)
        publish_review(product=product, author=person, rating=5, text="Mine", name="Ann")
        others = publish_review(product=make_product(), author=make_user(), rating=1)
        report_review(review=others, by=person, reason="offensive", note="Rude")
        return person

    @pytest.mark.django_db
    def test_nothing_of_the_person_is_left(self):
        person = self.make_person()
        self.make_personal_data().erase(person)
        product = Product.objects.get(name="Lamp")
        assert (product.creator, product.price, product.rating) == (None, None, None)
        assert not Review.all_objects.filter(author=person).exists()
        assert not ReviewReport.objects.exists()
        assert Seller.all_objects.get().name == "—"
        assert [store.name for store in Store.all_objects.exclude(seller=None)] == ["—"]
        assert set(map(len, self.make_personal_data().export(person).values())) == {0}
