"""Reviews that the staff looks at, and who may do what with them."""

import pytest
from django.urls import reverse
from tests.conftest import make_user
from tests.people import client_of, make_staff

from shop_catalog.exceptions import AlreadyReviewedError
from shop_catalog.models import Review
from shop_catalog.models.reviews import MOVES, ReviewState
from shop_catalog.services.review_states import approve_reviews, move_reviews, reject_reviews
from shop_catalog.services.reviews import delete_review, edit_review, publish_review, restore_review
from shop_catalog.signals import review_published
from shop_catalog.testing import make_product

pytestmark = pytest.mark.django_db
BOUGHT = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


@pytest.fixture(autouse=True)
def everybody_bought(settings):
    settings.SHOP_CATALOG = BOUGHT


@pytest.fixture
def moderated(settings):
    settings.SHOP_CATALOG = BOUGHT | {"REVIEWS_MODERATED": True}


@pytest.fixture
def heard():
    """The reviews that were told of."""
    reviews = []
    review_published.connect(lambda review, **kwargs: reviews.append(review), weak=False, dispatch_uid="heard")
    yield reviews
    review_published.disconnect(dispatch_uid="heard")


def write(product=None, author=None, rating=5, **said):
    return publish_review(product=product or make_product(), author=author or make_user(), rating=rating, **said)


def state_of(review):
    return Review.all_objects.get(pk=review.pk).state


def rating_of(product):
    product.refresh_from_db()
    return product.rating


def test_a_moderated_review_counts_once_it_is_approved(moderated, heard, django_capture_on_commit_callbacks):
    product = make_product()
    with django_capture_on_commit_callbacks(execute=True):
        review = write(product)
    assert (review.state, rating_of(product), heard) == ("pending", None, [])
    with django_capture_on_commit_callbacks(execute=True):
        assert approve_reviews(review_ids=[review.pk]) == 1
        assert approve_reviews(review_ids=[review.pk]) == 0
    assert (state_of(review), rating_of(product), heard) == ("published", 5, [review])


def test_a_rejected_review_leaves_the_average():
    product = make_product()
    reviews = [write(product, rating=rating) for rating in (1, 5)]
    assert reject_reviews(review_ids=[reviews[0].pk]) == 1
    assert (state_of(reviews[0]), rating_of(product)) == ("rejected", 5)


def test_moves_are_those_of_the_table():
    for before in ReviewState:
        for after in ReviewState:
            review = write()
            Review.objects.filter(pk=review.pk).update(state=before)
            moved = bool(move_reviews(review_ids=[review.pk], to=after))
            assert moved == (after in MOVES[before]) == (state_of(review) != before)


def test_a_change_waits_for_the_staff_where_reviews_are_moderated(moderated):
    product = make_product()
    review = write(product)
    approve_reviews(review_ids=[review.pk])
    assert edit_review(review=review, text="Something else").state == "pending"
    assert (rating_of(product), state_of(review)) == (None, "pending")


def test_a_change_is_seen_at_once_where_they_are_not():
    product = make_product()
    review = write(product, text="Good")
    edit_review(review=review, rating=2)
    assert (rating_of(product), Review.objects.get().text, state_of(review)) == (2, "Good", "published")


def test_a_rejected_review_can_be_changed_and_is_looked_at_again(settings):
    review = write()
    reject_reviews(review_ids=[review.pk])
    with pytest.raises(AlreadyReviewedError):
        write(review.product, review.author)
    assert edit_review(review=review, text="Politely").state == "pending"


def test_deleting_a_rejected_review_is_no_way_around_the_staff():
    review = write()
    reject_reviews(review_ids=[review.pk])
    delete_review(review=review)
    assert write(review.product, review.author).state == "pending"


def test_a_deleted_review_comes_back_unless_there_is_another():
    product, author = make_product(), make_user()
    review = write(product, author)
    delete_review(review=review)
    restore_review(review=review)
    assert rating_of(product) == 5
    delete_review(review=review)
    write(product, author, rating=1)
    with pytest.raises(AlreadyReviewedError):
        restore_review(review=review)
    assert rating_of(product) == 1


