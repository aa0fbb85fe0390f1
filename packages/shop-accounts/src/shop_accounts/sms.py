"""Ways to send text messages, for the option ``SMS_BACKEND``."""

from __future__ import annotations

import base64
import json
import logging
import sys
import time
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from .conf import conf

logger = logging.getLogger(__name__)


class Sms(NamedTuple):
    to: str
    text: str


outbox: list[Sms] = []
"""What `MemorySms` was given, oldest first."""


class ConsoleSms:
    """Print messages to the standard output, for development."""

    def send(self, to: str, text: str) -> None:
        sys.stdout.write(f"SMS to {to}: {text}\n")


class MemorySms:
    """Keep messages in `outbox`, for tests."""

    def send(self, to: str, text: str) -> None:
        outbox.append(Sms(to, text))


class FileSms:
    """Write each message to a file of the folder ``SMS_OPTIONS["folder"]``, for development."""

    def send(self, to: str, text: str) -> None:
        folder = Path(conf.options.SMS_OPTIONS["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{time.time_ns():020d}.json").write_text(json.dumps({"to": to, "text": text}))


class TwilioSms:
    """Send by Twilio's API, with ``account_sid``, ``auth_token`` and ``from`` of ``SMS_OPTIONS``.

    ``base_url`` is where the API stands, if not at Twilio's; ``timeout`` is in seconds, 10 if not given.
    """

    def send(self, to: str, text: str) -> None:
        options = conf.options.SMS_OPTIONS
        base = options.get("base_url", "https://api.twilio.com").rstrip("/")
        secret = base64.b64encode(f"{options['account_sid']}:{options['auth_token']}".encode()).decode()
        request = Request(  # noqa: S310 - the address comes from the settings
            f"{base}/2010-04-01/Accounts/{options['account_sid']}/Messages.json",
            data=urlencode({"To": to, "From": options["from"], "Body": text}).encode(),
            headers={"Authorization": f"Basic {secret}"},
        )
        try:
            urlopen(request, timeout=float(options.get("timeout", 10))).close()  # noqa: S310
        except HTTPError as error:
            with error:
                if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code == HTTPStatus.TOO_MANY_REQUESTS:
                    raise
                logger.error("Twilio refused a message with status %s.", error.code)
