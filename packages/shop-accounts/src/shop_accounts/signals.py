"""What shop-accounts tells, after commit."""

from django.dispatch import Signal

account_activated = Signal()
"""Sent when a user has confirmed the e-mail and the account has become active: ``account`` (Account)."""
