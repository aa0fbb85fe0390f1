"""Opening threads."""

from ..models import Thread
from ..people import Guest, Person


def open_support_thread(*, owner: Person) -> Thread:
    """Return the support thread of a customer or guest; make it at the first call."""
    owned = {"guest_key": owner.key} if isinstance(owner, Guest) else {"customer": owner}
    thread, _ = Thread.objects.get_or_create(kind=Thread.Kind.SUPPORT, **owned)
    return thread
