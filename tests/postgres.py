"""A PostgreSQL server of the tests' own.

PostgreSQL refuses to run as root, so under root the cluster belongs to the
`postgres` user; its folder comes from the system's temporary place because a
clone under /root is unreadable to that user. Nothing survives the run, so
every guarantee against power cuts is switched off.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

_OPTIONS = (
    "-c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    " -c synchronous_commit=off -c max_connections=200 -c autovacuum=off"
    " -c log_min_messages=fatal -c wal_level=minimal -c max_wal_senders=0"
    " -c max_wal_size=256MB"
)
_PREFIX = "mutubaku-postgres-"
_numbers = count(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cluster:
    """A running server that this run started; `url` is its first database."""

    folder: Path
    programs: Path
    url: str

    def stop(self) -> None:
        """End the server at once and delete its folder."""
        stop = [self.programs / "pg_ctl", "stop", "-D", self.folder / "data"]
        try:
            _run([*stop, "-m", "immediate"], self.folder)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def programs() -> Path | None:
    """Return the folder of the newest server's programs, None where absent."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]),
    )
    if debian:
        return debian[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def start_cluster(bin_folder: Path) -> Cluster:
    """Make and start a server on a free loopback port, with a random password."""
    _stop_orphans(bin_folder)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (folder / "owner").write_text(str(os.getpid()))
    password = secrets.token_hex(16)
    word_file = folder / "password"
    word_file.write_text(password)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(word_file, "postgres", "postgres")
    data = folder / "data"
    make = [bin_folder / "initdb", "-D", data, "-U", "postgres", "--no-sync"]
    plain = ["-A", "password", "--pwfile", word_file, "-E", "UTF8", "--locale=C.UTF-8"]
    _run([*make, *plain], folder)
    port = _start_on_a_free_port(bin_folder, data, folder)
    url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
    return Cluster(folder=folder, programs=bin_folder, url=url)


def create_database(server_url: str, *, template: str = "template1") -> str:
    """Return the address of a new database, a copy of `template` (unused by others)."""
    name = f"mutubaku_{os.getpid()}_{next(_numbers)}"
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
        sql.Identifier(name), sql.Identifier(template)
    )
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(statement)
    return f"{server_url.rsplit('/', 1)[0]}/{name}"


def drop_database(url: str) -> None:
    """Delete a database that `create_database` made, open connections or not."""
    server, name = url.rsplit("/", 1)
    statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement)


def _stop_orphans(bin_folder: Path) -> None:
    """Stop servers of runs that were killed before they could do it themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/"):
        owner = folder / "owner"
        if os.access(owner, os.R_OK) and not _is_alive(int(owner.read_text() or 0)):
            with suppress(RuntimeError):  # it may have ended by itself
                Cluster(folder=folder, programs=bin_folder, url="").stop()


def _is_alive(process: int) -> bool:
    return process == 0 or Path(f"/proc/{process}").exists()


def _start_on_a_free_port(bin_folder: Path, data: Path, folder: Path) -> int:
    start = [bin_folder / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log"]
    failure = ""
    for _ in range(3):  # somebody may take the port between our look and the start
        port = _free_port()
        options = f"{_OPTIONS} -p {port} -c unix_socket_directories={folder}"
        try:
            _run([*start, "-o", options], folder)
        except RuntimeError as error:
            failure = str(error)
        else:
            return port
    raise RuntimeError(failure)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _run(command: Sequence[object], folder: Path) -> None:
    """Run a server program as a user that PostgreSQL accepts."""
    prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    as_server = prefix if os.geteuid() == 0 else []
    # The server inherits our streams: a pipe would stay open for its whole life.
    with (folder.parent / f"{folder.name}.out").open("w+") as out:
        Path(out.name).unlink()
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            [*as_server, *map(str, command)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
        )
        out.seek(0)
        said = out.read()
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {said}")
