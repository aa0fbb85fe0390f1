"""Readers at work: eight connections that ask without a pause, by wrk, or by threads of Python where wrk is not installed."""

import http.client
import json
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from itertools import count
from pathlib import Path

CONNECTIONS = 8
READERS = 4096
STEP = 9973
SCRIPT = Path(__file__).parent / "load.lua"

_runs = count()


@dataclass(frozen=True, kw_only=True)
class Load:
    """What came of it; the percentiles are milliseconds."""

    rate: float
    p50: float
    p95: float
    errors: int


def client() -> str:
    """Return the name of what will make the load."""
    return "wrk" if shutil.which("wrk") else "Python threads (wrk is not installed; these are the limit above 1,000/s)"


def drive(host: str, paths: list[str], *, seconds: float) -> Load:
    """Ask for the paths in turn for so long, from another one on each time."""
    start = next(_runs) * STEP
    return (_wrk if shutil.which("wrk") else _threads)(host, paths, seconds, start)


def _wrk(host: str, paths: list[str], seconds: float, start: int) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths))
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", f"-s{SCRIPT}", f"http://{host}"]
        said = subprocess.run(
            [*command, "--", file.name, str(start)], capture_output=True, text=True, check=True
        ).stdout
    found = json.loads(said.partition("JSON ")[2])
    rate = found["requests"] / found["seconds"]
    return Load(rate=rate, p50=found["p50"], p95=found["p95"], errors=found["errors"])


def _threads(host: str, paths: list[str], seconds: float, start: int) -> Load:
    times: list[float] = []
    errors: list[str] = []
    turns = count(start)
    began = time.perf_counter()

    def read() -> None:
        connection = http.client.HTTPConnection(host, timeout=30)
        while time.perf_counter() < began + seconds:
            turn = next(turns)
            reader = turn % READERS
            asked = time.perf_counter()
            try:
                headers = {"X-Forwarded-For": f"10.0.{reader // 256}.{reader % 256}"}
                connection.request("GET", paths[turn % len(paths)], headers=headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                errors.append(str(error))
                connection.close()
                continue
            times.append(1000 * (time.perf_counter() - asked))
            if answer.status != 200:
                errors.append(str(answer.status))
        connection.close()

    threads = [threading.Thread(target=read) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    ordered = sorted(times) or [0.0]
    p50, p95 = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    return Load(rate=len(times) / took, p50=p50, p95=p95, errors=len(errors))
