"""The smallest host: a user without username and with a key that is no number, and invoices to pay."""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email_address = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = BaseUserManager()
    USERNAME_FIELD = "email_address"
    EMAIL_FIELD = "email_address"


class Invoice(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.CharField(max_length=20, unique=True)
    debtor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    due_amount = models.BigIntegerField(default=1250)
    currency = models.CharField(max_length=3, default="EUR")
    paid_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.number
