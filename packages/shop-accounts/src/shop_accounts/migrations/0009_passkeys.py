import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shop_accounts", "0008_deletion_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "credential_id",
                    models.CharField(
                        editable=False, help_text="1023 bytes as base64url.", max_length=1364, unique=True
                    ),
                ),
                ("handle", models.CharField(editable=False, max_length=64)),
                ("public_key", models.BinaryField()),
                ("sign_count", models.BigIntegerField(default=0, editable=False)),
                ("transports", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("used_at", models.DateTimeField(editable=False, null=True, verbose_name="last used")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shop_passkeys",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="user",
                    ),
                ),
            ],
            options={"verbose_name": "passkey", "verbose_name_plural": "passkeys"},
        ),
        migrations.RemoveConstraint(model_name="secondfactor", name="shop_accounts_factor_kind"),
        migrations.AlterField(
            model_name="secondfactor",
            name="kind",
            field=models.CharField(
                choices=[
                    ("passkey", "passkey"),
                    ("totp", "authenticator app"),
                    ("email", "code by e-mail"),
                    ("sms", "code by text message"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondfactor",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["passkey", "totp", "email", "sms"])), name="shop_accounts_factor_kind"
            ),
        ),
    ]
