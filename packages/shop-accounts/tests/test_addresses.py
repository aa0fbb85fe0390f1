import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse

from shop_accounts.addresses import AccountAddressBook
from shop_accounts.exceptions import AddressGoneError
from shop_accounts.models import Address
from shop_accounts.services.addresses import change_address, make_default_address, remove_address
from shop_accounts.testing import make_address, make_postal, make_user
from shop_core.addresses import AddressError
from shop_core.testing.contracts import AddressBookContract
from shop_core.testing.threads import run_in_threads

pytestmark = pytest.mark.django_db
POSTAL = make_postal()


def default_of(user):
    return Address.objects.get(user=user, is_default=True)


class TestAccountAddressBook(AddressBookContract):
    def make_book(self):
        return AccountAddressBook()

    def make_user(self):
        return make_user()

    def make_default(self, user):
        return make_address(user=user, make_default=True, line1=f"Prosta {user.shop_addresses.count() + 1}").postal


def test_the_first_address_is_the_default(user):
    first = make_address(user=user)
    make_address(user=user)
    assert default_of(user) == first


def test_another_address_becomes_the_default_instead(user):
    make_address(user=user)
    second = make_address(user=user)
    make_default_address(address=second)
    assert default_of(user) == second


def test_the_newest_address_follows_a_deleted_default(user):
    first, _second, third = (make_address(user=user) for _ in range(3))
    remove_address(address=first)
    assert default_of(user) == third


def test_deleting_another_address_leaves_the_default(user):
    first, second = make_address(user=user), make_address(user=user)
    remove_address(address=second)
    assert default_of(user) == first


def test_the_last_address_can_go(user):
    remove_address(address=make_address(user=user))
    assert not Address.objects.for_user(user).exists()


def test_the_database_refuses_a_second_default(user):
    make_address(user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(user=user, name="x", line1="x", country="PL", is_default=True)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
def test_s24_writes_at_once_leave_one_default():
    user = make_user()
    addresses = [make_address(user=user) for _ in range(4)]
    works = [lambda: make_address(user=user, make_default=True) for _ in range(3)]
    works += [lambda address=address: make_default_address(address=address) for address in addresses[:3]]
    works += [lambda: remove_address(address=addresses[3]), lambda: remove_address(address=default_of(user))]
    run_in_threads(lambda work: work(), works)
    assert default_of(user)


def test_an_address_that_is_gone_becomes_no_default(user):
    first, second = make_address(user=user), make_address(user=user)
    Address.objects.filter(pk=second.pk).delete()
    for change in (lambda: make_default_address(address=second), lambda: change_address(address=second, postal=POSTAL)):
        with pytest.raises(AddressGoneError):
            change()
    assert default_of(user) == first


def test_an_address_keeps_the_rules_of_its_country(user):
    address = make_address(user=user, postal_code="pl 00-838")
    assert address.postal_code == "00-838"
    with pytest.raises(AddressError) as refusal:
        change_address(address=address, postal=make_postal(postal_code="1"))
    assert list(refusal.value.errors) == ["postal_code"]


@pytest.fixture
def member(client, user):
    client.force_login(user)
    return client


def form(**overrides):
    fields = {"label": "home", "name": "Ada", "line1": "Prosta 1", "city": "Warszawa", "postal_code": "00-838"}
    return {**fields, "country": "PL", **overrides}


def test_an_address_is_added_on_the_page(member, user):
    assert member.post(reverse("shop_accounts:address-add"), form()).url == reverse("shop_accounts:address-list")
    assert default_of(user).label == "home"
    assert "Prosta 1" in member.get(reverse("shop_accounts:address-list")).content.decode()


def test_a_wrong_address_is_shown_again_with_the_reason(member, user):
    page = member.post(reverse("shop_accounts:address-add"), form(postal_code="1"))
    assert "postal_code" in page.context["form"].errors
    assert not Address.objects.exists()


def test_another_country_draws_the_form_anew_and_keeps_what_was_typed(member):
    page = member.post(reverse("shop_accounts:address-add"), form(country="US", **{"change_country": "1"}))
    assert page.context["form"]["postal_code"].label == "ZIP code"
    assert page.context["form"]["city"].value() == "Warszawa"
    assert not Address.objects.exists()


def test_an_address_is_edited_made_default_and_deleted_on_the_pages(member, user):
    make_address(user=user)
    second = make_address(user=user)
    edit = reverse("shop_accounts:address-edit", args=[second.pk])
    assert 'value="Prosta 1"' in member.get(edit).content.decode()
    member.post(edit, form(line1="Prosta 2"))
    member.post(reverse("shop_accounts:address-make-default", args=[second.pk]))
    assert (default_of(user), default_of(user).line1) == (second, "Prosta 2")
    delete = reverse("shop_accounts:address-delete", args=[second.pk])
    assert member.get(delete).status_code == 200
    member.post(delete)
    assert user.shop_addresses.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["address-edit", "address-delete", "address-make-default"])
def test_s23_addresses_of_others_are_not_found(member, name, method):
    foreign = make_address()
    answer = getattr(member, method)(reverse(f"shop_accounts:{name}", args=[foreign.pk]))
    assert answer.status_code in (404, 405)
    foreign.refresh_from_db()


@pytest.mark.parametrize("count", [1, 20, 100])
def test_the_list_costs_the_same_however_long(member, user, count, django_assert_num_queries):
    Address.objects.bulk_create(Address(user=user, name="Ada", line1="Prosta 1", country="PL") for _ in range(count))
    with django_assert_num_queries(3):
        member.get(reverse("shop_accounts:address-list"))


def test_visitors_are_asked_to_log_in(client):
    assert client.get(reverse("shop_accounts:address-list")).url.startswith("/login/")


def test_deleted_users_take_their_addresses_along(user):
    make_address(user=user)
    get_user_model().objects.filter(pk=user.pk).delete()
    assert not Address.objects.exists()
