"""The development inbox: mails land in files, and ``/dev/mail/`` shows them."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ReadMessage
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

KEPT = 500
_number = count()


class InboxBackend(BaseEmailBackend):
    """Write each mail to ``MAIL_INBOX_DIR``, and keep the newest `KEPT`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_INBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = f"{time.time_ns():020d}-{next(_number):06d}.eml"
            part = folder / f".{name}.part"
            part.write_bytes(mail.message().as_bytes())
            part.rename(folder / name)
        for old in sorted(folder.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


@dataclass(frozen=True, kw_only=True)
class InboxMail:
    id: str
    to: str
    subject: str
    date: str
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        """The web addresses in the mail, each once, in order."""
        return list(dict.fromkeys(re.findall(r"https?://[^\s\"'<>]+", self.text or self.html)))


def inbox() -> list[InboxMail]:
    """Return the mails of the development inbox, newest first."""
    return [_read(path) for path in sorted(Path(settings.MAIL_INBOX_DIR).glob("*.eml"), reverse=True)]


def _read(path: Path) -> InboxMail:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    return InboxMail(
        id=path.stem,
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        date=str(mail["Date"] or ""),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
    )


def _body(mail: ReadMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
