"""Build the wheel and the sdist of every package into dist/, and check them: names, metadata, and what must be inside."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
PACKAGES = ("core", "accounts", "catalog", "orders", "payments", "chat")
SOURCES = {".py", ".html", ".txt", ".css", ".js", ".svg", ".typed", ".mo", ".po", ".json", ".toml"}


def main() -> int:
    shutil.rmtree(DIST, ignore_errors=True)
    faults: list[str] = []
    for name in PACKAGES:
        folder = ROOT / f"packages/shop-{name}"
        subprocess.run(
            [sys.executable, "-m", "build", "-n", "-o", str(DIST), str(folder)], check=True, stdout=subprocess.DEVNULL
        )
        faults += missing(name, folder)
    built = sorted(str(path) for path in DIST.iterdir())
    subprocess.run([sys.executable, "-m", "twine", "check", "--strict", *built], check=True)
    forget_cached_wheels()
    print("\n".join(faults) or f"{len(built)} files in dist/, complete.")
    return 1 if faults else 0


def forget_cached_wheels() -> None:
    """Make uv forget older wheels of ours: it knows them by version alone, and the version stays while we work."""
    if uv := shutil.which("uv", path=str(Path(sys.executable).parent)):
        subprocess.run([uv, "cache", "clean", "-q", *(f"shop-{name}" for name in PACKAGES)], check=True)


def missing(name: str, folder: Path) -> list[str]:
    """Name the source files that the built wheel or sdist lacks, and the tests that the wheel must not hold."""
    source = folder / "src"
    wanted = {
        str(path.relative_to(source))
        for path in source.rglob("*")
        if path.suffix in SOURCES and "__pycache__" not in path.parts
    }
    wheel = set(zipfile.ZipFile(next(DIST.glob(f"shop_{name}-*.whl"))).namelist())
    with tarfile.open(next(DIST.glob(f"shop_{name}-*.tar.gz"))) as archive:
        sdist = {entry.partition("/src/")[2] for entry in archive.getnames()}
    return [
        *(f"{name}: the wheel lacks {path}" for path in sorted(wanted - wheel)),
        *(f"{name}: the sdist lacks {path}" for path in sorted(wanted - sdist)),
        *(f"{name}: the wheel holds {path}" for path in sorted(wheel) if path.startswith("tests/")),
    ]


if __name__ == "__main__":
    sys.exit(main())
