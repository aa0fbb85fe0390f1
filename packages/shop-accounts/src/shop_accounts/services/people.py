"""Whom to ask for what the apps know of a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.module_loading import import_string

from shop_core.contracts import PersonalData

from ..conf import conf

OWN = "shop_accounts.personal_data.AccountPersonalData"


def personal_data() -> Iterator[tuple[str, PersonalData]]:
    """Return the name of each app and its `PersonalData`: those of the option ``PERSONAL_DATA``, and our own last."""
    others = [path for path in conf.options.PERSONAL_DATA if path != OWN]
    for path in [*others, OWN]:
        yield path.partition(".")[0], import_string(path)()
