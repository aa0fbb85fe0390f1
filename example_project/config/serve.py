"""Run the example shop for a look: migrate, fill with demo data once, say where it is, serve HTTP and websockets."""

from __future__ import annotations

import os
import socket
import sys

HOST = "127.0.0.1"
LOGINS = ("customer@example.com", "agent@example.com", "manager@example.com", "seller@example.com", "admin@example.com")
PASSWORD = "let-me-shop"  # noqa: S105 - printed for everyone to see


def main(argv: list[str]) -> int:
    """Serve on the port of the first argument (8000)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    given = argv[1] if len(argv) > 1 else "8000"
    if not given.isdecimal() or not 0 < int(given) < 65536:
        return _refuse(f"{given!r} is no port number. Take one between 1024 and 65535: make demo PORT=8123")
    port = int(given)
    if not _is_free(port):
        return _refuse(f"Port {port} is taken. Stop what runs there, or take another one: make demo PORT={port + 123}")

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("demo_data")
    _say_where(port)
    call_command("runserver", f"{HOST}:{port}", use_reloader=False, verbosity=0)
    return 0


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _say_where(port: int) -> None:
    address = f"http://localhost:{port}"
    lines = [
        "",
        f"  The shop is open:  {address}/",
        f"  Its mails:         {address}/dev/mail/",
        f"  The back office:   {address}/admin/",
        f"  The API:           {address}/api/docs/",
        "",
        f"  Log in with the password {PASSWORD} as",
        *(f"    {login}" for login in LOGINS),
        "",
        "  Vouchers: WELCOME10, FIFTEEN, FRIENDS",
        "",
        "  Ctrl+C closes the shop.",
        "",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _refuse(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv))
