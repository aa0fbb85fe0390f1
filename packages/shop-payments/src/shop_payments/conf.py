"""Every option of shop-payments: the keys of ``settings.SHOP_PAYMENTS``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from shop_core.conf import AppSettings, Implements
from shop_core.contracts import PayableSource

from .providers.base import Provider


@dataclass(frozen=True, kw_only=True)
class Options:
    """The keys of ``settings.SHOP_PAYMENTS``."""

    PROVIDERS: Annotated[Mapping[str, str], Implements(Provider)] = field(
        default_factory=lambda: {"sandbox": "shop_payments.providers.sandbox.provider.SandboxProvider"}
    )
    """The `Provider` classes by alias, beside those that installed packages register as ``shop_payments.providers``."""

    DEFAULT_PROVIDER: str = "sandbox"
    """The alias of the provider that is taken where none is named."""

    PAYABLES: Annotated[Mapping[str, str], Implements(PayableSource)] = field(default_factory=dict)
    """The `PayableSource` of each kind of thing that can be paid for."""

    BASE_URL: str = ""
    """The shop's own address (``https://shop.example``), for payments that are started without an absolute return address."""

    SESSION_LIFETIME: timedelta = timedelta(minutes=30)
    """How long a buyer may take on the provider's page."""

    RECONCILE_AFTER: timedelta = timedelta(minutes=5)
    """How long an open payment may be silent before the reconcile job asks the provider."""

    RESEND_WINDOW: timedelta = timedelta(days=1)
    """How long after its arrival the reconcile job still tells of verified money again."""

    SANDBOX_ALLOWED: bool = False
    """Whether the sandbox, in which anybody pays without money, may run with ``DEBUG`` off."""


conf = AppSettings("SHOP_PAYMENTS", Options)
