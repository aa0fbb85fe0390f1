import django.db.models.deletion
import django.utils.timezone
import phonenumber_field.modelfields
from django.conf import settings
from django.db import migrations, models

import shop_core.uploads


class Migration(migrations.Migration):
    dependencies = [
        ("shop_accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="shop_account",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "not yet confirmed"),
                            ("active", "active"),
                            ("deactivated", "deactivated"),
                        ],
                        default="active",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "email_confirmed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="e-mail confirmed"),
                ),
                (
                    "first_name",
                    models.CharField(
                        blank=True,
                        help_text="Used where the user model has no such field.",
                        max_length=150,
                        verbose_name="first name",
                    ),
                ),
                (
                    "last_name",
                    models.CharField(
                        blank=True,
                        help_text="Used where the user model has no such field.",
                        max_length=150,
                        verbose_name="last name",
                    ),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                (
                    "photo",
                    models.ImageField(
                        blank=True, upload_to=shop_core.uploads.RandomName("shop_accounts/photos"), verbose_name="photo"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated")),
            ],
            options={
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
                "indexes": [models.Index(fields=["state", "created_at"], name="shop_accounts_account_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "active", "deactivated"])),
                        name="shop_accounts_account_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text='For yourself, such as "home".', max_length=50, verbose_name="label"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="recipient")),
                ("company", models.CharField(blank=True, max_length=200, verbose_name="company")),
                ("line1", models.CharField(max_length=200, verbose_name="street and number")),
                ("line2", models.CharField(blank=True, max_length=200, verbose_name="apartment, floor")),
                ("city", models.CharField(blank=True, max_length=120, verbose_name="city")),
                ("region", models.CharField(blank=True, max_length=120, verbose_name="region")),
                ("postal_code", models.CharField(blank=True, max_length=20, verbose_name="postal code")),
                ("country", models.CharField(max_length=2, verbose_name="country")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                ("is_default", models.BooleanField(default=False, editable=False, verbose_name="default")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shop_addresses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={
                "verbose_name": "address",
                "verbose_name_plural": "addresses",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("user",),
                        name="shop_accounts_address_one_default",
                    )
                ],
            },
        ),
    ]
