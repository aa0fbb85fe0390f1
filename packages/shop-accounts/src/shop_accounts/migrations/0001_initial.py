import django.contrib.auth.validators
import django.core.validators
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import shop_accounts.models.users


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        blank=True,
                        max_length=150,
                        null=True,
                        validators=[
                            django.contrib.auth.validators.UnicodeUsernameValidator(),
                            django.core.validators.RegexValidator(
                                "@", "A user name has no @ in it.", inverse_match=True
                            ),
                        ],
                        verbose_name="user name",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        error_messages={"unique": "A user with this e-mail address exists."},
                        max_length=254,
                        unique=True,
                        verbose_name="e-mail address",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                (
                    "is_staff",
                    models.BooleanField(default=False, help_text="May enter the back office.", verbose_name="staff"),
                ),
                ("is_active", models.BooleanField(default=True, help_text="May log in.", verbose_name="active")),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="joined"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "swappable": "AUTH_USER_MODEL",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="shop_accounts_user_email",
                        violation_error_message="A user with this e-mail address exists.",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("username"),
                        name="shop_accounts_user_username",
                        violation_error_message="A user with this user name exists.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("username", None),
                            models.Q(("username", ""), ("username__contains", "@"), _connector="OR", _negated=True),
                            _connector="OR",
                        ),
                        name="shop_accounts_user_username_form",
                    ),
                ],
            },
            managers=[
                ("objects", shop_accounts.models.users.UserManager()),
            ],
        ),
    ]
