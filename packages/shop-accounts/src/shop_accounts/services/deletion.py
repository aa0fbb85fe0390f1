"""How a user leaves for good: asked for, waited for, taken back or carried out.

A deletion is one transaction: either the user is gone with all that the apps know of the person, or nothing has changed and it is
tried again. Files, which no transaction holds, go after it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone, translation

from shop_core.exceptions import ShopError
from shop_core.signals import send_after_commit
from shop_core.tasks import queue_after_commit

from ..conf import conf
from ..exceptions import NotActiveError, NothingScheduledError
from ..identity import email_of
from ..links import base_url
from ..models import Account, AccountState, DeletionRequest, DeletionState
from ..signals import account_deleted, account_deletion_scheduled
from ..tasks import delete_account as delete_account_task
from ..tasks import mail_deleted, mail_deletion_reminder, mail_deletion_scheduled
from .notices import Event, notify
from .people import personal_data
from .proof import prove_oneself

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
OVERDUE = timedelta(hours=1)
"""A deletion that nobody has tried for so long was missed."""


def schedule_own_deletion(*, user: Any, password: str, request: HttpRequest) -> DeletionRequest:
    """Schedule the deletion of one's own account; asked for once more, the time begins anew.

    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    """
    prove_oneself(user=user, password=password, request=request)
    return schedule_deletion(user=user, base_url=base_url(request))


@transaction.atomic
def schedule_deletion(*, user: Any, base_url: str = "") -> DeletionRequest:
    """Let an account be deleted when the option ``DELETION_DELAY`` is over, and tell its user.

    :param base_url: what stands before the paths of links in mails.
    :raises NotActiveError: the account waits for its confirmation; it is swept away by itself.
    """
    account = Account.objects.of(user)
    if account.state == AccountState.PENDING:
        raise NotActiveError
    now = timezone.now()
    due_at = now + conf.options.DELETION_DELAY
    wish = {
        "state": DeletionState.SCHEDULED,
        "base_url": base_url,
        "language": translation.get_language() or "",
        "scheduled_at": now,
        "due_at": due_at,
        "next_attempt_at": due_at,
        "reminded_at": None,
        "attempts": 0,
        "failure": "",
    }
    request: DeletionRequest = DeletionRequest.objects.update_or_create(user_id=user.pk, defaults=wish)[0]
    queue_after_commit(mail_deletion_scheduled, request.pk)
    send_after_commit(account_deletion_scheduled, sender=Account, account=account, due_at=due_at)
    return request


@transaction.atomic
def cancel_deletion(*, user: Any, request: HttpRequest | None = None) -> None:
    """Let an account live on. Either this comes first or the deletion, never both.

    :raises NothingScheduledError: there is nothing to cancel any more.
    """
    scheduled = DeletionRequest.objects.scheduled().filter(user_id=user.pk)
    if not scheduled.update(state=DeletionState.CANCELLED, failure=""):
        raise NothingScheduledError
    notify(user=user, event=Event.DELETION_CANCELLED, request=request)


@transaction.atomic
def delete_at_once(*, user: Any, base_url: str = "") -> None:
    """Delete a user now, with all that the apps know of the person: for staff, who were asked to.

    :param base_url: what stands before the paths of links in mails.
    :raises Exception: whatever an app raises; then nothing was deleted.
    """
    _erase_user(user.pk, base_url=base_url)


def queue_due_accounts() -> int:
    """Queue a task for each deletion that is due, remind those whose day comes, and return how many tasks were queued."""
    _remind()
    keys = list(DeletionRequest.objects.due(timezone.now()).values_list("pk", flat=True))
    for key in keys:
        queue_after_commit(delete_account_task, key)
    return len(keys)


def sweep_overdue_accounts() -> int:
    """Do at once what the tasks missed: deletions that nobody has tried for an hour, and files that were left; return how many went.

    It needs no queue.
    """
    _remove_left_photos()
    return _delete_all(timezone.now() - OVERDUE)


def delete_due_accounts() -> int:
    """Carry out every deletion that is due, one after the other and without a queue, and return how many were done."""
    _remind()
    _remove_left_photos()
    return _delete_all(timezone.now())


def delete_account(*, pk: int) -> bool:
    """Carry out one deletion that is due, and return whether it was done.

    What any app raises undoes all of it and makes it due once more, after a pause that grows. Two at once do it once.
    """
    try:
        with transaction.atomic():
            if not _claim(pk):
                return False
            _erase(DeletionRequest.objects.select_related("user").get(pk=pk))
    except Exception as error:  # whatever an app may raise
        _note_failure(pk, error)
        return False
    _remove_photo(DeletionRequest.objects.get(pk=pk))
    return True


def _delete_all(moment: datetime) -> int:
    return sum(delete_account(pk=pk) for pk in DeletionRequest.objects.due(moment).values_list("pk", flat=True))


def _claim(pk: int) -> bool:
    """Take a request, unless another worker has it or it was cancelled: a write, and the first statement of the transaction."""
    due = DeletionRequest.objects.due(timezone.now()).filter(pk=pk).order_by()
    free = due.select_for_update(skip_locked=True).values("pk")
    claimed: int = DeletionRequest.objects.filter(pk__in=free).update(next_attempt_at=timezone.now())
    return claimed == 1


def _erase(request: DeletionRequest) -> None:
    photo = Account.objects.of(request.user).photo  # type: ignore[arg-type]
    done = {"user": None, "state": DeletionState.DONE, "done_at": timezone.now(), "failure": ""}
    DeletionRequest.objects.filter(pk=request.pk).update(**done, photo=photo.name or "")
    with translation.override(request.language or None):
        _erase_user(request.user_id, base_url=request.base_url)


def _erase_user(key: Any, *, base_url: str) -> None:
    """Delete a user and what every app knows of the person. The lock keeps new orders and messages of the user out."""
    user: Any = get_user_model()._base_manager.select_for_update().get(pk=key)
    email = email_of(user)
    for _app, part in personal_data():
        part.erase(user)
    user.delete()
    queue_after_commit(mail_deleted, email, base_url)
    send_after_commit(account_deleted, sender=Account, user_key=str(key))


def _note_failure(pk: int, error: Exception) -> None:
    """Note why it was not done; codes and names of classes say nothing of the person."""
    code = error.code if isinstance(error, ShopError) else type(error).__name__
    waiting = DeletionRequest.objects.scheduled().filter(pk=pk)
    attempts = waiting.values_list("attempts", flat=True).first() or 0
    pause = min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)
    waiting.update(attempts=F("attempts") + 1, failure=code[:100], next_attempt_at=timezone.now() + pause)
    if isinstance(error, ShopError):
        logger.warning("Deletion %s waits: %s", pk, code)
    else:
        logger.error("Deletion %s failed and is tried again in %s.", pk, pause, exc_info=error)


def _remind() -> None:
    before = conf.options.DELETION_REMINDER
    if before is None:
        return
    soon = DeletionRequest.objects.to_remind(timezone.now() + before)
    for key, language in soon.values_list("pk", "language"):
        if soon.filter(pk=key).update(reminded_at=timezone.now()):
            with translation.override(language or None):
                queue_after_commit(mail_deletion_reminder, key)


def _remove_left_photos() -> None:
    for request in DeletionRequest.objects.with_photo():
        _remove_photo(request)


def _remove_photo(request: DeletionRequest) -> None:
    """Delete a file that no row names any more; what the storage refuses is tried again."""
    storage: Storage = Account._meta.get_field("photo").storage
    try:
        if request.photo:
            storage.delete(request.photo)
    except Exception:  # each storage raises errors of its own
        logger.exception("The file of deletion %s could not be removed; the sweeper tries again.", request.pk)
        return
    DeletionRequest.objects.filter(pk=request.pk).update(photo="")
