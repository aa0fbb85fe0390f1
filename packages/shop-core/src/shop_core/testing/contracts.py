"""Contract tests: subclass one in your tests, give what it asks for, and know that your hook keeps its promise.

Each is a plain class for pytest with ``django_db``; the abstract methods say what your test must provide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.utils import timezone

from ..contracts import (
    AddressBook,
    Inventory,
    Payable,
    PayableSource,
    PaymentStarter,
    PersonalData,
    PostalAddress,
    ProductInfo,
    ProductSource,
    PurchaseCheck,
    SellerDirectory,
    SellerOrders,
)
from ..exceptions import OutOfStockError

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class ProductSourceContract:
    """What every `ProductSource` must do.

    Provide ``make_source()`` and ``make_refs(count)``: references of things on sale.
    """

    def make_source(self) -> ProductSource:
        raise NotImplementedError

    def make_refs(self, count: int) -> list[str]:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_known_references_are_answered_under_their_own_name(self) -> None:
        refs = self.make_refs(2)
        answer = self.make_source().lookup(refs)
        assert set(answer) == set(refs)
        assert all(isinstance(info, ProductInfo) and info.ref == ref for ref, info in answer.items())

    @pytest.mark.django_db
    def test_unknown_and_malformed_references_are_left_out(self) -> None:
        assert self.make_source().lookup(["", "no such thing", "0", "x" * 500]) == {}

    @pytest.mark.django_db
    def test_no_references_cost_no_query(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert self.make_source().lookup([]) == {}

    @pytest.mark.django_db
    def test_many_cost_as_many_queries_as_one(self, django_assert_max_num_queries: Any) -> None:
        refs = self.make_refs(20)
        with django_assert_max_num_queries(5):
            assert len(self.make_source().lookup(refs)) == 20


class InventoryContract:
    """What every `Inventory` that can run out must do.

    Provide ``make_inventory()``, ``make_stock(units)`` (a new product's reference) and ``available(ref)``.
    """

    def make_inventory(self) -> Inventory:
        raise NotImplementedError

    def make_stock(self, units: int) -> str:
        raise NotImplementedError

    def available(self, ref: str) -> int:
        raise NotImplementedError

    def reserve(self, reference: str, quantities: Mapping[str, int], *, minutes: int = 15) -> None:
        with transaction.atomic():
            self.make_inventory().reserve(reference, quantities, expires_at=timezone.now() + timedelta(minutes=minutes))

    def commit(self, reference: str) -> None:
        with transaction.atomic():
            self.make_inventory().commit(reference)

    def release(self, reference: str) -> None:
        with transaction.atomic():
            self.make_inventory().release(reference)

    @pytest.mark.django_db
    def test_a_hold_lowers_what_is_available_once(self) -> None:
        ref = self.make_stock(5)
        self.reserve("order-1", {ref: 2})
        self.reserve("order-1", {ref: 2})
        assert self.available(ref) == 3

    @pytest.mark.django_db
    def test_more_than_is_there_is_refused_with_what_is_left(self) -> None:
        ref = self.make_stock(2)
        with pytest.raises(OutOfStockError) as refusal:
            self.reserve("order-1", {ref: 3})
        assert refusal.value.shortages == {ref: 2}
        assert self.available(ref) == 2

    @pytest.mark.django_db
    def test_a_hold_takes_all_products_or_none(self) -> None:
        plenty, scarce = self.make_stock(9), self.make_stock(1)
        with pytest.raises(OutOfStockError):
            self.reserve("order-1", {plenty: 1, scarce: 2})
        assert (self.available(plenty), self.available(scarce)) == (9, 1)

    @pytest.mark.django_db
    def test_a_released_hold_gives_back_once(self) -> None:
        ref = self.make_stock(5)
        self.reserve("order-1", {ref: 2})
        self.release("order-1")
        self.release("order-1")
        assert self.available(ref) == 5

    @pytest.mark.django_db
    def test_a_committed_hold_is_sold_once_and_not_released(self) -> None:
        ref = self.make_stock(5)
        self.reserve("order-1", {ref: 2})
        self.commit("order-1")
        self.commit("order-1")
        self.release("order-1")
        assert self.available(ref) == 3

    @pytest.mark.django_db
    def test_a_hold_that_ran_out_frees_the_stock_and_is_taken_anew(self) -> None:
        ref = self.make_stock(2)
        self.reserve("order-1", {ref: 2}, minutes=-1)
        assert self.available(ref) == 2
        self.commit("order-1")
        assert self.available(ref) == 0

    @pytest.mark.django_db
    def test_a_hold_that_ran_out_and_lost_its_units_is_refused(self) -> None:
        ref = self.make_stock(2)
        self.reserve("order-1", {ref: 2}, minutes=-1)
        self.reserve("order-2", {ref: 1})
        with pytest.raises(OutOfStockError):
            self.commit("order-1")

    @pytest.mark.django_db
    def test_an_extended_hold_does_not_run_out(self) -> None:
        ref = self.make_stock(2)
        self.reserve("order-1", {ref: 2}, minutes=-1)
        with transaction.atomic():
            self.make_inventory().extend("order-1", expires_at=timezone.now() + timedelta(minutes=30))
        assert self.available(ref) == 0

    @pytest.mark.django_db
    def test_a_return_is_restocked_once(self) -> None:
        ref = self.make_stock(5)
        self.reserve("order-1", {ref: 2})
        self.commit("order-1")
        for _ in range(2):
            with transaction.atomic():
                self.make_inventory().restock("return-1", {ref: 1}, returned=True)
        assert self.available(ref) == 4

    @pytest.mark.django_db
    def test_what_was_cancelled_before_it_left_is_restocked_once(self) -> None:
        ref = self.make_stock(5)
        self.reserve("order-1", {ref: 2})
        self.commit("order-1")
        for _ in range(2):
            with transaction.atomic():
                self.make_inventory().restock("order-1:cancelled", {ref: 2})
        assert self.available(ref) == 5


class AddressBookContract:
    """What every `AddressBook` must do.

    Provide ``make_book()``, ``make_user()`` and ``make_default(user)``: an address made the default, as it is answered.
    """

    def make_book(self) -> AddressBook:
        raise NotImplementedError

    def make_user(self) -> Any:
        raise NotImplementedError

    def make_default(self, user: Any) -> PostalAddress:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_a_new_user_has_no_addresses(self) -> None:
        assert list(self.make_book().for_user(self.make_user())) == []

    @pytest.mark.django_db
    def test_the_default_address_comes_first(self) -> None:
        user = self.make_user()
        self.make_default(user)
        latest = self.make_default(user)
        assert self.make_book().for_user(user)[0] == latest


class PaymentStarterContract:
    """What every `PaymentStarter` must do. Provide ``make_starter()`` and ``make_owed()``: the kind and reference of something to pay."""

    def make_starter(self) -> PaymentStarter:
        raise NotImplementedError

    def make_owed(self) -> tuple[str, str]:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_a_payment_starts_with_an_address_or_is_left_for_later(self) -> None:
        kind, reference = self.make_owed()
        address = self.make_starter().start(kind=kind, reference=reference, return_url="https://shop.example/back/")
        assert address is None or address.startswith(("https://", "http://", "/"))


class PayableSourceContract:
    """What every `PayableSource` must do. Provide ``make_source()``, ``make_owed()`` (owner and reference) and ``make_stranger()``."""

    def make_source(self) -> PayableSource:
        raise NotImplementedError

    def make_owed(self) -> tuple[Any, str]:
        raise NotImplementedError

    def make_stranger(self) -> Any:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_the_owner_may_pay(self) -> None:
        owner, reference = self.make_owed()
        payable = self.make_source().resolve([reference], user=owner)[reference]
        assert isinstance(payable, Payable)
        assert payable.reference == reference
        assert payable.amount.minor > 0

    @pytest.mark.django_db
    def test_a_stranger_may_not(self) -> None:
        _, reference = self.make_owed()
        assert self.make_source().resolve([reference], user=self.make_stranger()) == {}

    @pytest.mark.django_db
    def test_a_trusted_caller_names_no_user(self) -> None:
        _, reference = self.make_owed()
        assert reference in self.make_source().resolve([reference], user=None)

    @pytest.mark.django_db
    def test_unknown_references_are_left_out(self) -> None:
        assert self.make_source().resolve(["", "no such thing", "x" * 500], user=None) == {}


class PurchaseCheckContract:
    """What every `PurchaseCheck` must do. Provide ``make_check()``, ``make_purchase()`` (buyer and product group) and ``make_stranger()``."""

    def make_check(self) -> PurchaseCheck:
        raise NotImplementedError

    def make_purchase(self) -> tuple[Any, str]:
        raise NotImplementedError

    def make_stranger(self) -> Any:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_the_buyer_bought_it_and_nothing_else(self) -> None:
        buyer, group = self.make_purchase()
        assert self.make_check().bought(buyer, [group, "something else"]) == {group}

    @pytest.mark.django_db
    def test_a_stranger_bought_nothing(self) -> None:
        _, group = self.make_purchase()
        assert self.make_check().bought(self.make_stranger(), [group]) == set()


class SellerOrdersContract:
    """What every `SellerOrders` must do. Provide ``make_orders()`` and ``make_sale(seller_ref)``: a line paid for, its product reference returned."""

    def make_orders(self) -> SellerOrders:
        raise NotImplementedError

    def make_sale(self, seller_ref: str) -> str:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_sellers_are_told_of_their_own_lines_the_latest_first(self) -> None:
        first, second = self.make_sale("ann"), self.make_sale("ann")
        self.make_sale("bob")
        told = [line.product_ref for line in self.make_orders().lines("ann", start=0, stop=10)]
        assert told == [second, first]
        assert self.make_orders().lines("carl", start=0, stop=10) == []

    @pytest.mark.django_db
    def test_the_shop_itself_is_no_seller(self) -> None:
        self.make_sale("ann")
        assert self.make_orders().lines("", start=0, stop=10) == []
        assert self.make_orders().count("", limit=None) == 0

    @pytest.mark.django_db
    def test_lines_are_cut_and_counted(self) -> None:
        for _ in range(3):
            self.make_sale("ann")
        orders = self.make_orders()
        assert len(orders.lines("ann", start=1, stop=3)) == 2
        assert orders.lines("ann", start=3, stop=9) == []
        assert orders.count("ann", limit=None) == 3
        assert orders.count("ann", limit=2) == 2

    @pytest.mark.django_db
    def test_sellers_learn_no_telephone(self) -> None:
        self.make_sale("ann")
        (line,) = self.make_orders().lines("ann", start=0, stop=1)
        assert line.ship_to is None or line.ship_to.phone == ""

    @pytest.mark.django_db
    def test_more_lines_cost_no_more_queries(self, django_assert_max_num_queries: Any) -> None:
        for _ in range(20):
            self.make_sale("ann")
        with django_assert_max_num_queries(2):
            assert len(self.make_orders().lines("ann", start=0, stop=20)) == 20


class SellerDirectoryContract:
    """What every `SellerDirectory` must do. Provide ``make_directory()``, ``make_seller()``: a user and the reference of the seller
    for whom the user acts, who can be reached; and ``make_stranger()``: a user who sells nothing."""

    def make_directory(self) -> SellerDirectory:
        raise NotImplementedError

    def make_seller(self) -> tuple[AbstractBaseUser, str]:
        raise NotImplementedError

    def make_stranger(self) -> AbstractBaseUser:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_a_seller_acts_for_himself_and_nobody_else(self) -> None:
        ann, ref = self.make_seller()
        bob, other = self.make_seller()
        directory = self.make_directory()
        assert (list(directory.refs_of(ann)), list(directory.refs_of(bob))) == ([ref], [other])
        assert not {ref, other} & set(directory.refs_of(self.make_stranger()))

    @pytest.mark.django_db
    def test_sellers_can_be_reached_and_the_unknown_are_left_out(self, django_assert_max_num_queries: Any) -> None:
        refs = [self.make_seller()[1] for _ in range(5)]
        with django_assert_max_num_queries(2):
            contacts = self.make_directory().contacts([*refs, "", "00000000-0000-0000-0000-000000000000"])
        assert set(refs) <= contacts.keys()
        assert "" not in contacts
        assert all("@" in contact.email for contact in contacts.values())


class PersonalDataContract:
    """What every `PersonalData` must do. Provide ``make_personal_data()`` and ``make_person()``: a user with data of every kind in the app."""

    def make_personal_data(self) -> PersonalData:
        raise NotImplementedError

    def make_person(self) -> Any:
        raise NotImplementedError

    @pytest.mark.django_db
    def test_the_export_can_be_written_down(self) -> None:
        files = self.make_personal_data().export(self.make_person())
        assert files
        for name, content in files.items():
            assert "/" not in name
            assert isinstance(content, bytes) or json.dumps(content)

    @pytest.mark.django_db
    def test_erasing_twice_is_erasing_once(self) -> None:
        person = self.make_person()
        self.make_personal_data().erase(person)
        self.make_personal_data().erase(person)

    @pytest.mark.django_db
    def test_erasing_can_be_undone_until_the_commit(self) -> None:
        person = self.make_person()
        before = self.make_personal_data().export(person)
        with transaction.atomic():
            self.make_personal_data().erase(person)
            transaction.set_rollback(True)
        person = type(person)._base_manager.get(pk=person.pk)
        assert self.make_personal_data().export(person) == before

    @pytest.mark.django_db
    def test_the_user_can_be_deleted_afterwards(self) -> None:
        person = self.make_person()
        self.make_personal_data().erase(person)
        person.delete()
