"""What readers hold against reviews, and what the staff makes of it."""

import pytest
from django.urls import reverse
from tests.conftest import make_user
from tests.people import client_of, make_staff

from shop_catalog.exceptions import AlreadyReportedError, OwnReviewError, TooManyReportsError
from shop_catalog.models import Review, ReviewReport
from shop_catalog.services.review_reports import report_review
from shop_catalog.services.review_states import approve_reviews
from shop_catalog.services.reviews import delete_review, publish_review
from shop_catalog.testing import make_product
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
BOUGHT = {"PURCHASE_CHECK": "shop_catalog.testing.EverybodyBought"}


@pytest.fixture(autouse=True)
def everybody_bought(settings):
    settings.SHOP_CATALOG = BOUGHT


@pytest.fixture
def hidden_at_two(settings):
    settings.SHOP_CATALOG = BOUGHT | {"REVIEW_REPORTS_HIDE_AT": 2}


@pytest.fixture
def review():
    return publish_review(product=make_product(), author=make_user(), rating=1, text="Buy at my shop")


def report(review, by=None, **said):
    return report_review(review=review, by=by or make_user(), **{"reason": "advertising"} | said)


def state_of(review):
    return Review.objects.get(pk=review.pk).state


def page_of(review, name="report"):
    return reverse(f"shop_catalog:review-{name}", args=[review.pk])


def test_a_person_reports_a_review_once(review):
    reader = make_user()
    report(review, reader)
    with pytest.raises(AlreadyReportedError):
        report(review, reader)
    with pytest.raises(OwnReviewError):
        report(review, review.author)
    assert ReviewReport.objects.count() == 1


def test_reports_alone_hide_nothing(review):
    for _ in range(5):
        report(review)
    assert state_of(review) == "published"


def test_many_reports_hide_a_review_until_the_staff_has_looked(review, hidden_at_two):
    report(review)
    assert state_of(review) == "published"
    report(review)
    review.product.refresh_from_db()
    assert (state_of(review), review.product.rating) == ("pending", None)
    approve_reviews(review_ids=[review.pk])
    assert set(ReviewReport.objects.values_list("verdict", flat=True)) == {"dismissed"}
    report(review)
    assert state_of(review) == "published"


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_readers_report_at_once(settings):
    settings.SHOP_CATALOG = BOUGHT | {"REVIEW_REPORTS_HIDE_AT": 20}
    review = publish_review(product=make_product(), author=make_user(), rating=1)
    twice = make_user()
    readers = [make_user() for _ in range(19)] + [twice, twice]
    answers = run_in_threads(lambda reader: report(review, reader), readers)
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [AlreadyReportedError]
    assert state_of(review) == "pending"


def test_nobody_reports_without_end(settings):
    settings.SHOP_CATALOG = BOUGHT | {"REVIEW_REPORTS_PER_HOUR": 1}
    reader = make_user()
    product = make_product()
    first, second = (publish_review(product=product, author=make_user(), rating=1) for _ in range(2))
    report(first, reader)
    with pytest.raises(TooManyReportsError, match=r"in [0-9]+ minutes?"):
        report(second, reader)
    assert ReviewReport.objects.count() == 1
    answer = client_of(reader).post(f"/api/reviews/{second.pk}/report/", {"reason": "spam"})
    assert answer.status_code == 400
    answer = client_of(reader).post(f"/api/reviews/{second.pk}/report/", {"reason": "other"})
    assert (answer.status_code, answer.data["code"]) == (429, "too_many_reports")
    assert 0 < int(answer.headers["Retry-After"]) <= 3600


def test_a_reader_reports_on_a_page(client, review):
    product_page = review.product.get_absolute_url()
    assert page_of(review) in client.get(product_page).text
    assert client.get(page_of(review)).url.startswith("/login/?next=")
    client.force_login(make_user())
    assert "Buy at my shop" in client.get(page_of(review)).text
    refused = client.post(page_of(review), {"note": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text
    said = {"reason": "advertising", "note": "It names another shop."}
    assert "Thank you for telling us." in client.post(page_of(review), said, follow=True).text
    assert "You have reported this review already" in client.post(page_of(review), said, follow=True).text
    assert ReviewReport.objects.get().note == "It names another shop."


def test_authors_see_no_way_to_report_their_own(client, review):
    client.force_login(review.author)
    assert page_of(review) not in client.get(review.product.get_absolute_url()).text


def test_what_is_out_of_sight_cannot_be_reported(client, review):
    Review.objects.update(state="rejected")
    client.force_login(make_user())
    assert client.get(page_of(review)).status_code == 404
    assert client_of(make_user()).post(f"/api/reviews/{review.pk}/report/", {"reason": "other"}).status_code == 404


def test_a_reader_reports_through_the_api(review):
    reader = make_user()
    address = f"/api/reviews/{review.pk}/report/"
    assert client_of().post(address, {"reason": "other"}).status_code in (401, 403)
    assert client_of(reader).post(address, {"reason": "x"}).data["errors"].keys() == {"reason"}
    answer = client_of(reader).post(address, {"reason": "private", "note": "My address"})
    assert (answer.status_code, answer.data["reason"]) == (201, "private")
    assert client_of(reader).post(address, {"reason": "other"}).data["code"] == "already_reported"
    assert client_of(review.author).post(address, {"reason": "other"}).data["code"] == "own_review"


@pytest.mark.parametrize(
    ("action", "state", "verdict"), [("dismiss", "published", "dismissed"), ("uphold", "rejected", "upheld")]
)
def test_the_staff_judges_reports(client, review, action, state, verdict):
    reports = [report(review) for _ in range(2)]
    listing = reverse("admin:shop_catalog_reviewreport_changelist")
    chosen = {"action": action, "_selected_action": [reports[0].pk]}
    client.force_login(make_staff("view_reviewreport"))
    client.post(listing, chosen)
    assert ReviewReport.objects.open().count() == 2
    client.force_login(make_staff("view_reviewreport", "change_review"))
    assert "Buy at my shop" in client.get(listing).text
    client.post(listing, chosen)
    assert state_of(review) == state
    assert {(each.verdict, each.judged_at is not None) for each in ReviewReport.objects.all()} == {(verdict, True)}


def test_the_staff_sees_how_many_reported_what(admin, review):
    publish_review(product=review.product, author=make_user(), rating=5)
    made = [report(review, note="It names another shop.") for _ in range(3)]
    page = admin.get(reverse("admin:shop_catalog_review_changelist"), {"reported": "yes"})
    assert [(row.pk, row.open_reports) for row in page.context["cl"].result_list] == [(review.pk, 3)]
    assert "It names another shop." in admin.get(page_in_admin("review", review)).text
    assert "It names another shop." in admin.get(page_in_admin("reviewreport", made[0])).text
    assert admin.get(reverse("admin:shop_catalog_reviewreport_add")).status_code == 403
    delete_review(review=review)
    listing = admin.get(reverse("admin:shop_catalog_reviewreport_changelist"))
    assert not listing.context["cl"].result_list


def page_in_admin(model, row):
    return reverse(f"admin:shop_catalog_{model}_change", args=[row.pk])
