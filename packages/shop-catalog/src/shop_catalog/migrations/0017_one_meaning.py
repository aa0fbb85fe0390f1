"""A code means one thing in the whole shop: where it meant several, the further meanings get codes of their own."""

from django.db import migrations

CODE_LENGTH = 40


def part_meanings(apps, schema_editor):
    using = schema_editor.connection.alias
    attributes = apps.get_model("shop_catalog", "Attribute").objects.using(using)
    taken = set(attributes.values_list("code", flat=True))
    meanings = {}
    renamed = []
    # What the shop shows keeps its code before what is deleted does, and what is higher in the tree before what is below.
    for attribute in sorted(
        attributes.select_related("category"), key=lambda each: (bool(each.deleted_at), each.category.depth, each.pk)
    ):
        codes = meanings.setdefault(attribute.code, {})
        meaning = attribute.kind, attribute.unit
        if meaning not in codes:
            codes[meaning] = free_code(attribute, taken) if codes else attribute.code
            taken.add(codes[meaning])
        if codes[meaning] != attribute.code:
            attributes.filter(pk=attribute.pk).update(code=codes[meaning])
            renamed.append(attribute.pk)
    listings = apps.get_model("shop_catalog", "Listing").objects.using(using)
    listings.filter(product__attribute_values__attribute__in=renamed).update(is_stale=True)


def free_code(attribute, taken):
    """Return such as ``size_number``, or ``size_number_2``."""
    for end in ("", *(f"_{number}" for number in range(2, 10_000))):
        end = f"_{attribute.kind}{end}"
        code = attribute.code[: CODE_LENGTH - len(end)] + end
        if code not in taken:
            return code
    raise AssertionError


class Migration(migrations.Migration):
    dependencies = [
        ("shop_catalog", "0016_whole_addresses"),
    ]

    operations = [
        migrations.RunPython(part_meanings, migrations.RunPython.noop, elidable=True),
    ]
