from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("shop_accounts", "0005_sessions"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="account",
            options={
                "permissions": [
                    ("assign_roles", "Can give and take roles"),
                    ("reset_second_step", "Can reset a lost second step"),
                ],
                "verbose_name": "account",
                "verbose_name_plural": "accounts",
            },
        ),
        migrations.CreateModel(
            name="RoleGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(max_length=150, verbose_name="role")),
                ("permission", models.CharField(max_length=201, verbose_name="permission")),
            ],
            options={
                "verbose_name": "right of a role",
                "verbose_name_plural": "rights of roles",
                "constraints": [
                    models.UniqueConstraint(fields=("role", "permission"), name="shop_accounts_grant_once")
                ],
            },
        ),
    ]
