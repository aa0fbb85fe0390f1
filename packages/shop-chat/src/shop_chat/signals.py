"""What shop-chat tells the project, after commit."""

from django.dispatch import Signal

message_sent = Signal()
"""A message was written. ``sender``: the class `Message`; ``message``: the `Message`, with its ``thread``."""
