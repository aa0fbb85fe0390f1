"""Everything that the shop knows of a person, in one archive.

It is made while its owner waits, and kept nowhere: there is no second copy of a person's data to guard and to erase. Each app is
asked in turn, and what does not fit into memory is held in a file that nobody else can open.
"""

from __future__ import annotations

import json
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import HttpRequest

from ..conf import conf
from ..exceptions import TooManyExportsError
from .limits import count_in_window
from .people import personal_data
from .proof import has_recent_login, prove_oneself

WINDOW = timedelta(hours=1)
IN_MEMORY = 2**20


def export_own_data(*, user: Any, password: str, request: HttpRequest) -> IO[bytes]:
    """Return an archive with everything that the shop knows of a user, for the user: a ZIP file, read from its start.

    :param password: may be empty after a recent login.
    :raises WrongPasswordError: the password is not the user's.
    :raises TooManyGuessesError: there were too many wrong ones.
    :raises LoginTooOldError: the user has no password, and the login is not recent.
    :raises TooManyExportsError: there were ``EXPORTS_PER_HOUR`` of them in this hour.
    """
    if not has_recent_login(user=user, request=request):
        prove_oneself(user=user, password=password, request=request)
    key, limit = f"shop_accounts.exports.{user.pk}", conf.options.EXPORTS_PER_HOUR
    if wait := count_in_window(key=key, limit=limit, window=WINDOW):
        raise TooManyExportsError(retry_after=wait)
    return make_archive(user=user)


def make_archive(*, user: Any) -> IO[bytes]:
    """Write the parts of all apps into a ZIP file, each in the folder of its app."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for app, part in personal_data():
                for name, content in part.export(user).items():
                    archive.writestr(f"{app}/{name}", _bytes(content))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
