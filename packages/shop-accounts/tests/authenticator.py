"""An authenticator of the tests' own: WebAuthn level 2, ES256, no attestation."""

import base64
import hashlib
import json
import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from shop_accounts.models import FactorKind, Passkey
from shop_accounts.services.factors import confirm_factor

HOST = "testserver"
OFFER = {"MFA_METHODS": ["passkey", "totp", "email", "sms"], "PASSKEY_RP_ID": HOST}
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def cbor(value):
    """RFC 8949, as far as it is needed here."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value)) + value.encode()
    return _head(5, len(value)) + b"".join(cbor(part) for pair in value.items() for part in pair)


def _head(kind, number):
    if number < 24:
        return bytes([kind << 5 | number])
    return bytes([kind << 5 | 24, number]) if number < 256 else bytes([kind << 5 | 25]) + struct.pack(">H", number)


class Authenticator:
    """Holds one key; what browsers and devices would see to can be overridden."""

    def __init__(self, *, counts=True):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.handle = os.urandom(32)
        self.counts = counts
        self.count = 0

    @property
    def public_key(self):
        point = self.key.public_key().public_numbers()
        return cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)})

    def create(self, options, **overrides):
        self.handle = base64.urlsafe_b64decode(options["user"]["id"] + "=")
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + self.public_key
        data = self._data(attested, **overrides)
        return self._answer(
            attestationObject=text(cbor({"fmt": "none", "attStmt": {}, "authData": data})),
            clientDataJSON=text(self._client("webauthn.create", options, **overrides)),
            transports=["internal", "hybrid"],
        )

    def get(self, options, *, handle=True, **overrides):
        data = self._data(b"", **overrides)
        client = self._client("webauthn.get", options, **overrides)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {"userHandle": text(self.handle)} if handle else {}
        return self._answer(
            authenticatorData=text(data), clientDataJSON=text(client), signature=text(signature), **answer
        )

    def _answer(self, **response):
        return {
            "id": text(self.id),
            "rawId": text(self.id),
            "type": "public-key",
            "response": response,
            "clientExtensionResults": {},
        }

    def _data(self, attested, *, host=HOST, verified=True, present=True, count=None, **others):
        self.count += self.counts
        flags = PRESENT * present | VERIFIED * verified | ATTESTED * bool(attested)
        number = self.count if count is None else count
        return hashlib.sha256(host.encode()).digest() + bytes([flags]) + struct.pack(">I", number) + attested

    def _client(self, kind, options, *, origin=f"http://{HOST}", challenge="", **others):
        asked = challenge or options["challenge"]
        return json.dumps({"type": kind, "challenge": asked, "origin": origin, "crossOrigin": False}).encode()


def give_passkey(user, *, name="phone", counts=True):
    """Give a user a passkey, and return the authenticator that holds it."""
    authenticator = Authenticator(counts=counts)
    Passkey.objects.create(
        user=user,
        name=name,
        credential_id=text(authenticator.id),
        handle=text(authenticator.handle),
        public_key=authenticator.public_key,
    )
    confirm_factor(user=user, kind=FactorKind.PASSKEY)
    return authenticator
