"""What shop-accounts asks of the project it lives in."""

from __future__ import annotations

from typing import Protocol


class SmsBackend(Protocol):
    """Sends text messages."""

    def send(self, to: str, text: str) -> None:
        """Send ``text`` to a phone, given as E.164.

        :raises OSError: the provider cannot be reached at the moment; the message is tried again later.
        """
