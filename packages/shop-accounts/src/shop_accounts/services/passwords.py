"""How a forgotten password is replaced."""

from __future__ import annotations

from shop_core.tasks import queue_after_commit

from ..identity import find_by_email
from ..models import AccountState
from ..tasks import mail_password_reset_link


def request_password_reset(*, email: str, base_url: str) -> None:
    """Mail a link to the active users of this address; nobody learns whether there was one."""
    for user in find_by_email(email.strip()).filter(shop_account__state=AccountState.ACTIVE):
        if user.is_active:
            queue_after_commit(mail_password_reset_link, str(user.pk), base_url)
