"""The benchmark counts right and compares like with like. No load is made here: `make bench` does."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from benchmarks.aims import judge
from benchmarks.databases import beside, name_of
from benchmarks.figures import Spread, rate, ratio
from benchmarks.targets import TARGETS, addresses
from benchmarks.words import WORDS

ROOT = Path(__file__).resolve().parents[1]
PRODUCTS = 300

OURS, FLOOR = (10_000, "list", "ours"), (10_000, "list", "floor")
ROUNDS = [{OURS: 60.0, FLOOR: 100.0}, {OURS: 30.0, FLOOR: 40.0}, {OURS: 500.0, FLOOR: 1000.0}]


def test_a_ratio_is_taken_inside_each_round():
    assert ratio(ROUNDS, OURS, FLOOR) == Spread(middle=0.6, least=0.5, most=0.75)


def test_a_rate_is_the_median_of_the_rounds():
    assert rate(ROUNDS, OURS) == Spread(middle=60, least=30, most=500)


def test_what_was_not_measured_has_no_figure():
    assert rate(ROUNDS, (10_000, "detail", "ours")) is None
    assert ratio(ROUNDS, OURS, (10_000, "list", "plain")) is None


def test_an_aim_says_whether_it_is_met():
    (share, queries) = judge(ROUNDS, {(10_000, "list"): 3})
    assert share.is_met
    assert str(share) == "met: list of 10,000 products, share of the floor: 0.60, at least 0.6"
    assert not queries.is_met
    assert str(queries) == "MISSED: list of 10,000 products, queries: 3.00, at most 2"


def test_growth_is_judged_where_both_sizes_were_measured():
    rounds = [{OURS: 100.0, (100_000, "list", "ours"): 95.0}]
    (growth,) = judge(rounds, {})
    assert growth.found == pytest.approx(0.95)
    assert growth.is_met


def test_the_addresses_are_the_same_every_time_and_differ_among_themselves():
    for target in TARGETS:
        for form in target.forms.values():
            asked = addresses(form, products=PRODUCTS)
            assert asked == addresses(form, products=PRODUCTS)
            assert len(set(asked)) > 1 or "{" not in form


@pytest.mark.parametrize("query", ["", "?host=/run/postgresql"])
def test_a_database_beside_another_is_on_the_same_server(query):
    assert beside(f"postgres://me@host:5432/shop{query}", "other") == f"postgres://me@host:5432/other{query}"
    assert name_of(f"postgres://me@/shop{query}") == "shop"


def test_no_word_begins_with_another():
    assert len(WORDS) == len(set(WORDS)) == 4000
    assert {len(word) for word in WORDS} == {6}


@pytest.fixture(scope="module")
def shop():
    """A small shop in a database of its own; yields its address."""
    psycopg = pytest.importorskip("psycopg")
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("PostgreSQL is needed: set DATABASE_URL.")
    name = f"bench_test_{uuid.uuid4().hex[:8]}"
    try:
        run("prepare", beside(server, name))
        yield beside(server, name)
    finally:
        with psycopg.connect(beside(server, "postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def run(module, database_url):
    """Run a step of the benchmark as it runs itself."""
    command = [sys.executable, "-m", f"benchmarks.{module}", str(PRODUCTS)]
    environment = os.environ | {"DATABASE_URL": database_url}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_floor_and_the_plain_way_answer_what_ours_answers_and_ours_needs_few_queries(shop):
    checked = json.loads(run("check", shop))
    assert {name: each["differences"] for name, each in checked.items()} == {target.name: [] for target in TARGETS}
    assert checked["list"]["queries"] <= 2
    assert checked["detail"]["queries"] <= 2


def test_data_that_fits_is_kept(shop):
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(shop) as connection:
        before = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    run("prepare", shop)
    with psycopg.connect(shop) as connection:
        assert connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone() == before
        assert connection.execute("SELECT count(*) FROM shop_catalog_offer").fetchone() == (3 * PRODUCTS,)
