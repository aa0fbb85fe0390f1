"""Addresses of databases, such as ``postgres://user@host:5432/name`` or ``postgres://user@/name?host=/socket/folder``."""

from urllib.parse import urlsplit


def name_of(url: str) -> str:
    """Return the name of the database."""
    return urlsplit(url).path.lstrip("/")


def beside(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()