@pytest.mark.parametrize(
    ("who", "state", "seen", "changed", "deleted"),
    [
        ("author", "published", 200, 200, 204),
        ("author", "pending", 200, 200, 204),
        ("author", "rejected", 200, 200, 204),
        ("moderator", "published", 200, 403, 204),
        ("moderator", "pending", 200, 403, 204),
        ("colleague", "published", 200, 403, 403),
        ("colleague", "pending", 404, 404, 404),
        ("stranger", "published", 200, 403, 403),
        ("stranger", "pending", 404, 404, 404),
        ("stranger", "rejected", 404, 404, 404),
        ("guest", "published", 200, 401, 401),
        ("guest", "pending", 404, 401, 401),
    ],
)
def test_who_may_do_what(client, who, state, seen, changed, deleted):
    review = write()
    Review.objects.update(state=state)
    people = {
        "author": lambda: review.author,
        "moderator": lambda: make_staff("change_review"),
        "colleague": lambda: make_staff("change_product"),
        "stranger": make_user,
        "guest": lambda: None,
    }
    user = people[who]()
    api = client_of(user)
    address = f"/api/reviews/{review.pk}/"
    assert api.get(address).status_code == seen
    for method in (api.patch, api.put):
        status = method(address, {"rating": 2}).status_code
        assert (401 if status == 403 and who == "guest" else status) == changed
    edit, delete = (reverse(f"shop_catalog:review-{name}", args=[review.pk]) for name in ("edit", "delete"))
    if user:
        client.force_login(user)
    at_login = 302 if changed == 401 else changed
    assert client.get(edit).status_code == at_login
    assert client.post(edit, {"rating": "3"}).status_code == (302 if changed == 200 else at_login)
    assert client.get(delete).status_code == {204: 200, 401: 302}.get(deleted, deleted)
    status = api.delete(address).status_code
    assert (401 if status == 403 and who == "guest" else status) == deleted
    assert Review.objects.filter(pk=review.pk, state="rejected").exists() == (
        who == "moderator" or (state == "rejected" and who != "author")
    )
    assert Review.objects.filter(pk=review.pk).exists() == (who != "author")
    assert Review.all_objects.get().rating == (3 if who == "author" else 5)


def test_others_read_only_what_is_published(client):
    product = make_product()
    reviews = {state: write(product, text=f"It is {state}.") for state in ReviewState}
    for state, review in reviews.items():
        Review.objects.filter(pk=review.pk).update(state=state)
    page = client.get(product.get_absolute_url()).content.decode()
    assert [state for state in ReviewState if f"It is {state}." in page] == ["published"]
    assert [row["text"] for row in client_of().get("/api/reviews/").data["results"]] == ["It is published."]


@pytest.mark.parametrize(
    ("state", "note"), [("pending", "once we have looked"), ("rejected", "look at it again"), ("published", "Edit")]
)
def test_authors_see_what_became_of_theirs(client, state, note):
    review = write(text="My words")
    Review.objects.update(state=state)
    client.force_login(review.author)
    page = client.get(review.product.get_absolute_url())
    assert page.context["review_form"] is None
    assert "My words" in page.text
    assert note in page.text


def test_an_author_edits_and_deletes_on_pages(client):
    review = write(text="First words", name="Ann")
    client.force_login(review.author)
    edit = reverse("shop_catalog:review-edit", args=[review.pk])
    form = client.get(edit)
    assert "First words" in form.text
    refused = client.post(edit, {"text": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text
    answer = client.post(edit, {"rating": "3", "text": "Other words", "name": "Ann"}, follow=True)
    assert "Other words" in answer.text
    assert rating_of(review.product) == 3
    delete = reverse("shop_catalog:review-delete", args=[review.pk])
    assert "Other words" in client.get(delete).text
    assert "The review is gone." in client.post(delete, follow=True).text
    assert rating_of(review.product) is None


def test_a_moderated_author_is_told_to_wait(client, moderated):
    product = make_product()
    client.force_login(make_user())
    address = reverse("shop_catalog:review-create", args=[product.slug])
    assert "once we have looked at it" in client.post(address, {"rating": "4"}, follow=True).text
    assert client_of(make_user()).post("/api/reviews/", {"product": product.pk, "rating": 4}).data["state"] == "pending"


def test_the_staff_approves_and_rejects_in_bulk(admin):
    product = make_product()
    reviews = [write(product) for _ in range(3)]
    listing = reverse("admin:shop_catalog_review_changelist")
    chosen = {"_selected_action": [review.pk for review in reviews]}
    page = admin.post(listing, chosen | {"action": "reject_selected"}, follow=True)
    assert "3 reviews were rejected." in page.text
    assert rating_of(product) is None
    page = admin.post(f"{listing}?state=rejected", chosen | {"action": "approve_selected"}, follow=True)
    assert "3 reviews came into sight." in page.text
    assert rating_of(product) == 5
    assert admin.get(reverse("admin:shop_catalog_review_change", args=[reviews[0].pk])).status_code == 200


def test_only_staff_with_the_right_approves(client):
    review = write()
    client.force_login(make_staff("view_review"))
    listing = reverse("admin:shop_catalog_review_changelist")
    client.post(listing, {"_selected_action": [review.pk], "action": "reject_selected"})
    assert state_of(review) == "published"


def test_the_staff_deletes_and_restores(admin):
    product = make_product()
    going, back = write(product), write(product, rating=1)
    listing = reverse("admin:shop_catalog_review_changelist")
    chosen = {"_selected_action": [going.pk, back.pk], "post": "yes"}
    admin.post(listing, chosen | {"action": "delete_selected"})
    assert rating_of(product) is None
    write(product, going.author, rating=3)
    page = admin.post(f"{listing}?deleted=all", chosen | {"action": "restore_selected"}, follow=True)
    assert "Its author has written another review since." in page.text
    assert "is back." in page.text
    assert rating_of(product) == 2
