"""The server that is measured: gunicorn with two sync workers, which performs the same every time."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

WORKERS = 2


@contextmanager
def server(database_url: str) -> Iterator[str]:
    """Serve the shop of a database on loopback; the block gets its ``host:port``, and the server ends with it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "benchmarks.wsgi", f"--workers={WORKERS}", f"--bind={host}"]
    process = subprocess.Popen(
        [*command, "--log-level=error", "--timeout=60"], env=os.environ | {"DATABASE_URL": database_url}
    )
    try:
        _wait_for(host, process)
        yield host
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(host: str, process: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + 120
    while time.monotonic() < patience and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{host}/empty/", timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")
