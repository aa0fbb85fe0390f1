import gzip
import re
from importlib.resources import files

STATIC = files("shop_core") / "static" / "shop_core"
STYLES = (STATIC / "shop.css").read_text()


def test_styles_and_scripts_of_every_page_stay_small():
    scripts = [*(STATIC / "js").iterdir(), STATIC / "vendor" / "htmx.min.js"]
    sent = gzip.compress(STYLES.encode()) + b"".join(gzip.compress(script.read_bytes()) for script in scripts)
    assert len(sent) < 60_000


def test_both_themes_are_in_it():
    assert "[data-theme=shop]" in STYLES
    assert "[data-theme=shop-dark]" in STYLES
    assert "prefers-color-scheme:dark" in STYLES


def test_nothing_is_loaded_from_elsewhere():
    assert not re.search(r"url\(['\"]?(https?:|//)", STYLES)
    assert "@import" not in STYLES


def test_a_licence_lies_beside_every_vendored_file():
    names = {path.name for path in (STATIC / "vendor").iterdir()}
    assert {
        "README.md",
        "htmx.min.js",
        "htmx.LICENSE",
        "lucide.LICENSE",
        "daisyui.LICENSE",
        "tailwindcss.LICENSE",
    } <= names
