"""Where a picture ends in its file: what follows may be a second file, in the disguise of the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping


def has_stowaway(content: bytes, kind: str) -> bool:
    """Tell whether something follows the picture that no camera writes.

    Telephones put more pictures, a film or their own notes behind a JPEG; others put nothing behind a picture.
    """
    try:
        rest = content[ENDS[kind](content) :].strip(b"\0")
    except IndexError:
        return False  # cut off, which decoding finds out
    if kind == "JPEG" and (rest.startswith(b"\xff\xd8") or b"ftyp" in rest[:8] or rest.endswith(b"SEFT")):
        return False
    return bool(rest)


def _png(content: bytes) -> int:
    at = 8
    while content[at + 4 : at + 8] != b"IEND":
        at += 12 + _size(content, at)
    return at + 12


def _webp(content: bytes) -> int:
    size = int.from_bytes(content[4:8], "little")
    return 8 + size + size % 2


def _gif(content: bytes) -> int:
    at = 13 + _palette(content[10])
    while content[at] != 0x3B:
        if content[at] == 0x2C:
            at += 11 + _palette(content[at + 9])
        else:
            at += 2
        while content[at]:
            at += 1 + content[at]
        at += 1
    return at + 1


def _avif(content: bytes) -> int:
    at = 0
    while re.fullmatch(rb"[ -~]{4}", content[at + 4 : at + 8]):
        size = _size(content, at)
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        if size < 8 or at + size > len(content):
            break
        at += size
    return at


def _jpeg(content: bytes) -> int:
    at = 2
    while content[at + 1] != 0xD9:
        marker = content[at + 1]
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:
            at = _end_of_scan(content, at)
    return at + 2


def _end_of_scan(content: bytes, at: int) -> int:
    found = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]").search(content, at)
    if not found:
        raise IndexError
    return found.end() - 2


def _size(content: bytes, at: int) -> int:
    if at + 8 > len(content):
        raise IndexError
    return int.from_bytes(content[at : at + 4])


def _palette(flags: int) -> int:
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


ENDS: Mapping[str, Callable[[bytes], int]] = {"PNG": _png, "WEBP": _webp, "GIF": _gif, "AVIF": _avif, "JPEG": _jpeg}
