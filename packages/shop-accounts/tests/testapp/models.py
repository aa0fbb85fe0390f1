"""The smallest host: a user of its own, without username and with a key that is no number."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class UserManager(BaseUserManager):
    def create_superuser(self, email_address, password=None):
        user = self.model(email_address=email_address, is_staff=True, is_superuser=True)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email_address = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = UserManager()
    USERNAME_FIELD = "email_address"
    EMAIL_FIELD = "email_address"

    def __str__(self):
        return self.email_address


class Order(models.Model):
    """What another app may know of a user."""

    customer = models.ForeignKey(User, on_delete=models.CASCADE)

    def __str__(self):
        return f"Order of {self.customer}"


class Note(models.Model):
    """What another app may know of a user who does not know of it."""

    about = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    def __str__(self):
        return f"Note {self.pk}"
