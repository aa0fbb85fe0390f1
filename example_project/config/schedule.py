"""What runs again and again: static, so that it lives in version control; times in seconds."""

from __future__ import annotations

from typing import Any

MINUTE = 60
HOUR = 60 * MINUTE

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "delete-unverified-users": {"task": "shop_accounts.tasks.delete_unverified_users", "schedule": HOUR},
    "delete-due-accounts": {"task": "shop_accounts.tasks.delete_due_accounts", "schedule": 15 * MINUTE},
    "sweep-overdue-accounts": {"task": "shop_accounts.tasks.sweep_overdue_accounts", "schedule": HOUR},
    "prune-one-time-codes": {"task": "shop_accounts.tasks.prune_one_time_codes", "schedule": HOUR},
    "prune-sessions": {"task": "shop_accounts.tasks.prune_sessions", "schedule": HOUR},
    "expire-orders": {"task": "shop_orders.tasks.expire_orders", "schedule": MINUTE},
    "release-expired-reservations": {"task": "shop_catalog.tasks.release_expired_reservations", "schedule": 5 * MINUTE},
    "send-stock-alerts": {"task": "shop_catalog.tasks.send_stock_alerts", "schedule": 5 * MINUTE},
    "tend-imports": {"task": "shop_catalog.tasks.tend_imports", "schedule": 5 * MINUTE},
    "make-all-renditions": {"task": "shop_catalog.tasks.make_all_renditions", "schedule": HOUR},
    "prune-catalog-history": {"task": "shop_catalog.tasks.prune_catalog_history", "schedule": 24 * HOUR},
    "refresh-listings": {"task": "shop_catalog.tasks.refresh_listings", "schedule": MINUTE},
    "process-provider-events": {"task": "shop_payments.tasks.process_provider_events", "schedule": MINUTE},
    "reconcile-payments": {"task": "shop_payments.tasks.reconcile_payments", "schedule": 5 * MINUTE},
}
