"""The smallest host: a user of its own, and a note that can be softly deleted."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from shop_core.history.models import ChangeModel
from shop_core.money import MoneyAttribute
from shop_core.softdelete import LIVE, LiveManager, SoftDeleteModel, SoftDeleteQuerySet


class User(AbstractBaseUser, PermissionsMixin):
    """No username, no integer key, and another name for the e-mail field."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email_address = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = BaseUserManager()
    USERNAME_FIELD = "email_address"
    EMAIL_FIELD = "email_address"


class NoteQuerySet(SoftDeleteQuerySet["Note"]):
    def titled(self, title):
        return self.filter(title=title)


class Note(SoftDeleteModel):
    title = models.CharField(max_length=50)
    price_amount = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="EUR")

    price = MoneyAttribute("price_amount")
    objects = LiveManager.from_queryset(NoteQuerySet)()
    all_objects = NoteQuerySet.as_manager()

    class Meta(SoftDeleteModel.Meta):
        constraints = [models.UniqueConstraint(fields=["title"], condition=LIVE, name="one_live_note_of_a_title")]

    def __str__(self):
        return self.title


class Remark(models.Model):
    """Something that hangs on a note and protects it from real deletion."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT)

    def __str__(self):
        return f"on {self.note}"


class Change(ChangeModel):
    """What happens to notes."""
