"""Every refusal of shop-chat."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from shop_core.exceptions import ShopError


class ChatError(ShopError):
    """A refusal of the chat."""


class EmptyMessageError(ChatError):
    code = "empty_message"
    message = _("Write something first.")


class MessageTooLongError(ChatError):
    code = "message_too_long"
    message = _("This message is too long.")


class InvalidClientIdError(ChatError):
    code = "invalid_client_id"
    message = _("A client id has 1 to 64 letters, digits, dots, dashes or underscores.")


class ClientIdConflictError(ChatError):
    """The sender has used the client id for another text."""

    code = "client_id_conflict"
    status = HTTPStatus.CONFLICT
    message = _("This client id belongs to another message.")


class NotAllowedError(ChatError):
    code = "not_allowed"
    status = HTTPStatus.FORBIDDEN
    message = _("You have no access to this conversation.")


class ThreadGoneError(ChatError):
    code = "thread_gone"
    status = HTTPStatus.NOT_FOUND
    message = _("This conversation no longer exists.")
