"""Gather every text marked for translation into the catalogues of each package and of the example, and compile them.

`make messages` keeps the languages that are there; ``make messages LANGUAGES=de`` begins another.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parent.parent
HOMES = (*sorted(ROOT.glob("packages/*/src/shop_*")), ROOT / "example_project")
"""The folders that hold a ``locale`` folder."""
PASSING = re.compile(
    r'^(#( .*)?|"(POT-Creation|PO-Revision|Last-|Language-Team|Report-|Project-Id).*")\n', re.MULTILINE
)
"""What a header tells of the day and the machine: it would differ at each run."""


class Command(makemessages.Command):
    """Django's command, without guesses at new texts: a wrong one is harder to see than none."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def main() -> None:
    languages = {path.name for path in HOMES[0].glob("locale/*")} | set(sys.argv[1:])
    for home in HOMES:
        gather(home, languages)
        compile_catalogues(home)


def gather(home: Path, languages: Collection[str]) -> None:
    """Write ``locale/<language>/LC_MESSAGES/django.po``: what is translated stays, what is gone goes."""
    (home / "locale").mkdir(exist_ok=True)
    os.chdir(home)
    call_command(
        Command(),
        locale=sorted(languages),
        ignore_patterns=["tests/*", "var/*", "static/*"],
        no_location=True,
        no_obsolete=True,
        no_wrap=True,
        verbosity=0,
    )
    for path in home.glob("locale/*/LC_MESSAGES/django.po"):
        text = PASSING.sub("", path.read_text()).removeprefix("#, fuzzy\n")
        path.write_text(text.replace('"Language: \\n"', f'"Language: {path.parent.parent.name}\\n"', 1))


def compile_catalogues(home: Path) -> None:
    for path in home.glob("locale/*/LC_MESSAGES/django.po"):
        subprocess.run(["msgfmt", "--check-format", "-o", path.with_suffix(".mo"), path], check=True)


if __name__ == "__main__":
    main()
