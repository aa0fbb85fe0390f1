import pytest

from shop_catalog.models import Variant
from shop_catalog.testing import make_product

pytestmark = pytest.mark.django_db


def test_the_first_variant_of_a_product_can_have_options():
    product = make_product("Shirt", options={"Size": "M"})
    assert Variant.objects.get(product=product).options == {"Size": "M"}
