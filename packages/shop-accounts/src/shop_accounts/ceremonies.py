"""What the library behind the extra ``passkeys`` does for us; `services` import it when it is needed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from .conf import conf
from .models import Passkey

TIMEOUT = 300_000
"""Milliseconds that the browser waits for its user."""

LONGEST_ID = 1023
"""Bytes, as WebAuthn has it."""

MALFORMED = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)
"""What the library raises for answers that no browser would send."""


class InvalidAnswerError(Exception):
    """The answer of the browser does not prove what it should."""


@dataclass(frozen=True)
class NewKey:
    credential_id: str
    public_key: bytes
    sign_count: int
    transports: list[str]


@dataclass(frozen=True)
class Assertion:
    """A signed answer, not judged yet; ``handle`` is empty where the authenticator named no user."""

    credential_id: str
    handle: str
    answer: AuthenticationCredential


def creation_options(
    *, challenge: str, handle: str, name: str, display_name: str, known: Iterable[Passkey]
) -> dict[str, Any]:
    """Return what ``navigator.credentials.create()`` takes: a passkey that logs in by itself, after it has verified its user."""
    options = generate_registration_options(
        rp_id=conf.options.PASSKEY_RP_ID,
        rp_name=conf.options.MFA_ISSUER,
        user_id=base64url_to_bytes(handle),
        user_name=name,
        user_display_name=display_name,
        challenge=base64url_to_bytes(challenge),
        timeout=TIMEOUT,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return dict(json.loads(options_to_json(options)))


def request_options(*, challenge: str, allowed: Iterable[Passkey] = (), verify: bool) -> dict[str, Any]:
    """Return what ``navigator.credentials.get()`` takes.

    :param allowed: the passkeys to choose from; none: the user chooses among those that the authenticator keeps.
    :param verify: whether the authenticator must verify its user, by finger, face or PIN.
    """
    wanted = UserVerificationRequirement.REQUIRED if verify else UserVerificationRequirement.PREFERRED
    options = generate_authentication_options(
        rp_id=conf.options.PASSKEY_RP_ID,
        challenge=base64url_to_bytes(challenge),
        timeout=TIMEOUT,
        allow_credentials=_descriptors(allowed),
        user_verification=wanted,
    )
    return dict(json.loads(options_to_json(options)))


def check_creation(*, credential: Any, challenge: str, origins: list[str]) -> NewKey:
    """Return the key that a browser has made.

    :raises InvalidAnswerError: it was made for another challenge, address or domain, or the user was not verified.
    """
    try:
        answer = parse_registration_credential_json(credential)
        made = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=conf.options.PASSKEY_RP_ID,
            expected_origin=origins,
            require_user_verification=True,
        )
    except MALFORMED as fault:
        raise InvalidAnswerError from fault
    if len(made.credential_id) > LONGEST_ID:
        raise InvalidAnswerError
    transports = list(dict.fromkeys(transport.value for transport in answer.response.transports or []))
    return NewKey(bytes_to_base64url(made.credential_id), made.credential_public_key, made.sign_count, transports)


def read_assertion(credential: Any) -> Assertion:
    """Return what a browser has signed.

    :raises InvalidAnswerError: it is malformed.
    """
    try:
        answer = parse_authentication_credential_json(credential)
        handle = bytes_to_base64url(answer.response.user_handle or b"")
        return Assertion(bytes_to_base64url(answer.raw_id), handle, answer)
    except MALFORMED as fault:
        raise InvalidAnswerError from fault


def check_assertion(assertion: Assertion, *, passkey: Passkey, challenge: str, origins: list[str], verify: bool) -> int:
    """Return the authenticator's count of its signatures.

    :raises InvalidAnswerError: another key signed, or for another challenge, address or domain, or the user was not verified.
    """
    try:
        return verify_authentication_response(
            credential=assertion.answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=conf.options.PASSKEY_RP_ID,
            expected_origin=origins,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=0,  # `passkey_login` compares the counts itself, in the database
            require_user_verification=verify,
        ).new_sign_count
    except MALFORMED as fault:
        raise InvalidAnswerError from fault


def _descriptors(passkeys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(passkey.credential_id),
            transports=[AuthenticatorTransport(name) for name in passkey.transports.split()],
        )
        for passkey in passkeys
    ]
