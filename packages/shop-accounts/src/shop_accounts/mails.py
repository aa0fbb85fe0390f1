"""Mails as text and HTML: each is a folder of three templates, ``subject.txt``, ``body.txt`` and ``body.html``."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from .identity import email_of


def send_mail_to(user: AbstractBaseUser, *, mail: str, base_url: str, to: str = "", **context: Any) -> None:
    """Send the mail of this name. Only who has proven the address is greeted by name: anybody can register a stranger's with any name.

    :param base_url: what stands before every path, so that links are whole.
    :param to: the address, where it is not the user's own.
    """
    account = getattr(user, "shop_account", None)
    own = email_of(user)
    is_proven = account is not None and account.is_verified and (to or own).lower() == own.lower()
    name = account.full_name if account and is_proven else ""
    send_mail(mail=mail, to=to or own, base_url=base_url, user=user, name=name, **context)


def send_mail(*, mail: str, to: str, base_url: str, **context: Any) -> None:
    """Send the mail of this name to an address that need not be a user's."""
    context |= {"base_url": base_url}
    folder = f"shop_accounts/mail/{mail}"
    subject = " ".join(render_to_string(f"{folder}/subject.txt", context).split())
    message = EmailMultiAlternatives(subject, render_to_string(f"{folder}/body.txt", context), to=[to])
    message.attach_alternative(render_to_string(f"{folder}/body.html", context), "text/html")
    message.send()
