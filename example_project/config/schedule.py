"""What runs again and again: static, so that it lives in version control; times in seconds."""

from __future__ import annotations

from typing import Any

MINUTE = 60
HOUR = 60 * MINUTE

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {}
