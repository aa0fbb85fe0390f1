"""How the apps tell what happened: after commit, and robustly."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.dispatch import Signal

logger = logging.getLogger(__name__)


def send_after_commit(signal: Signal, sender: Any, **kwargs: Any) -> None:
    """Send ``signal`` when the transaction has committed; a receiver that fails is logged and stops nobody else."""
    transaction.on_commit(lambda: _send(signal, sender, kwargs))


def _send(signal: Signal, sender: Any, kwargs: dict[str, Any]) -> None:
    for receiver, answer in signal.send_robust(sender, **kwargs):
        if isinstance(answer, Exception):
            logger.error("Receiver %s of %s failed.", receiver, sender, exc_info=answer)
