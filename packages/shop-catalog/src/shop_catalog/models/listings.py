"""The read model: one row for each product on sale, with what lists filter and sort by and the JSON they answer.

`services.listings` writes it, with the change that it follows from; the command ``rebuild_search`` makes all of it anew.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .categories import Category
from .products import Product


class ListingQuerySet(models.QuerySet["Listing"]):
    """Reads of what is on sale, in the shop's words."""

    def within(self, category: Category) -> Self:
        """Return the products of the category and of everything below it."""
        return self.filter(category_path__startswith=category.path)

    def with_term(self, wanted: Q) -> Self:
        """Return those with a `Term` like this."""
        return self.filter(Exists(Term.objects.filter(wanted, listing=OuterRef("pk"))))

    def without_term(self, unwanted: Q) -> Self:
        """Return those with no `Term` like this."""
        return self.filter(~Exists(Term.objects.filter(unwanted, listing=OuterRef("pk"))))

    def cards(self) -> models.QuerySet[Any, tuple[str, datetime | None]]:
        """Return what lists answer: the stored card, and since when it is in stock."""
        return self.values_list("card", "available_at")

    def products(self) -> list[Product]:
        """Return the products in this order, with what their cards show, in a constant number of queries."""
        keys = list(self.values_list("pk", flat=True))
        products: dict[int, Product] = Product.objects.for_cards().in_bulk(keys)
        return [products[key] for key in keys if key in products]

    def most_relevant(self) -> Self:
        """Order what a `SearchBackend` found."""
        return self.order_by("-relevance", "-rating_score", "pk")

    def featured(self) -> Self:
        return self.filter(is_featured=True).newest()

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def cheapest(self) -> Self:
        return self.order_by("price_amount", "pk")

    def dearest(self) -> Self:
        return self.order_by("-price_amount", "-pk")

    def best_rated(self) -> Self:
        return self.order_by("-rating_score", "pk")

    def bestselling(self) -> Self:
        return self.order_by("-units_sold", "pk")


class Listing(models.Model):
    """A product on sale, as lists need it."""

    product = models.OneToOneField(
        Product, verbose_name=_("product"), on_delete=models.CASCADE, primary_key=True, related_name="listing"
    )
    category_path = models.CharField(_("path of the category"), max_length=255, db_index=True)
    price_amount = models.BigIntegerField(_("lowest price"))
    currency = models.CharField(_("currency"), max_length=3)
    rating = models.FloatField(_("average rating"), null=True)
    rating_score = models.FloatField(
        _("score"),
        help_text=_("The average, drawn to 3 by five imaginary readers, so that one voice is not a hundred."),
    )
    units_sold = models.IntegerField(_("units sold"), default=0)
    is_featured = models.BooleanField(_("featured"), default=False)
    created_at = models.DateTimeField(_("created"))
    available_at = models.DateTimeField(
        _("in stock since"), null=True, help_text=_("Later: when the first hold runs out. Empty: sold out.")
    )
    card = models.TextField(_("card"), help_text=_("The product in a list, as JSON."))
    detail = models.TextField(_("detail"), help_text=_("What its page has besides, as JSON."))
    is_stale = models.BooleanField(_("to be written anew"), default=False)

    objects: ClassVar[Any] = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        indexes = [
            models.Index(fields=["-created_at", "-product"], name="shop_catalog_listing_newest"),
            models.Index(fields=["price_amount", "product"], name="shop_catalog_listing_price"),
            models.Index(fields=["-rating_score", "product"], name="shop_catalog_listing_rating"),
            models.Index(fields=["-units_sold", "product"], name="shop_catalog_listing_sold"),
            models.Index(fields=["product"], condition=Q(is_stale=True), name="shop_catalog_listing_stale"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Term(models.Model):
    """A value that a listing is filtered and counted by: a store, a seller, its country, an attribute (``attr.`` and its code)."""

    listing = models.ForeignKey(Listing, verbose_name=_("listing"), on_delete=models.CASCADE, related_name="terms")
    field = models.CharField(_("field"), max_length=50)
    value = models.CharField(_("value"), max_length=250)
    number = models.FloatField(_("number"), null=True, help_text=_("The value of a number, in place of a text."))

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(fields=["listing", "field", "value"], name="shop_catalog_term_once"),
        ]
        indexes = [
            models.Index(fields=["field", "value", "listing"], name="shop_catalog_term_value"),
            models.Index(fields=["field", "number", "listing"], name="shop_catalog_term_number"),
        ]

    def __str__(self) -> str:
        return f"{self.field}={self.value}"


class SearchWord(models.Model):
    """A word that some product has in its name or keywords, for telling what a mistyped one was meant to be."""

    word = models.CharField(_("word"), max_length=40, primary_key=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")

    def __str__(self) -> str:
        return self.word
