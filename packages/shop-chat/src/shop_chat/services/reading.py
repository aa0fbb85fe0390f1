"""Keeping how far people have read."""

from django.contrib.auth.base_user import AbstractBaseUser

from ..models import ReadMarker, Thread


def mark_read(*, thread: Thread, reader: AbstractBaseUser, seq: int) -> int:
    """Move the reader's marker forward to ``seq`` and return where it stands; it never goes back, nor past the end."""
    seq = min(seq, thread.last_seq)
    marker, created = ReadMarker.objects.get_or_create(
        thread=thread, user_id=reader.pk, defaults={"last_read_seq": seq}
    )
    if created:
        return seq
    ReadMarker.objects.filter(pk=marker.pk, last_read_seq__lt=seq).update(last_read_seq=seq)
    return max(seq, marker.last_read_seq)
