"""Who writes in the catalog."""

from django.contrib.auth.models import Permission
from rest_framework.test import APIClient
from tests.conftest import make_user

from shop_catalog.models import Seller
from shop_catalog.services.stores import free_name, open_store


def make_staff(*permissions):
    """Make a member of the staff with these permissions of the catalog; with all where none is named."""
    user = make_user("staff", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="shop_catalog")
    user.user_permissions.set(rights.filter(codename__in=permissions) if permissions else rights)
    return user


def make_seller(name="Ann", *, is_approved=True):
    """Make a seller with a store; return the store."""
    seller = Seller.objects.create(name=name, user=make_user(name), is_approved=is_approved)
    return open_store(name=free_name(f"{name}'s", seller=seller), seller=seller)


def client_of(user=None):
    client = APIClient()
    client.force_authenticate(user)
    return client
