"""What every test may ask for: a database of its own, on both kinds of server.

`database_url` runs a test twice, on SQLite and on PostgreSQL, each time on a
migrated database; that of `fresh_database_url` is empty. One PostgreSQL server serves the whole run: the one that
MUTUBAKU_TEST_POSTGRES_URL names, else one that the run starts for itself.
"""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from engine.store import migrate
from tests.postgres import (
    Cluster,
    create_database,
    drop_database,
    programs,
    start_cluster,
)

ADDRESS = "MUTUBAKU_TEST_POSTGRES_URL"
REQUIRED = "MUTUBAKU_TEST_POSTGRES_REQUIRED"  # `make test` sets it: no skipping there
# The shell draws no window around a page, which costs more than most pages do.
CHROMIUM = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)
# What waits for browsers and for processes; the longest of them before the others.
LONG = ("journeys", "faults")
LONGEST = ("tests/journeys/test_whole_sop.py", "tests/faults/test_kills.py")
_started: list[Cluster] = []

# Two cores are shared with other work: wall time says nothing about a rule.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Forget a developer's own settings; start the server before the workers do.

    The parallel workers inherit the server's address through the environment.
    """
    for name in [name for name in os.environ if name.startswith("MUTUBAKU_")]:
        if not name.startswith("MUTUBAKU_TEST_"):
            del os.environ[name]
    is_worker = hasattr(config, "workerinput")
    if getattr(config.option, "numprocesses", None) and not is_worker:
        _server_url()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: a worker left with it at the end works alone.

    Within its kind everything stays in the order that chance gave it.
    """
    items.sort(key=lambda item: _haste(item.path.relative_to(item.config.rootpath)))


def _haste(path: Path) -> int:
    if path.as_posix() in LONGEST:
        return 0
    return 1 if path.parts[1] in LONG else 2


def pytest_unconfigure() -> None:
    """Stop the server that this process started, if any."""
    while _started:
        _started.pop().stop()
        os.environ.pop(ADDRESS, None)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Return the address of the server's own database; skip where there is none."""
    url = _server_url()
    if url is not None:
        return url
    missing = f"PostgreSQL is missing: `make test` installs it, or set {ADDRESS}"
    if os.environ.get(REQUIRED):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Yield the address of an empty PostgreSQL database, deleted afterwards."""
    url = create_database(postgres_server)
    yield url
    drop_database(url)


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def fresh_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database; the test runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'mutubaku.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated SQLite file, to be copied: migrating takes longer."""
    file = tmp_path_factory.mktemp("migrated") / "kantor.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_name(postgres_server: str) -> Iterator[str]:
    """Yield the name of a migrated PostgreSQL database, to be copied."""
    url = create_database(postgres_server)
    migrate(url)
    yield url.rsplit("/", 1)[1]
    drop_database(url)


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """Return the address of a migrated SQLite file without rows."""
    shutil.copy(migrated_file, tmp_path / "kantor.db")
    return f"sqlite:///{tmp_path / 'kantor.db'}"


@pytest.fixture
def migrated_postgres_url(postgres_server: str, migrated_name: str) -> Iterator[str]:
    """Yield the address of a migrated PostgreSQL database without rows."""
    url = create_database(postgres_server, template=migrated_name)
    yield url
    drop_database(url)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of a migrated database; the test runs on both kinds."""
    wanted = {"sqlite": "sqlite_url", "postgres": "migrated_postgres_url"}
    url: str = request.getfixturevalue(wanted[request.param])
    return url


def _server_url() -> str | None:
    if ADDRESS not in os.environ:
        found = programs()
        if found is None:
            return None
        _started.append(start_cluster(found))
        os.environ[ADDRESS] = _started[-1].url
    return os.environ[ADDRESS]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Yield the one browser of this process; skip where the machine has none.

    Playwright allows one event loop in a thread, so no test starts its own.
    """
    program = next((one for one in CHROMIUM if one.exists()), None)
    if program is None:
        pytest.skip("Chromium is missing: `make test` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(program), args=list(QUIET)
        )
        yield browser
        browser.close()


@pytest.fixture
def mutubaku(tmp_path, monkeypatch, capsys):
    """Run a command on an office of its own; returns status, stdout, stderr."""
    from web.cli import main  # noqa: PLC0415 - heavy, for few tests

    url = f"sqlite:///{tmp_path / 'var' / 'kantor.db'}"
    monkeypatch.setenv("MUTUBAKU_DATABASE_URL", url)

    def run(*words, into=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(into))
        status = main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run
