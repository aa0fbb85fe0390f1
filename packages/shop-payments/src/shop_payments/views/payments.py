"""What a buyer sees of a payment, and the way back from the provider."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from shop_core.exceptions import ShopError

from ..hooks import resolve_payable
from ..models import Payment
from ..services.apply import refresh
from ..services.start import start_payment

logger = logging.getLogger(__name__)


@never_cache
@require_GET
def payment_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show how a payment stands; with htmx only the part that changes while it is pending."""
    payment = _find(request, public_id)
    part = "shop_payments/partials/status.html"
    template = part if request.headers.get("HX-Request") == "true" else "shop_payments/payment.html"
    return render(request, template, {"payment": payment})


@never_cache
@require_GET
def payment_return(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the buyer who comes back from the provider: what counts is what the provider says, not this address."""
    payment = _find(request, public_id)
    try:
        payment = refresh(payment)
    except ShopError as error:
        logger.warning("Payment %s could not be looked up: %s.", payment.public_id, error.code)
    if payment.is_verified and payment.return_url:
        return HttpResponseRedirect(payment.return_url)
    return redirect(payment)


@require_POST
def payment_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Start a new attempt for what an ended one was for, at the same provider."""
    payment = _find(request, public_id)
    if not payment.can_be_tried_again:
        return redirect(payment)
    try:
        payable = resolve_payable(kind=payment.kind, reference=payment.reference, user=payment.user)
        attempt = start_payment(
            payable=payable,
            kind=payment.kind,
            provider=payment.provider,
            user=payment.user,
            base_url=payment.base_url,
            return_url=payment.return_url,
        )
    except ShopError as error:
        messages.error(request, str(error))
        return redirect(payment)
    return HttpResponseRedirect(attempt.redirect_url)


def _find(request: HttpRequest, public_id: UUID) -> Payment:
    payment = get_object_or_404(Payment, public_id=public_id)
    if not payment.can_be_seen_by(request.user):
        raise Http404
    return payment
