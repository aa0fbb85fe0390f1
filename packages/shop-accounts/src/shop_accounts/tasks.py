"""What happens later: the mails. Keys only; links are made when the mail is sent."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse

from .conf import conf
from .links import base_url as site_url
from .mails import send_mail, send_mail_to
from .models import DeletionRequest
from .notices import WORDS, Event
from .tokens import activation_tokens, encode_key


@shared_task(autoretry_for=(OSError,), retry_backoff=True)
def mail_activation_link(user_key: str, base_url: str) -> None:
    """Mail the link that confirms the address."""
    if user := _find(user_key):
        path = reverse("shop_accounts:activate", args=[encode_key(user), activation_tokens.make_token(user)])  # type: ignore[arg-type]
        send_mail_to(user, mail="activation", base_url=base_url, link=base_url + path)


@shared_task(autoretry_for=(OSError,), retry_backoff=True)
def mail_account_exists(user_key: str, base_url: str) -> None:
    """Tell the owner of an address that somebody wanted to register it once more."""
    if user := _find(user_key):
        send_mail_to(user, mail="account_exists", base_url=base_url, link=base_url + reverse("shop_accounts:login"))


@shared_task(autoretry_for=(OSError,), retry_backoff=True)
def mail_password_reset_link(user_key: str, base_url: str) -> None:
    """Mail the link that lets a user choose a new password."""
    if user := _find(user_key):
        token = default_token_generator.make_token(user)  # type: ignore[arg-type]
        path = reverse("shop_accounts:password-reset-confirm", args=[encode_key(user), token])
        send_mail_to(user, mail="password_reset", base_url=base_url, link=base_url + path)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def mail_email_change(user_key: str, base_url: str, email: str, token: str) -> None:
    """Mail the link that proves a new address to that address."""
    if user := _find(user_key):
        link = base_url + reverse("shop_accounts:email-change-confirm", args=[token])
        send_mail_to(user, mail="email_change", base_url=base_url, to=email, link=link)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def mail_notice(user_key: str, event: str, base_url: str, facts: dict[str, str], to: str = "") -> None:
    """Mail what happened to an account.

    :param facts: ``at`` (ISO 8601), ``agent`` and ``network``, the last two may be empty.
    :param to: the address to tell; that of the user where it is empty.
    """
    if user := _find(user_key):
        title, sentence = WORDS[Event(event)]
        facts = {**facts, "at": datetime.fromisoformat(facts["at"])}  # type: ignore[dict-item]
        link = base_url and base_url + reverse("shop_accounts:password-reset")
        context = {"title": title, "sentence": sentence, "link": link, **facts}
        send_mail_to(user, mail="notice", base_url=base_url, to=to, **context)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def mail_deactivated(user_key: str) -> None:
    """Tell a user that the account was deactivated."""
    if user := _find(user_key):
        send_mail_to(user, mail="deactivated", base_url=site_url())


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def mail_deletion_scheduled(pk: int) -> None:
    """Tell a user when the account will be deleted, and how to take that back."""
    _mail_deletion(pk, "deletion_scheduled")


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def mail_deletion_reminder(pk: int) -> None:
    """Remind a user that the account will soon be deleted."""
    _mail_deletion(pk, "deletion_reminder")


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def mail_deleted(email: str, base_url: str) -> None:
    """Say goodbye; the address is that of nobody any more, and stands in this task alone."""
    send_mail(mail="deleted", to=email, base_url=base_url)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def send_one_time_code(pk: int) -> None:
    """Make the code that was asked for, and send it."""
    from .services import codes

    codes.send_code(pk=pk)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=3)
def text_phone_changed(to: str) -> None:
    """Tell a phone that it no longer belongs to an account."""
    text = render_to_string("shop_accounts/sms/phone_changed.txt")
    conf.hook("SMS_BACKEND").send(to, " ".join(text.split()))


@shared_task
def prune_one_time_codes() -> None:
    """Delete the one-time codes that are over."""
    from .services import codes

    codes.prune_one_time_codes()


@shared_task
def prune_sessions() -> None:
    """Delete the sessions that have expired."""
    from .services import sessions

    sessions.prune_sessions()


@shared_task
def delete_unverified_users() -> None:
    """Delete the accounts that were never confirmed."""
    from .services import pruning

    pruning.delete_unverified_users()


@shared_task
def delete_account(pk: int) -> None:
    """Carry out one deletion that is due."""
    from .services import deletion

    deletion.delete_account(pk=pk)


@shared_task
def delete_due_accounts() -> None:
    """Queue every deletion that is due; every quarter of an hour."""
    from .services import deletion

    deletion.queue_due_accounts()


@shared_task
def sweep_overdue_accounts() -> None:
    """Do what `delete_due_accounts` and its tasks missed; every hour."""
    from .services import deletion

    deletion.sweep_overdue_accounts()


def _mail_deletion(pk: int, mail: str) -> None:
    request = DeletionRequest.objects.scheduled().select_related("user__shop_account").filter(pk=pk).first()
    if request and request.user:
        base_url = request.base_url or site_url()
        link = base_url and base_url + reverse("shop_accounts:deletion")
        send_mail_to(request.user, mail=mail, base_url=base_url, link=link, due_at=request.due_at)


def _find(user_key: str) -> AbstractBaseUser | None:
    return get_user_model()._default_manager.select_related("shop_account").filter(pk=user_key).first()
