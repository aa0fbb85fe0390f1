"""The forms with which sellers list things."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop_core.botcheck import BotCheckField
from shop_core.forms import MoneyField
from shop_core.uploads import SafeImageField

from .models import Attribute, Product, ProductImage, Store, Variant
from .sell_category_field import CategoryField, offered
from .sell_forms import MAX_STOCK
from .services.attributes import TEXT_LENGTH, attributes_of, read_value

MAX_PICTURES = 10


class PicturesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PicturesField(SafeImageField):
    """Some pictures at once, each as `shop_core.uploads.clean_image` writes it."""

    widget = PicturesInput(attrs=SafeImageField.widget.attrs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if len(data or []) > MAX_PICTURES:
            message = ngettext("At most %d picture at once.", "At most %d pictures at once.", MAX_PICTURES)
            raise ValidationError(message % MAX_PICTURES)
        return [super(PicturesField, self).clean(each) for each in data or []]


class ProductForm(forms.Form):
    """What a seller says of a product."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("What it is and who made it: that is what people search for.")
    )
    category = CategoryField(
        label=_("Category"), max_length=600, help_text=_("Type a part of its name, and choose one.")
    )
    description = forms.CharField(
        label=_("Description"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def offered_categories(self) -> list[str]:
        """Return the categories that the field offers before anything is typed."""
        return offered(str(self.data.get("category", ""))[:200].replace("\x00", ""))

    @staticmethod
    def initial_of(product: Product) -> dict[str, Any]:
        return {"name": product.name, "category": product.category, "description": product.description}


class ProductChangesForm(ProductForm):
    """What a seller says of a product that is there, with the attributes of its category."""

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        self.attributes = {f"attribute-{each.code}": each for each in attributes_of(product.category)}
        self.fields |= {name: _field_of(attribute) for name, attribute in self.attributes.items()}
        for value in product.attribute_values.select_related("attribute", "choice"):
            self.initial[f"attribute-{value.attribute.code}"] = value.term

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, attribute in self.attributes.items():
            try:
                read_value(attribute, cleaned.get(name))
            except ValueError as fault:
                self.add_error(name, str(fault))
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What to change; under a new category the attributes of the old one say nothing."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in self.attributes}
        if said["category"] == self.product.category:
            said["attributes"] = {each.code: self.cleaned_data[name] for name, each in self.attributes.items()}
        return said


def _field_of(attribute: Attribute) -> forms.Field:
    """Return the field in which the value of an attribute is typed or chosen."""
    choices = [(choice.label, choice.label) for choice in attribute.choices.all()]
    if attribute.kind == Attribute.Kind.BOOLEAN:
        choices = [("true", str(_("Yes"))), ("false", str(_("No")))]
    if choices or attribute.has_choices:
        return forms.ChoiceField(label=str(attribute), choices=[("", "—"), *choices], required=False)
    return forms.CharField(label=str(attribute), max_length=TEXT_LENGTH, required=False)


class ListingForm(forms.Form):
    """What any listing says: in which store, for how much, and how many there are."""

    price = MoneyField(label=_("Price"), min_value=0)
    stock = forms.IntegerField(label=_("In stock"), min_value=0, max_value=MAX_STOCK, initial=1)
    store = forms.ModelChoiceField(
        label=_("Store"), queryset=Store.objects.none(), to_field_name="public_id", empty_label=None
    )
    bot_check = BotCheckField()

    def __init__(self, *args: Any, stores: Any, **kwargs: Any) -> None:
        """Ask for the store only where there is a choice.

        :param stores: the seller's own.
        """
        super().__init__(*args, **kwargs)
        if len(stores) > 1:
            self.fields["store"].queryset = stores  # type: ignore[attr-defined]
        else:
            del self.fields["store"]


class NewProductForm(ProductForm, ListingForm):
    """A product with its first offer."""

    pictures = PicturesField(
        label=_("Pictures"), required=False, help_text=_("The first one is the cover. You can add more later.")
    )


class NewOfferForm(ListingForm):
    """An offer of what is in the shop already."""

    variant = forms.ModelChoiceField(label=_("Which one"), queryset=Variant.objects.none(), empty_label=_("Choose"))

    def __init__(self, *args: Any, variants: Any, **kwargs: Any) -> None:
        """Ask for the variant only where there is a choice.

        :param variants: those of the product.
        """
        super().__init__(*args, **kwargs)
        self.only_variant = variants[0] if len(variants) == 1 else None
        if self.only_variant:
            del self.fields["variant"]
        else:
            self.fields["variant"].queryset = variants  # type: ignore[attr-defined]
            self.fields["variant"].label_from_instance = lambda each: each.label or each.sku or str(each)  # type: ignore[attr-defined]

    @property
    def chosen_variant(self) -> Variant:
        variant: Variant = self.only_variant or self.cleaned_data["variant"]
        return variant


def new_images(files: Sequence[Any]) -> list[ProductImage]:
    """Return pictures that a gallery is to have at its end."""
    return [ProductImage(file=file, position=None) for file in files]  # type: ignore[misc]


class PictureForm(forms.Form):
    """What can be done with one picture of a gallery."""

    alt = forms.CharField(
        label=_("What it shows"), max_length=200, required=False, help_text=_("For those who cannot see it.")
    )
    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=10_000, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)


class GalleryForm(forms.Form):
    """The pictures of a product, and more of them."""

    pictures = PicturesField(label=_("Add pictures"), required=False)

    def __init__(self, *args: Any, images: Sequence[ProductImage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [
            (
                image,
                PictureForm(
                    self.data or None, prefix=f"picture-{image.pk}", initial={"alt": image.alt, "place": place}
                ),
            )
            for place, image in enumerate(images, 1)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(form.is_valid() for _image, form in self.rows)])

    @property
    def kept(self) -> list[ProductImage]:
        """The pictures that stay, in their new order and with their new words, then the new ones."""
        stay = [(form.cleaned_data, image) for image, form in self.rows if not form.cleaned_data["remove"]]
        stay.sort(key=lambda each: each[0]["place"] or MAX_STOCK)
        for position, (said, image) in enumerate(stay):
            image.alt, image.position = said["alt"], position
        return [image for _said, image in stay] + new_images(self.cleaned_data["pictures"])

    @property
    def removed(self) -> list[ProductImage]:
        return [image for image, form in self.rows if form.cleaned_data["remove"]]
