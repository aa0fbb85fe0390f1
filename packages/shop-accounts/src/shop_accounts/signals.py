"""What shop-accounts tells, after commit."""

from django.dispatch import Signal

account_activated = Signal()
"""Sent when a user has confirmed the e-mail and the account has become active: ``account`` (Account)."""

account_deactivated = Signal()
"""Sent when an account was deactivated, by its user or by the staff: ``account`` (Account)."""

account_deletion_scheduled = Signal()
"""Sent when a user has asked to be deleted, also once more: ``account`` (Account) and ``due_at`` (datetime)."""

account_deleted = Signal()
"""Sent when a user was deleted with all that is known of the person: ``user_key`` (str), the key that the user had."""
