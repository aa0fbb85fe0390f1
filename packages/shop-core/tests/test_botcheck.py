from time import time
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError

from shop_core.botcheck import HoneypotField, signer


def make_token(age):
    with patch("django.core.signing.time.time", return_value=time() - age):
        return signer.sign("form")


def test_a_person_passes():
    assert HoneypotField().clean([make_token(10), ""]) is None


@pytest.mark.parametrize(
    ("age", "website", "code"), [(0, "", "too_fast"), (10, "http://x", "too_fast"), (90_000, "", "expired")]
)
def test_a_machine_is_refused(age, website, code):
    with pytest.raises(ValidationError) as refusal:
        HoneypotField().clean([make_token(age), website])
    assert refusal.value.code == code


@pytest.mark.parametrize("value", [None, ["", ""], ["forged", ""]])
def test_a_forged_token_is_refused(value):
    with pytest.raises(ValidationError, match="again"):
        HoneypotField().clean(value)
