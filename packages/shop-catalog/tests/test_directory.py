import pytest
from tests.conftest import make_user
from tests.people import make_seller

from shop_catalog.sellers import CatalogSellers
from shop_core.testing.contracts import SellerDirectoryContract


class TestCatalogSellers(SellerDirectoryContract):
    def make_directory(self):
        return CatalogSellers()

    def make_seller(self):
        seller = make_seller().seller
        return seller.user, str(seller.public_id)

    def make_stranger(self):
        return make_user("stranger")

    @pytest.mark.django_db
    def test_who_cannot_be_reached_is_left_out(self):
        gone, silent = make_seller().seller, make_seller().seller
        gone.user.is_active = False
        gone.user.save()
        silent.user = None
        silent.save()
        refs = [str(gone.public_id), str(silent.public_id), "no id"]
        assert CatalogSellers().contacts(refs) == {}

    @pytest.mark.django_db
    def test_a_deleted_seller_acts_for_nobody(self):
        seller = make_seller().seller
        seller.soft_delete()
        assert list(CatalogSellers().refs_of(seller.user)) == []
