"""What the schema promises holds: for every endpoint schemathesis makes up requests, right ones and wrong ones."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from rest_framework.test import force_authenticate
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance
from tests.people import make_staff
from tests.world import make_world

pytestmark = pytest.mark.django_db
EXAMPLES = examples(
    max_examples=2, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


NOT_FOR_US = [
    ignored_auth,  # who asks is said to the application, not in the request
    negative_data_rejection,  # the REST framework reads a number as the text of it; refusals are tested by endpoint
    positive_data_acceptance,  # a schema cannot tell which keys there are
]


class ShopFor(WSGIHandler):
    """The shop as one person sees it."""

    user = None

    def get_response(self, request):
        force_authenticate(request, self.user)
        return super().get_response(request)


APP = ShopFor()
schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
schema.app = APP
OPERATIONS = [found.ok() for found in schema.get_all_operations()]


@pytest.fixture(autouse=True)
def host(settings):
    """Let the requests come to the host that schemathesis makes up."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]


@pytest.fixture(autouse=True)
def one_connection():
    """Let all requests see the same transaction, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def shop():
    return make_world(2)


@pytest.fixture(params=["staff", "seller", "anonymous"])
def user(request, shop):
    return {"staff": make_staff, "seller": lambda: shop.user, "anonymous": lambda: None}[request.param]()


def keys_of(operation, shop):
    """Return the arguments of an address that are those of a record of the shop."""
    kind = operation.path.split("/")[2]
    keys = {
        "attributes": {"id": shop.attribute.pk},
        "categories": {"id": shop.category.pk, "category_pk": shop.category.pk},
        "product-variants": {"id": shop.variant.pk},
        "products": {"id": shop.product.pk, "product_pk": shop.product.pk},
        "reviews": {"id": shop.review.pk},
        "sellers": {"public_id": str(shop.store.seller.public_id)},
        "store-items": {"public_id": str(shop.offer.public_id)},
        "stores": {"public_id": str(shop.store.public_id)},
    }[kind]
    if "/images/" in operation.path:
        keys["id"] = shop.image.pk
    if "/attributes/" in operation.path:
        keys["id"] = shop.attribute.pk
    return {name: value for name, value in keys.items() if f"{{{name}}}" in operation.path}


@pytest.mark.parametrize("mode", GenerationMode)
def test_requests_are_answered_as_the_schema_says(shop, user, mode):
    APP.user = user
    for operation in OPERATIONS:
        if mode == GenerationMode.POSITIVE or operation.body:  # a list takes no notice of words that it does not know
            ask(operation, mode, keys_of(operation, shop))


def ask(operation, mode, keys):
    """Send what is made up for one operation; nothing of it stays."""

    @EXAMPLES
    @given(operation.as_strategy(mode, path_parameters=keys or None))
    def send(case):
        with transaction.atomic():
            case.call_and_validate(excluded_checks=NOT_FOR_US)
            transaction.set_rollback(True)

    send()
