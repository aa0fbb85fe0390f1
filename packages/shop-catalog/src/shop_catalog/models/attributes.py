"""What products of a kind have in common: attributes are defined per category, and hold for everything below it."""

import re
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel

from .categories import Category
from .locking import LockingQuerySet
from .products import Product

Value = str | Decimal | bool
"""What an attribute of a product can be: a text, a number, yes or no, or the label of a choice."""

code_validator = RegexValidator(r"^[a-z][a-z0-9_]*$", _("Write small letters, digits and underscores, a letter first."))
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A number as `plain` spells it."""

color_validator = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a color as # and six hexadecimal digits."))


class AttributeQuerySet(LockingQuerySet):
    """Reads of attributes in the shop's words."""

    def for_category(self, category: Category) -> Self:
        """Return the attributes of the category and of all above it, in their order."""
        return self.filter(category__in=Category.objects.lineage({category.path})).order_by(
            "category__depth", "position", "pk"
        )

    def with_choices(self) -> Self:
        """Fetch the choices of each, in their order."""
        return self.prefetch_related(Prefetch("choices", AttributeChoice.objects.order_by("position", "pk")))


class Attribute(SoftDeleteModel):
    """A typed property of the products in a category and below it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        CHOICE = "choice", _("choice")
        BOOLEAN = "boolean", _("yes or no")
        COLOR = "color", _("color")

    category = models.ForeignKey(
        Category, verbose_name=_("category"), on_delete=models.CASCADE, related_name="attributes"
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[code_validator],
        help_text=_("Its name in addresses, the API and imports, such as screen_size."),
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    unit = models.CharField(_("unit"), max_length=20, blank=True, help_text=_("Of a number, such as cm."))
    is_filter = models.BooleanField(_("shown as a filter"), default=True)
    position = models.PositiveIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = LiveManager.from_queryset(AttributeQuerySet)()
    all_objects: ClassVar[Any] = AttributeQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        constraints = [
            models.UniqueConstraint(fields=["category", "code"], condition=LIVE, name="shop_catalog_attribute_code"),
            models.CheckConstraint(condition=Q(unit="") | Q(kind="number"), name="shop_catalog_attribute_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name

    @property
    def term_field(self) -> str:
        """What `Term` calls it."""
        return f"attr.{self.code}"

    def label_of(self, term: str) -> str:
        """Return what people read for a value as filters spell it."""
        if self.kind == self.Kind.BOOLEAN and term in ("true", "false"):
            return str(_("Yes") if term == "true" else _("No"))
        return number_format(Decimal(term)) if self.kind == self.Kind.NUMBER and NUMBER.fullmatch(term) else term

    @property
    def meaning(self) -> str:
        """Its kind, and the unit of a number: those of one code share both."""
        return f"{self.get_kind_display()} ({self.unit})" if self.unit else str(self.get_kind_display())

    @property
    def has_choices(self) -> bool:
        return self.kind in (self.Kind.CHOICE, self.Kind.COLOR)


class AttributeChoice(models.Model):
    """One of the values of an attribute with choices; that of a color has its hexadecimal code."""

    attribute = models.ForeignKey(
        Attribute, verbose_name=_("attribute"), on_delete=models.CASCADE, related_name="choices"
    )
    label = models.CharField(_("label"), max_length=80)
    color = models.CharField(_("color"), max_length=7, blank=True, validators=[color_validator])
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints = [
            models.UniqueConstraint(fields=["attribute", "label"], name="shop_catalog_choice_once"),
        ]

    def __str__(self) -> str:
        return self.label


class AttributeValue(models.Model):
    """What an attribute is for a product: one of the four columns, by the attribute's kind."""

    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="attribute_values"
    )
    attribute = models.ForeignKey(
        Attribute, verbose_name=_("attribute"), on_delete=models.CASCADE, related_name="values"
    )
    text = models.CharField(_("text"), max_length=250, blank=True)
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=4, null=True, blank=True)
    boolean = models.BooleanField(_("yes or no"), null=True, blank=True)
    choice = models.ForeignKey(
        AttributeChoice, verbose_name=_("choice"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("attribute value")
        verbose_name_plural = _("attribute values")
        constraints = [
            models.UniqueConstraint(fields=["product", "attribute"], name="shop_catalog_value_once"),
            models.CheckConstraint(
                condition=(~Q(text="") & Q(number=None, boolean=None, choice=None))
                | (Q(text="", boolean=None, choice=None) & ~Q(number=None))
                | (Q(text="", number=None, choice=None) & ~Q(boolean=None))
                | (Q(text="", number=None, boolean=None) & ~Q(choice=None)),
                name="shop_catalog_value_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attribute.name}: {self.shown}"

    @property
    def value(self) -> Value:
        """What it is: a text, a number, yes or no, or the label of the choice."""
        if self.choice is not None:
            return self.choice.label
        if self.number is not None:
            return self.number
        return self.text if self.boolean is None else self.boolean

    @property
    def shown(self) -> str:
        """The value as pages show it."""
        return f"{self.attribute.label_of(self.term)} {self.attribute.unit}".strip()

    @property
    def term(self) -> str:
        """The value as filters spell it."""
        return plain(self.value)


def plain(value: Value) -> str:
    """Spell a value the same way however it was stored: 2 and 2.5000 as ``2`` and ``2.5``, yes as ``true``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    return value
