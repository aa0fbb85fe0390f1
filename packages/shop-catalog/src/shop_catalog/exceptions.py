"""The refusals of shop-catalog."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from shop_core.exceptions import ShopError


class NotBoughtError(ShopError):
    code = "not_bought"
    status = HTTPStatus.FORBIDDEN
    message = _("Only people who bought this product can review it.")


class OffensiveWordsError(ShopError):
    code = "profanity"
    message = _("Please choose other words: these offend people.")


class UnreadableNameError(ShopError):
    code = "unreadable_name"
    message = _("Write a name that can be read, in one line and without invisible signs.")


class NameTakenError(ShopError):
    code = "name_taken"
    status = HTTPStatus.CONFLICT
    message = _("Somebody else sells here under this name, or one that looks like it. Please choose another.")


class AlreadyReviewedError(ShopError):
    code = "already_reviewed"
    status = HTTPStatus.CONFLICT
    message = _("You have reviewed this product already.")


class OwnReviewError(ShopError):
    code = "own_review"
    status = HTTPStatus.CONFLICT
    message = _("This review is yours: change or delete it instead.")


class AlreadyReportedError(ShopError):
    code = "already_reported"
    status = HTTPStatus.CONFLICT
    message = _("You have reported this review already; we will look at it.")


class CategoryInUseError(ShopError):
    code = "category_in_use"
    status = HTTPStatus.CONFLICT
    message = _("There are products in this category; move them first.")


class CategoryGoneError(ShopError):
    code = "category_gone"
    status = HTTPStatus.CONFLICT
    message = _("That category is not there any more.")


class CategoryCycleError(ShopError):
    code = "category_cycle"
    status = HTTPStatus.CONFLICT
    message = _("A category cannot be moved into itself or below itself.")


class CategoryLimitError(ShopError):
    """The tree has no room for it: too many levels, too many siblings, or too long an address."""

    code = "category_limit"
    status = HTTPStatus.CONFLICT
    message = _("There are too many categories beside this one.")


class SlugTakenError(ShopError):
    code = "slug_taken"
    status = HTTPStatus.CONFLICT
    message = _("There is a category of this name here already.")


class NegativeStockError(ShopError):
    code = "negative_stock"
    status = HTTPStatus.CONFLICT
    message = _("The stock cannot fall below what is held for orders.")

    def __init__(self) -> None:
        super().__init__(errors={"stock": [str(self.message)]})


class UnreadableFileError(ShopError):
    code = "unreadable_file"
    message = _("This file cannot be read; save it anew as XLSX or as “CSV UTF-8”.")


class ShopChangedError(ShopError):
    code = "shop_changed"
    status = HTTPStatus.CONFLICT
    message = _("Somebody else has changed the same things meanwhile. Nothing was written; try again.")


class NamelessRowsError(ShopError):
    code = "nameless_rows"
    message = _("Some rows would not say of which product they are: add the column “product_ref”.")


class UnwritableCellError(ShopError):
    code = "unwritable_cell"
    message = _("A text is longer than a cell of XLSX can hold; export as CSV.")


class SkuTakenError(ShopError):
    code = "sku_taken"
    status = HTTPStatus.CONFLICT
    message = _("This SKU is in use.")

    def __init__(self) -> None:
        super().__init__(errors={"sku": [str(self.message)]})


class OfferExistsError(ShopError):
    code = "offer_exists"
    status = HTTPStatus.CONFLICT
    message = _("This store offers it already; change that offer instead.")


class VariantExistsError(ShopError):
    code = "variant_exists"
    status = HTTPStatus.CONFLICT
    message = _(
        "Another variant of this product is the same; change that one, or say in the options how this one differs."
    )

    def __init__(self) -> None:
        super().__init__(errors={"options": [str(self.message)]})


class OptionTwiceError(ShopError):
    code = "option_twice"
    message = _("Say each option once; case and blanks make no difference.")

    def __init__(self) -> None:
        super().__init__(errors={"options": [str(self.message)]})


class ForeignCurrencyError(ShopError):
    """A price in another currency than the shop's: lists, facets and carts count in one.

    :param currency: the shop's.
    """

    code = "foreign_currency"

    def __init__(self, *, currency: str) -> None:
        message = _("Prices here are in %(currency)s.") % {"currency": currency}
        super().__init__(message, errors={"price": [str(message)]})


class OfferedByOthersError(ShopError):
    code = "offered_by_others"
    status = HTTPStatus.CONFLICT
    message = _("Other stores offer this too, so it stays; delete your own offers instead.")


class DeletedByShopError(ShopError):
    code = "deleted_by_shop"
    status = HTTPStatus.CONFLICT
    message = _("The shop took this away, so only its staff brings it back.")


class BelongsToDeletedError(ShopError):
    code = "belongs_to_deleted"
    status = HTTPStatus.CONFLICT
    message = _("It belongs to something that is deleted; restore that first.")


class UnitsHeldError(ShopError):
    code = "units_held"
    status = HTTPStatus.CONFLICT
    message = _(
        "Units are held for orders; take the offer off sale, and delete it when these orders are paid or cancelled."
    )


class NoStoreError(ShopError):
    code = "no_store"
    status = HTTPStatus.CONFLICT
    message = _("You have no store yet; open one first.")


class NotSellerError(ShopError):
    code = "not_seller"
    status = HTTPStatus.CONFLICT
    message = _("You are no seller yet; register as one first.")


class NotApprovedError(ShopError):
    code = "not_approved"
    status = HTTPStatus.FORBIDDEN
    message = _("You can sell here as soon as the staff has approved you; you get a mail then.")


class AlreadySellerError(ShopError):
    code = "already_seller"
    status = HTTPStatus.CONFLICT
    message = _("You have registered as a seller already.")


class SellersNotTakenError(ShopError):
    code = "sellers_not_taken"
    status = HTTPStatus.FORBIDDEN
    message = _("Only the shop itself sells here.")


class StockMovedError(ShopError):
    """The stock is not what was seen when it was counted.

    :param on_hand: what it is now.
    """

    code = "stock_moved"
    status = HTTPStatus.CONFLICT

    def __init__(self, on_hand: int) -> None:
        message = _("Meanwhile the stock has become %d. Please count again.") % on_hand
        super().__init__(message, errors={"stock": [str(message)]})
        self.on_hand = on_hand


class PictureNotStoredError(ShopError):
    code = "picture_not_stored"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    message = _("The picture could not be stored just now. Please try again in a moment.")


class GalleryChangedError(ShopError):
    code = "gallery_changed"
    status = HTTPStatus.CONFLICT
    message = _("The pictures of this product have changed meanwhile. Please look at them again and name each once.")


class AttributeCodeTakenError(ShopError):
    code = "attribute_code_taken"
    status = HTTPStatus.CONFLICT
    message = _("An attribute of this code is there already, in this category, above it or below it.")


class AttributeMeansOtherError(ShopError):
    """A code would mean two things: filters and facets of the whole shop know attributes by their codes.

    :param code: the code.
    :param meaning: what it means already, such as ``number (cm)``.
    :param category: where it does.
    """

    code = "attribute_means_other"
    status = HTTPStatus.CONFLICT

    def __init__(self, *, code: str, meaning: str, category: str) -> None:
        message = _(
            "“%(code)s” is “%(meaning)s” in the category “%(category)s”, and a code means one thing in the whole shop:"
            " take the same kind and unit, or another code."
        ) % {"code": code, "meaning": meaning, "category": category}
        super().__init__(message, errors={"code": [str(message)]})


class AttributeValueError(ShopError):
    code = "attribute_value"
    status = HTTPStatus.BAD_REQUEST
    message = _("These attributes cannot be set.")


class TooOftenError(ShopError):
    """Somebody does more within an hour than people do.

    :param retry_after: seconds to wait.
    """

    status = HTTPStatus.TOO_MANY_REQUESTS
    message = ngettext_lazy(
        "That was a lot within this hour. Please go on in %(minutes)d minute.",
        "That was a lot within this hour. Please go on in %(minutes)d minutes.",
        "minutes",
    )

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(self.message % {"minutes": -(-retry_after // 60)})
        self.retry_after = retry_after


class ChoiceInUseError(ShopError):
    code = "choice_in_use"
    status = HTTPStatus.CONFLICT
    message = _("Products have a choice that you left out; give them another first.")


class ChoiceTakenError(ShopError):
    code = "choice_taken"
    status = HTTPStatus.CONFLICT
    message = _("Two choices cannot have the same label.")


class TooManyListingsError(TooOftenError):
    code = "too_many_listings"
    message = ngettext_lazy(
        "You have listed a lot within this hour. Please go on in %(minutes)d minute.",
        "You have listed a lot within this hour. Please go on in %(minutes)d minutes.",
        "minutes",
    )


class TooManyReportsError(TooOftenError):
    code = "too_many_reports"
    message = ngettext_lazy(
        "You have reported a lot within this hour. Please go on in %(minutes)d minute.",
        "You have reported a lot within this hour. Please go on in %(minutes)d minutes.",
        "minutes",
    )


class FileTooLargeError(ShopError):
    code = "file_too_large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    message = _("This file is too large; split it.")


class ImportMovedOnError(ShopError):
    code = "import_moved_on"
    status = HTTPStatus.CONFLICT
    message = _("This import has moved on meanwhile: look at where it stands now.")
