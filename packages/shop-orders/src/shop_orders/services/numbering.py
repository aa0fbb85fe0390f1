"""Order numbers: unguessable, and easy to read out."""

import secrets

ALPHABET = "23579ACDEFGHJKMNPQRTVWXY"
"""No 0 and O, 1 and I and L, 2 and Z, 4 and A, 5 and S, 6 and G, 8 and B, U and V: of those that look alike, one at most."""


def new_number() -> str:
    """Return a new order number, such as ``K7MQ-2XRP-9D``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


LOOK_ALIKES = str.maketrans({"Z": "2", "4": "A", "S": "5", "6": "G", "U": "V"})
"""What no number has, and what was meant by it; the others that are left out look like several or like none."""


def normalize_number(typed: str) -> str:
    """Return a number as it is written, from how somebody typed it: ``k7mq 2xrp9d`` becomes ``K7MQ-2XRP-9D``."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(LOOK_ALIKES)
    return "-".join(filter(None, (letters[:4], letters[4:8], letters[8:])))
