"""Mails to sellers and to the staff: each is a folder of three templates, ``subject.txt``, ``body.txt`` and ``body.html``."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from ..conf import conf
from ..models import Seller


def send_mail(*, mail: str, recipients: list[str], path: str = "", **context: Any) -> None:
    """Send the mail of this name; to nobody it is not sent.

    :param path: where its link leads to, in this shop; without it, or without ``SITE_URL``, it has none.
    """
    if not recipients:
        return
    folder = f"shop_catalog/mail/{mail}"
    context["link"] = f"{conf.options.SITE_URL.rstrip('/')}{path}" if conf.options.SITE_URL and path else ""
    with translation.override(settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string(f"{folder}/subject.txt", context).split())
        message = EmailMultiAlternatives(subject, render_to_string(f"{folder}/body.txt", context), to=recipients)
        message.attach_alternative(render_to_string(f"{folder}/body.html", context), "text/html")
    message.send()


def mail_application(*, seller_id: int) -> None:
    """Tell the staff that somebody asks to sell."""
    for seller in Seller.objects.filter(pk=seller_id):
        path = _path("admin:shop_catalog_seller_change", seller.pk)
        recipients = addresses_of_the_shop(conf.options.SELLER_RECIPIENTS)
        send_mail(mail="seller_applied", recipients=recipients, path=path, seller=seller)


def mail_approval(*, seller_id: int) -> None:
    """Tell a seller that they are approved."""
    for seller in Seller.objects.filter(pk=seller_id).select_related("user"):
        path = _path("shop_catalog_sell:overview")
        send_mail(mail="seller_approved", recipients=addresses_of_the_seller(seller), path=path, seller=seller)


def addresses_of_the_seller(seller: Seller) -> list[str]:
    """Return the e-mail address of the person who is this seller, unless the account is closed."""
    if seller.user and seller.user.is_active and (address := _address(seller.user)):
        return [address]
    return []


def addresses_of_the_shop(chosen: Sequence[str]) -> list[str]:
    """Return these addresses; where there are none those of ``settings.MANAGERS``, else of the superusers."""
    if chosen:
        return list(chosen)
    if settings.MANAGERS:
        return [each if isinstance(each, str) else each[1] for each in settings.MANAGERS]
    users = get_user_model()
    if not {"is_superuser", "is_active"} <= {field.name for field in users._meta.get_fields()}:
        return []
    owners = users._default_manager.filter(is_superuser=True, is_active=True).order_by("pk")
    return [address for owner in owners if (address := _address(owner))]


def _address(user: AbstractBaseUser) -> str:
    return str(getattr(user, user.get_email_field_name(), "") or "")


def _path(name: str, *args: Any) -> str:
    """Return the address of a page, where the project has it."""
    with suppress(NoReverseMatch):
        return reverse(name, args=args)
    return ""
