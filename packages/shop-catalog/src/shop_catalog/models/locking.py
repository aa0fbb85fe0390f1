"""Write locks that work the same on every database."""

from django.db.models import F

from shop_core.softdelete import SoftDeleteQuerySet


class LockingQuerySet(SoftDeleteQuerySet):
    """Rows that are changed by what was read from others, one writer at a time."""

    def lock(self) -> int:
        """Take the write lock of these rows, in one order for everybody, until the transaction ends.

        It is a write that changes nothing, so that on SQLite too the transaction begins with one.
        """
        ordered = self.order_by("pk").select_for_update().values("pk")
        return int(self.model.all_objects.filter(pk__in=ordered).update(deleted_at=F("deleted_at")))  # type: ignore[attr-defined]
