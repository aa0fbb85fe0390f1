"""The form before what cannot be taken back easily."""

from __future__ import annotations

from typing import Any

from .security import PasswordForm


class ProofForm(PasswordForm):
    """Asks for the password; without it, only a button is left.

    :param with_password: whether it is asked for.
    """

    def __init__(self, *args: Any, with_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_password:
            del self.fields["password"]
