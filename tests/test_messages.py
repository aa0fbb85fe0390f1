"""Laws of the translations: whatever language is there is whole, and says what the sources say."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django
import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "scripts"))

import messages  # noqa: E402

CATALOGUES = [path for home in messages.HOMES for path in sorted(home.glob("locale/*/LC_MESSAGES/django.po"))]
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|<[^>]+>")
needs_gettext = pytest.mark.skipif(
    not (os.environ.get("REQUIRE_SERVICES") or shutil.which("msgfmt")), reason="gettext is not here."
)


def name(path):
    return f"{path.relative_to(ROOT).parts[-6 if 'src' in path.parts else -5]}-{path.parent.parent.name}"


each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=name)


def compiled(path):
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def entries(catalogue):
    """Yield the English forms of each text with one of its translations."""
    for key, text in catalogue._catalog.items():
        english = key[0] if isinstance(key, tuple) else key
        if english:
            yield english, text


def test_every_home_has_the_same_languages_and_polish_is_one():
    languages = [{path.name for path in home.glob("locale/*")} for home in messages.HOMES]
    assert all(each == languages[0] for each in languages)
    assert "pl" in languages[0]


@each_catalogue
def test_every_placeholder_and_tag_is_kept(path):
    def places(text):
        return sorted(PLACES.findall(text))

    assert [
        english for english, text in entries(compiled(path.with_suffix(".mo"))) if places(english) != places(text)
    ] == []


@each_catalogue
def test_the_plural_forms_are_those_of_the_language(path):
    def rule(catalogue):
        return [catalogue.plural(number) for number in range(200)]

    djangos = Path(django.__file__).parent / "conf/locale" / path.parent.parent.name / "LC_MESSAGES/django.mo"
    assert rule(compiled(path.with_suffix(".mo"))) == rule(compiled(djangos))


@needs_gettext
@each_catalogue
@pytest.mark.parametrize("lack", ["--untranslated", "--only-fuzzy", "--only-obsolete"])
def test_nothing_is_untranslated_guessed_or_left_over(path, lack):
    found = subprocess.run(["msgattrib", lack, "--no-wrap", path], capture_output=True, text=True, check=True)
    assert re.findall(r'^msgid "(.+)"$', found.stdout, re.MULTILINE) == []


@needs_gettext
@each_catalogue
def test_what_is_compiled_is_what_is_written(path, tmp_path):
    subprocess.run(["msgfmt", "--check-format", "-o", tmp_path / "django.mo", path], check=True)
    assert compiled(path.with_suffix(".mo"))._catalog == compiled(tmp_path / "django.mo")._catalog


@needs_gettext
@pytest.mark.parametrize("home", messages.HOMES, ids=lambda home: home.name)
def test_the_catalogues_hold_what_the_sources_hold(home, tmp_path, monkeypatch):
    """`make messages` would change nothing. Flags are left out: they differ from one gettext to the next."""
    copy = tmp_path / home.name
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "var", "images", "*.mo"))
    monkeypatch.chdir(copy)
    messages.gather(copy, {path.name for path in home.glob("locale/*")})

    def texts(path):
        return [line for line in path.read_text().splitlines() if not line.startswith("#")]

    for path in home.glob("locale/*/LC_MESSAGES/django.po"):
        assert texts(path) == texts(copy / path.relative_to(home))


@pytest.mark.parametrize("package", messages.HOMES[:-1], ids=lambda home: home.name)
def test_the_wheel_carries_the_catalogues(package):
    wheel = WheelBuilder(str(package.parent.parent))
    carried = {Path(file.path) for file in wheel.recurse_included_files()}
    assert set(package.glob("locale/*/LC_MESSAGES/django.*")) <= carried
