from django.db import migrations, models

PURPOSES = [
    ("login", "log in"),
    ("verify", "verify a contact"),
    ("mfa", "second step of a login"),
    ("phone", "change the phone"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("shop_accounts", "0006_roles"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="onetimecode", name="shop_accounts_code_purpose"),
        migrations.AlterField(
            model_name="onetimecode",
            name="purpose",
            field=models.CharField(choices=PURPOSES, max_length=16, verbose_name="purpose"),
        ),
        migrations.AddConstraint(
            model_name="onetimecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", [purpose for purpose, label in PURPOSES])),
                name="shop_accounts_code_purpose",
            ),
        ),
    ]
