"""Files at Cloudinary, which makes every size and format of a picture by itself, at the first request for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"}


@deconstructible
class CloudinaryStorage(Storage):
    """A storage for ``STORAGES["default"]``; its options are the parameters. It needs the extra ``shop-catalog[cloudinary]``.

    What goes wrong at Cloudinary is an ``OSError`` here, as on a disk; a file that is not there a ``FileNotFoundError``.

    :param cloud_name: the account's name, as the console shows it; so are ``api_key`` and ``api_secret``.
    :param upload_prefix: where the API is: another one for accounts in other regions, such as ``https://api-eu.cloudinary.com``.
    :param delivery_prefix: where browsers load files: another one for accounts with a domain of their own.
    :param timeout: how many seconds Cloudinary may take for an answer.
    """

    def __init__(
        self,
        *,
        cloud_name: str,
        api_key: str,
        api_secret: str,
        upload_prefix: str = "https://api.cloudinary.com",
        delivery_prefix: str = "",
        timeout: float = 20,
    ) -> None:
        self.delivery_prefix = delivery_prefix or f"https://res.cloudinary.com/{cloud_name}"
        self.timeout = timeout
        self.account = {
            "cloud_name": cloud_name,
            "api_key": api_key,
            "api_secret": api_secret,
            "upload_prefix": upload_prefix,
            "timeout": timeout,
        }

    def url(self, name: str | None) -> str:
        return self._url(str(name))

    def rendition_url(self, name: str, width: int) -> str:
        """Return the address of a picture, no wider than that, in the format that suits the browser which asks."""
        if _kind(name) != "image":
            return self._url(name)
        return self._url(name, f"f_auto,q_auto,c_limit,w_{width}/")

    def exists(self, name: str) -> bool:
        try:
            self._details(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return int(self._details(name)["bytes"])

    def delete(self, name: str) -> None:
        from cloudinary import uploader

        with _as_of_a_disk(name):
            uploader.destroy(_public_id(name), resource_type=_kind(name), invalidate=True, **self.account)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name as it is: the upload itself finds out whether it is taken, which costs no further request."""
        return name

    def _save(self, name: str, content: File) -> str:
        from cloudinary import uploader

        with _as_of_a_disk(name):
            answer = uploader.upload(
                content.read(), public_id=_public_id(name), resource_type=_kind(name), overwrite=False, **self.account
            )
        if not answer.get("existing"):
            return name
        content.seek(0)
        path = PurePosixPath(name)
        return self._save(self.get_alternative_name(str(path.with_suffix("")), path.suffix), content)

    def _open(self, name: str, mode: str = "rb") -> File:
        try:
            with urlopen(self._url(name), timeout=self.timeout) as answer:  # noqa: S310 - an address of our own
                return File(BytesIO(answer.read()), name=name)
        except HTTPError as error:
            with error:
                raise (FileNotFoundError(name) if error.code == 404 else OSError(str(error))) from error

    def _details(self, name: str) -> dict[str, Any]:
        from cloudinary import api

        with _as_of_a_disk(name):
            details: dict[str, Any] = api.resource(_public_id(name), resource_type=_kind(name), **self.account)
        return details

    def _url(self, name: str, transformation: str = "") -> str:
        return f"{self.delivery_prefix}/{_kind(name)}/upload/{transformation}v1/{quote(name)}"


@contextmanager
def _as_of_a_disk(name: str) -> Iterator[None]:
    from cloudinary.exceptions import Error, NotFound

    try:
        yield
    except NotFound as error:
        raise FileNotFoundError(name) from error
    except Error as error:
        raise OSError(f"Cloudinary did not take {name}: {error}") from error


def _kind(name: str) -> str:
    return "image" if PurePosixPath(name).suffix.lower() in PICTURES else "raw"


def _public_id(name: str) -> str:
    """Return the name as Cloudinary knows it: that of a picture has no ending."""
    return str(PurePosixPath(name).with_suffix("")) if _kind(name) == "image" else name
