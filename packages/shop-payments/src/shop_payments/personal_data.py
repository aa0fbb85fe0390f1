"""What shop-payments knows of a person."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from .models import Payer, Payment, ProviderEvent


class PaymentPersonalData:
    """The `PersonalData` of payments: amounts and states stay, who paid and the raw notices go."""

    def export(self, user: AbstractBaseUser) -> dict[str, object]:
        payments = Payment.objects.filter(user=user.pk).order_by("pk")  # an address alone proves nothing to who reads
        return {"payments.json": [_facts(payment) for payment in payments]}

    @transaction.atomic
    def erase(self, user: AbstractBaseUser) -> None:
        own = list(Payment.objects.about(user).values_list("pk", flat=True))
        ProviderEvent.objects.filter(payment__in=own).update(body=b"")
        Payer.objects.filter(payment__in=own).delete()
        Payment.objects.filter(pk__in=own).update(user=None)


def _facts(payment: Payment) -> dict[str, object]:
    return {
        "id": str(payment.public_id),
        "kind": payment.kind,
        "reference": payment.reference,
        "description": payment.description,
        "amount": str(payment.amount.amount),
        "currency": payment.currency,
        "state": payment.state,
        "provider": payment.provider,
        "created_at": payment.created_at.isoformat(),
    }
