"""What the environment makes of the shop, seen from outside: a fresh process each."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
GOOD_KEY = "k" * 60


def manage(*arguments, **environment):
    """Run a command with nothing but the given environment; return what it said."""
    keep = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "PYTHONPATH", "VAR_DIR"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=keep | {"DOT_ENV": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "key", ["", "short", "insecure-development-key-of-the-shop-suite-example", "django-insecure-" + GOOD_KEY]
)
def test_production_does_not_start_with_a_bad_secret(key):
    answer = manage("check", SECRET_KEY=key)
    assert answer.returncode != 0
    assert "SECRET_KEY" in answer.stderr


def test_development_starts_with_nothing_set():
    assert manage("check", DEBUG="True").returncode == 0


@pytest.mark.parametrize("names", [("SECRET_KEY", "DEBUG"), ("DJANGO_SECRET_KEY", "DJANGO_DEBUG")])
def test_production_settings_pass_the_deployment_check(names):
    secret, debug = names
    services = {
        "SANDBOX_ALLOWED": "True",
        "SITE_URL": "https://shop.example",
        "ENCRYPTION_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        "REDIS_URL": "redis://127.0.0.1:6379/9",
        "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
    }
    answer = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        **{secret: GOOD_KEY + "abcdef", debug: "False"},
        ALLOWED_HOSTS="shop.example",
        **services,
    )
    assert answer.returncode == 0, answer.stderr


def shell(code, **environment):
    answer = manage("shell", "-v0", "-c", code, DEBUG="True", **environment)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_one_variable_chooses_postgresql():
    code = (
        "from django.conf import settings; d = settings.DATABASES['default']; print(d['ENGINE'], d['NAME'], d['HOST'])"
    )
    assert (
        shell(code, DATABASE_URL="postgres://me:pw@db.example/shop") == "django.db.backends.postgresql shop db.example"
    )


def test_the_database_can_be_named_in_parts():
    code = "from django.conf import settings; d = settings.DATABASES['default']; print(d['ENGINE'], d['NAME'], d['USER'], d['HOST'])"
    parts = {"DB_NAME": "shop", "DB_USER": "me", "DB_HOST": "db.example"}
    assert shell(code, **parts) == "django.db.backends.postgresql shop me db.example"


def test_forwarded_addresses_are_believed_as_far_as_the_environment_says():
    code = "from shop_core.options import conf; print(conf.options.TRUSTED_PROXIES)"
    assert (shell(code), shell(code, TRUSTED_PROXIES="2")) == ("0", "2")


def test_tokens_say_who_made_them_and_for_whom():
    code = "from rest_framework_simplejwt.tokens import AccessToken as T; t = T(str(T())); print(t['iss'], t['aud'])"
    assert shell(code) == "shop-suite shop-suite"
    assert shell(code, SITE_URL="https://shop.example") == "https://shop.example https://shop.example"


def test_mail_goes_where_the_address_says():
    code = (
        "from django.core import mail; c = mail.get_connection() if not hasattr(mail, 'mailers') else mail.mailers.default; "
        "print(type(c).__module__, c.host, c.port, c.username, c.use_tls)"
    )
    said = shell(code, EMAIL_URL="smtp+tls://user:secret@mail.example:587")
    assert said == "django.core.mail.backends.smtp mail.example 587 user True"


S3 = {"MEDIA_STORAGE": "s3", "AWS_STORAGE_BUCKET_NAME": "shop-pictures"}
CLOUDINARY = {
    "MEDIA_STORAGE": "cloudinary",
    "CLOUDINARY_CLOUD_NAME": "shop",
    "CLOUDINARY_API_KEY": "1",
    "CLOUDINARY_API_SECRET": "2",
}


@pytest.mark.parametrize(
    ("names", "address", "origin"),
    [
        ({}, "/media/a.png", ""),
        ({"MEDIA_STORAGE": "local"}, "/media/a.png", ""),
        (
            S3 | {"AWS_S3_REGION_NAME": "eu-central-1"},
            "https://shop-pictures.s3.eu-central-1.amazonaws.com/a.png",
            "https://shop-pictures.s3.eu-central-1.amazonaws.com",
        ),
        (
            S3 | {"AWS_S3_ENDPOINT_URL": "http://127.0.0.1:9000"},
            "http://127.0.0.1:9000/shop-pictures/a.png",
            "http://127.0.0.1:9000",
        ),
        (
            S3 | {"AWS_S3_ENDPOINT_URL": "http://127.0.0.1:9000", "AWS_S3_CUSTOM_DOMAIN": "pictures.example"},
            "https://pictures.example/a.png",
            "https://pictures.example",
        ),
        (CLOUDINARY, "https://res.cloudinary.com/shop/image/upload/v1/a.png", "https://res.cloudinary.com"),
    ],
)
def test_pictures_are_kept_and_may_be_loaded_where_the_environment_says(names, address, origin):
    code = (
        "from django.core.files.storage import default_storage as s; from django.core.management import call_command; "
        "from django.test import Client; call_command('check', fail_level='WARNING'); "
        "policy = Client(SERVER_NAME='localhost').get('/healthz/').headers['content-security-policy']; "
        "sources = next(part for part in policy.split('; ') if part.startswith('img-src')); "
        "print(s.url('a.png'), sources.partition('blob:')[2].strip())"
    )
    assert shell(code, **names).splitlines()[-1].strip() == f"{address} {origin}".strip()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"MEDIA_STORAGE": "ftp"}, "one of local, s3, cloudinary"),
        ({"MEDIA_STORAGE": "s3"}, "AWS_STORAGE_BUCKET_NAME"),
        ({"MEDIA_STORAGE": "cloudinary"}, "CLOUDINARY_CLOUD_NAME"),
    ],
)
def test_a_storage_that_is_not_configured_whole_is_said_at_start_up(names, said):
    answer = manage("check", DEBUG="True", **names)
    assert answer.returncode != 0
    assert said in answer.stderr


def test_every_variable_that_is_read_is_listed_for_the_reader():
    listed = set(re.findall(r"^#?([A-Z0-9_]+)=", (PROJECT.parent / ".env.example").read_text(), flags=re.MULTILINE))
    sources = "".join(path.read_text() for path in (PROJECT / "config").glob("*.py"))
    read = set(re.findall(r"env(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", sources)) - {"DOT_ENV"}
    read |= {f"DB_{name}" for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    read |= {f"CLOUDINARY_{name}" for name in ("CLOUD_NAME", "API_KEY", "API_SECRET")}
    aliases = {"DJANGO_DEBUG", "DJANGO_SECRET_KEY"}
    assert read - listed - aliases == set()


def test_a_busy_port_gets_a_clear_message():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, "-m", "config.serve", str(port)], cwd=PROJECT, capture_output=True, text=True, check=False
        )
    assert answer.returncode == 2
    assert f"Port {port} is taken" in answer.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_what_is_no_port_gets_a_clear_message(port):
    answer = subprocess.run(
        [sys.executable, "-m", "config.serve", port], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert "no port number" in answer.stderr
