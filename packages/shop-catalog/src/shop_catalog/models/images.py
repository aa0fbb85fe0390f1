"""The pictures of products, and what of them pages offer to browsers."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..hooks import ResizingStorage

THUMBNAIL, CARD, PAGE = WIDTHS = (200, 480, 1000)
"""The widths that pages use, in pixels: below the gallery, in lists, in the gallery."""

TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png"}
ANY = ""
"""The type of what suits every browser, or of what the storage suits to each."""

CHOSEN_BY_BROWSERS = (ANY, "image/avif", "image/webp")
FOR_ALL_BROWSERS = ("image/jpeg", "image/png", ANY, "image/webp", "image/avif")
FOR_CLIENTS = ("image/webp", ANY, "image/jpeg", "image/png", "image/avif")


@dataclass(frozen=True)
class Rendition:
    """A picture in one format and size."""

    type: str
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Source:
    """One format in every width, for the browser to choose from."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """What ``shop_catalog/partials/picture.html`` shows: one file for every browser, and better ones for those that take them."""

    url: str
    width: int
    height: int
    sources: list[Source]


class ProductImageQuerySet(models.QuerySet["ProductImage"]):
    def covers(self, product_ids: Collection[int]) -> "dict[int, ProductImage]":
        """Return the first picture of each of these products, by product."""
        last_first = self.filter(product__in=product_ids).order_by("-position", "-pk")
        return {image.product_id: image for image in last_first}


class ProductImage(models.Model):
    """A picture of a product, with smaller renditions for the sizes that pages use.

    `services.images` writes it: the size and the renditions follow the file.
    """

    product = models.ForeignKey(
        "shop_catalog.Product", verbose_name=_("product"), on_delete=models.CASCADE, related_name="images"
    )
    file = models.ImageField(_("file"), upload_to="products/%Y/%m/", max_length=255)
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    renditions = models.JSONField(
        _("renditions"),
        default=list,
        editable=False,
        help_text=_("Smaller files: name, width and height, the least first."),
    )
    alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What it shows, for those who cannot see it.")
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    objects: ClassVar[Any] = ProductImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("product image")
        verbose_name_plural = _("product images")
        indexes = [models.Index(fields=["product", "position"], name="shop_catalog_image_order")]

    def __str__(self) -> str:
        return self.alt or str(self.file)

    @property
    def thumbnail(self) -> Picture:
        """The picture below the gallery, to change to it."""
        return self._picture(THUMBNAIL)

    @property
    def card(self) -> Picture:
        """The picture in lists."""
        return self._picture(CARD)

    @property
    def page(self) -> Picture:
        """The picture in the gallery of the product's page."""
        return self._picture(PAGE)

    @property
    def card_url(self) -> str:
        """One address for lists, where no format can be chosen: WebP."""
        return _nearest(self._offered(), CARD, FOR_CLIENTS).url

    @property
    def page_url(self) -> str:
        """One address for the product's page, where no format can be chosen: WebP."""
        return _nearest(self._offered(), PAGE, FOR_CLIENTS).url

    @property
    def srcset(self) -> str:
        """The addresses in every width, of the format of ``page_url``; empty where there is but one."""
        offered = self._offered()
        return _srcset(offered, _nearest(offered, PAGE, FOR_CLIENTS).type)

    def _picture(self, width: int) -> Picture:
        offered = self._offered()
        shown = _nearest(offered, width, FOR_ALL_BROWSERS)
        sources = [Source(kind, srcset) for kind in CHOSEN_BY_BROWSERS if (srcset := _srcset(offered, kind))]
        return Picture(shown.url, shown.width, shown.height, sources)

    @property
    def widths(self) -> list[int]:
        """The widths that pages use, as far as the picture has the pixels."""
        return sorted({min(width, self.width or width) for width in WIDTHS})

    @property
    def resizing_storage(self) -> ResizingStorage | None:
        """The storage, if it makes renditions itself."""
        storage: Any = self.file.storage
        return storage if hasattr(storage, "rendition_url") else None

    def _offered(self) -> list[Rendition]:
        """Return the renditions, the smallest first; the picture itself where there is none."""
        if storage := self.resizing_storage:
            address = partial(storage.rendition_url, str(self.file.name))
            return [Rendition(ANY, address(width), width, self._height_at(width)) for width in self.widths]
        url = self.file.storage.url
        return [
            Rendition(TYPES[PurePosixPath(each["name"]).suffix], url(each["name"]), each["width"], each["height"])
            for each in self.renditions
        ] or [Rendition(ANY, self.file.url, self.width, self.height)]

    def _height_at(self, width: int) -> int:
        return max(1, round(self.height * width / self.width)) if self.width else 0


def _nearest(offered: list[Rendition], width: int, types: tuple[str, ...]) -> Rendition:
    return min(offered, key=lambda each: (types.index(each.type), abs(each.width - width)))


def _srcset(offered: list[Rendition], kind: str) -> str:
    of_kind = [each for each in offered if each.type == kind]
    return ", ".join(f"{each.url} {each.width}w" for each in of_kind) if len(offered) > 1 else ""
