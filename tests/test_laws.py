"""Laws of the whole suite, read from its files: who may know whom, and that each package has what each must have."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = sorted((ROOT / "packages").iterdir())
PEERS = {"shop_accounts", "shop_catalog", "shop_orders", "shop_payments", "shop_chat"}


def sources(package):
    return sorted((package / "src").rglob("*.py"))


def imported_modules(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_no_package_knows_its_peers(package):
    own = package.name.replace("-", "_")
    strangers = PEERS - {own}
    known = {(path.name, name) for path in sources(package) for name in imported_modules(path)}
    assert not {(path, name) for path, name in known if name.partition(".")[0] in strangers}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_no_migration_waits_for_a_peer(package):
    own = package.name.replace("-", "_")
    for path in package.glob("src/*/migrations/*.py"):
        assert not re.findall(rf"\(\s*[\"']({'|'.join(PEERS - {own})})[\"']", path.read_text()), path


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_package_has_the_same_files(package):
    module = package / "src" / package.name.replace("-", "_")
    wanted = [
        package / name for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "tests/settings.py")
    ]
    wanted += [module / name for name in ("__init__.py", "apps.py", "conf.py", "checks.py", "py.typed")]
    assert [str(path.relative_to(ROOT)) for path in wanted if not path.exists()] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_readme_tells_the_command_that_installs_it_from_a_clone(package):
    assert re.search(r"pip install .*\./packages/shop-core", (package / "README.md").read_text())


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_dependency_has_a_lower_and_an_upper_bound(package):
    import tomllib

    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + [
        name for group in project.get("optional-dependencies", {}).values() for name in group
    ]
    assert [name for name in wanted if not ("shop-core[" in name or (">=" in name and ",<" in name))] == []


def test_command_names_are_unique():
    names = [path.stem for path in ROOT.glob("packages/*/src/*/management/commands/[a-z]*.py")]
    assert len(names) == len(set(names))


def test_nothing_committed_names_a_host_of_a_registry_or_a_path_of_a_machine():
    words = ["files.python" + "hosted", "registry.npm" + "js.org/", "/ro" + "ot/", "/work" + "/main"]
    found = subprocess.run(
        ["git", "grep", "-lI", *(part for word in words for part in ("-e", word))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout.split() == []


@pytest.mark.parametrize("package", [path for path in PACKAGES if path.name != "shop-core"], ids=lambda path: path.name)
def test_the_reference_shows_every_service_and_command(package):
    module = package / "src" / package.name.replace("-", "_")
    page = (ROOT / "docs" / "reference" / f"{package.name.removeprefix('shop-')}.md").read_text()
    services = [f"automodule:: {module.name}.services.{path.stem}\n" for path in module.glob("services/[a-z]*.py")]
    commands = [f"manage.py {path.stem}`" for path in module.glob("management/commands/[a-z]*.py")]
    assert [name for name in services + commands if name not in page] == []


def test_the_table_of_roles_is_that_of_the_example():
    source = (ROOT / "example_project/config/roles.py").read_text()
    names: dict = {}
    exec(source, names)
    table = (ROOT / "docs/reference/roles.md").read_text()
    roles = ("agent", "manager", "administrator")
    granted = {role: set(names["ROLE_PERMISSIONS"][role]) for role in roles}
    for right in set().union(*granted.values()):
        marks = ["x" if right in granted[role] else "" for role in roles]
        assert f"| `{right}` | {' | '.join(marks)} |" in table
    assert table.count("| `") == len(set().union(*granted.values()))


def test_the_statements_of_security_name_their_tests():
    """Each has tests that bear its number, and the table says where."""
    tests = ROOT / "packages/shop-accounts/tests"
    found: dict[str, set[str]] = {}
    for path in tests.rglob("test_*.py"):
        for numbers in re.findall(r"^(?:async )?def test_((?:s\d\d_)+)", path.read_text(), re.MULTILINE):
            for number in re.findall(r"\d\d", numbers):
                found.setdefault(number, set()).add(path.relative_to(tests).as_posix())
    rows = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", (ROOT / "docs/reference/security.md").read_text(), re.MULTILINE)
    assert {f"{int(number):02}": set(re.findall("`(.*?)`", named)) for number, named in rows} == found
    assert len(found) == 32
