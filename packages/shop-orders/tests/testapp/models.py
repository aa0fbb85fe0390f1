"""The smallest host: a user without username and with a key that is no number, and books to sell."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email_address = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = BaseUserManager()
    USERNAME_FIELD = "email_address"
    EMAIL_FIELD = "email_address"


class Book(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    title = models.CharField(max_length=100)
    price_amount = models.BigIntegerField(default=1250)
    currency = models.CharField(max_length=3, default="EUR")
    copies = models.IntegerField(default=5)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(copies__gte=0), name="testapp_no_negative_copies")]

    def __str__(self):
        return self.title


class Hold(models.Model):
    """Copies of a book that are laid aside, or sold, for somebody."""

    reference = models.CharField(max_length=64)
    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    copies = models.IntegerField()
    expires_at = models.DateTimeField(null=True)
    is_sold = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reference", "book"], name="testapp_one_hold_per_reference")]

    def __str__(self):
        return self.reference
