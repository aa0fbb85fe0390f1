"""How the host sells its books through the hooks of shop-orders."""

from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, IntegerField, When
from django.utils import timezone

from shop_core.contracts import PostalAddress, ProductInfo, SellerContact
from shop_core.exceptions import OutOfStockError
from shop_core.money import Money

from .models import Book, Hold


def keys_of(refs):
    """Return the keys among the references, each with its own reference; the malformed ones are left out."""
    keys = {}
    for ref in refs:
        try:
            keys[UUID(ref)] = ref
        except ValueError:
            continue
    return keys


class BookSource:
    """The `ProductSource`: every book is for sale."""

    def lookup(self, refs, *, buyer=None):
        keys = keys_of(refs)
        if not keys:
            return {}
        free_run_out_copies()
        return {keys[book.pk]: self._info(keys[book.pk], book) for book in Book.objects.filter(pk__in=keys)}

    def _info(self, ref, book):
        return ProductInfo(
            ref=ref,
            group_ref=str(book.pk),
            name=book.title,
            sku=book.title.upper(),
            attributes={"Binding": "Paperback"},
            price=Money(book.price_amount, book.currency),
            available=book.copies,
            seller_ref="shelf",
            seller_name="The Shelf",
            image_url="/media/cover.webp",
            url="/books/",
        )


class Shelf:
    """The `Inventory`: copies leave the shelf while they are laid aside."""

    def reserve(self, reference, quantities, *, expires_at):
        free_run_out_copies()
        if Hold.objects.filter(reference=reference).exists():
            return
        wanted = {key: quantities[ref] for key, ref in keys_of(quantities).items()}
        cases = Case(*(When(pk=key, then=copies) for key, copies in wanted.items()), output_field=IntegerField())
        with transaction.atomic():
            taken = Book.objects.filter(pk__in=wanted, copies__gte=cases).update(copies=F("copies") - cases)
            if taken < len(wanted):
                left = {book.pk: book.copies for book in Book.objects.filter(pk__in=wanted)}
                short = {key for key in wanted if left[key] < wanted[key]}
                raise OutOfStockError({str(key): left[key] for key in short})
        Hold.objects.bulk_create(
            Hold(reference=reference, book_id=key, copies=copies, expires_at=expires_at)
            for key, copies in wanted.items()
        )

    def extend(self, reference, *, expires_at):
        if not self._take_again(reference):
            return
        Hold.objects.filter(reference=reference, expires_at__lt=expires_at).update(expires_at=expires_at)

    def commit(self, reference):
        if not self._take_again(reference):
            raise OutOfStockError({})
        Hold.objects.filter(reference=reference).update(is_sold=True, expires_at=None)

    def release(self, reference):
        for hold in Hold.objects.filter(reference=reference, is_sold=False):
            if Hold.objects.filter(pk=hold.pk).delete()[0] and hold.expires_at is not None:
                Book.objects.filter(pk=hold.book_id).update(copies=F("copies") + hold.copies)

    def restock(self, reference, quantities, *, returned=False):
        if Hold.objects.filter(reference=reference).exists():
            return
        for key, ref in sorted(keys_of(quantities).items()):
            Hold.objects.create(reference=reference, book_id=key, copies=0, is_sold=True)
            Book.objects.filter(pk=key).update(copies=F("copies") + quantities[ref])

    def _take_again(self, reference):
        """Lay copies aside anew whose time had run out; False where they have gone."""
        for hold in Hold.objects.filter(reference=reference, is_sold=False, expires_at=None):
            if not Book.objects.filter(pk=hold.book_id, copies__gte=hold.copies).update(
                copies=F("copies") - hold.copies
            ):
                return False
            Hold.objects.filter(pk=hold.pk).update(expires_at=timezone.now())
        return True


def free_run_out_copies():
    """Put back what was laid aside for too long; the hold stays, without a time, so that it can be taken anew."""
    for hold in Hold.objects.filter(is_sold=False, expires_at__lte=timezone.now()):
        if Hold.objects.filter(pk=hold.pk).exclude(expires_at=None).update(expires_at=None):
            Book.objects.filter(pk=hold.book_id).update(copies=F("copies") + hold.copies)


class OneAddress:
    """The `AddressBook`: users called reader live in one house."""

    def for_user(self, user):
        if not user.email_address.startswith("reader"):
            return []
        return [
            PostalAddress(
                name="Rita Reader", line1="Bücherweg 1", city="Berlin", postal_code="10115", country="DE", phone=""
            )
        ]


class Publishers:
    """The `SellerDirectory`: a user called ann acts for the seller ann, who can be reached; the shelf is the shop's own."""

    def refs_of(self, user):
        return [user.email_address.partition("@")[0].rstrip("0123456789")]

    def contacts(self, seller_refs):
        return {
            ref: SellerContact(name=ref.title(), email=f"{ref}@sellers.example", language="pl" if ref == "ola" else "")
            for ref in seller_refs
            if ref not in ("", "shelf") and "-" not in ref
        }


class Till:
    """The `PaymentStarter`: a page that takes the money; broken where an order says so."""

    def start(self, *, kind, reference, return_url):
        return f"/till/{kind}/{reference}/"


class BrokenTill:
    """A `PaymentStarter` whose provider cannot be reached."""

    def start(self, *, kind, reference, return_url):
        raise ConnectionError("no answer")
