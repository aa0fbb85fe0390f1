import subprocess
import sys

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from shop_core.api import ShopAPIMixin
from shop_core.api.serializers import KeyField, MoneyField
from shop_core.exceptions import OutOfStockError, ShopError
from shop_core.money import Money


class TooManyError(ShopError):
    code = "too_many"
    status = 429
    retry_after = 7


def answer(error):
    class View(ShopAPIMixin, APIView):
        authentication_classes = ()
        permission_classes = ()

        def get(self, request):
            raise error

    response = View.as_view()(APIRequestFactory().get("/"))
    response.render()
    return response


@pytest.mark.parametrize(
    ("error", "status", "code", "detail"),
    [
        (ShopError("No."), 400, "error", "No."),
        (Http404("gone"), 404, "not_found", "gone"),
        (PermissionDenied(), 403, "permission_denied", "You do not have permission to perform this action."),
        (exceptions.NotAuthenticated(), 403, "not_authenticated", "Authentication credentials were not provided."),
        (exceptions.ValidationError({"name": ["Too long."]}), 400, "invalid", "Please correct: name."),
        (exceptions.ValidationError(["Wrong."]), 400, "invalid", "Wrong."),
        (ValidationError({"name": ["Too long."]}), 400, "invalid", "Please correct: name."),
        (ValidationError("Wrong."), 400, "invalid", "Wrong."),
    ],
)
def test_every_refusal_has_the_one_body(error, status, code, detail):
    response = answer(error)
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/problem+json")
    body = response.data
    assert set(body) == {"type", "title", "status", "detail", "code", "errors"}
    assert (body["status"], body["code"], body["detail"]) == (status, code, detail)


def test_half_a_character_in_a_message_is_no_server_error():
    response = answer(exceptions.ValidationError({"\ud800": ["\ud800 is no choice."], "rows": [{"name": ["\udfff"]}]}))
    assert response.data["errors"] == {"?": ["? is no choice."], "rows": [{"name": ["?"]}]}
    assert b"? is no choice." in response.content


def test_field_errors_stand_under_their_names():
    assert answer(ShopError("No.", errors={"name": ["Too long."]})).data["errors"] == {"name": ["Too long."]}


def test_shortages_are_told_by_reference():
    response = answer(OutOfStockError({"book:1": 2}))
    assert response.status_code == 409
    assert response.data["shortages"] == {"book:1": 2}


def test_a_refusal_for_now_says_when_to_come_back():
    response = answer(TooManyError("Slowly."))
    assert (response["Retry-After"], response.data["retry_after"]) == ("7", 7)
    assert answer(exceptions.Throttled(wait=2)).data["retry_after"] == 2


def test_other_errors_stay_server_errors():
    with pytest.raises(ZeroDivisionError):
        answer(ZeroDivisionError())


class PriceSerializer(serializers.Serializer):
    price = MoneyField()


@pytest.mark.parametrize("given", [{"amount": "12.50", "currency": "EUR"}, "12.50", {"amount": "12.5"}])
def test_money_is_read_from_json(given):
    serializer = PriceSerializer(data={"price": given})
    assert serializer.is_valid(), serializer.errors
    assert serializer.validated_data["price"] == Money(1250, "EUR")


@pytest.mark.parametrize(
    "given",
    [
        12.5,
        True,
        "x",
        "NaN",
        "-1",
        "1.005",
        {"amount": "1", "currency": "???"},
        {"amount": 1, "currency": 2},
        [],
        "1e30",
        None,
    ],
)
def test_what_is_no_money_is_refused(given):
    assert not PriceSerializer(data={"price": given}).is_valid()


def test_money_is_written_as_a_string():
    assert PriceSerializer({"price": Money(5, "EUR")}).data == {"price": {"amount": "0.05", "currency": "EUR"}}


@pytest.mark.django_db
@pytest.mark.parametrize("key", [1.5, float("inf"), 10**30, "x", "\x00", True, [], {}, None])
def test_what_is_no_key_is_refused_and_never_a_server_error(key):
    with pytest.raises(serializers.ValidationError):
        KeyField(queryset=ContentType.objects.all()).run_validation(key)


@pytest.mark.django_db
def test_a_key_names_its_row():
    row = ContentType.objects.first()
    assert KeyField(queryset=ContentType.objects.all()).run_validation(row.pk) == row


def test_a_project_may_name_the_pagination_in_its_settings():
    script = (
        "import django; from django.conf import settings;"
        "settings.configure(REST_FRAMEWORK={'DEFAULT_PAGINATION_CLASS': 'shop_core.api.ShopPagination'});"
        "django.setup(); import rest_framework.generics as generics; import shop_core.api as api;"
        "assert generics.GenericAPIView.pagination_class is api.ShopPagination; api.ShopAPIMixin;"
        "assert not hasattr(api, 'Nothing')"
    )
    subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": ":".join(filter(None, sys.path))}, check=True)
