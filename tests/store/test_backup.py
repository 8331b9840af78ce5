"""Backup and restore: everything, into an empty office, of either kind."""

import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from engine.domain.audit import verify
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.errors import (
    BackupFailedError,
    BackupInvalidError,
    OfficeNotEmptyError,
)
from engine.store import Database
from engine.store.backup import backup, restore
from engine.store.schema import METADATA
from tests.postgres import create_database, drop_database
from tests.store import given
from tests.store.busy import KANTOR, fill
from tests.store.given import NOW

PASSING = {"workers", "web_sessions", "login_attempts"}


@pytest.fixture
def busy_office(office):
    """Return an office with something in every table that a backup keeps."""
    fill(office)
    return office


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def other_url(request, tmp_path, postgres_server):
    """Return the address of an empty database beside the first one."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'lain' / 'kantor.db'}"
        return
    url = create_database(postgres_server)
    yield url
    drop_database(url)


def everything(database):
    """Return the rows of every table that a backup keeps, in any order."""
    with database.read() as uow:
        return {
            table.name: sorted(map(repr, uow.connection.execute(select(table))))
            for table in METADATA.sorted_tables
            if table.name not in PASSING
        }


def test_a_backup_brings_everything_back_on_either_database(
    busy_office, other_url, tmp_path
):
    file = tmp_path / "kantor.backup"

    made = backup(busy_office, file, now=NOW)
    restore(other_url, file)

    restored = Database(other_url)
    assert everything(restored) == everything(busy_office)
    with restored.read() as uow:
        assert verify(uow.events.all_in_order(), uow.events.head()) is None
        assert uow.events.head() == (made.head_sequence, made.head_hash)
        (pending,) = uow.documents.pending()
        assert pending.id == "doc2"
    restored.close()


def test_work_goes_on_after_a_restore(busy_office, other_url, tmp_path):
    file = tmp_path / "kantor.backup"
    backup(busy_office, file, now=NOW)
    restore(other_url, file)
    restored = Database(other_url)

    with restored.write() as uow:
        case, task = uow.instances.lock_of_task(given.task(1).id)
        uow.tasks.save(replace(task, state=TaskState.COMPLETED, ended_at=NOW))
        uow.instances.save(replace(case, state=InstanceState.COMPLETED, ended_at=NOW))
        uow.events.append([given.event(7)])
        numbers = (
            uow.instances.next_number(),
            uow.registers.draw("surat", 2026, simulated=False),
        )

    with restored.read() as uow:
        assert verify(uow.events.all_in_order(), uow.events.head()) is None
        assert uow.events.head()[0] == 1201
    restored.close()
    assert case.snapshot == given.instance(1).snapshot
    assert numbers == (3, 2)


def test_a_backup_sees_one_moment_while_officers_work(office, tmp_path):
    file = tmp_path / "kantor.backup"
    stop, begun = threading.Event(), threading.Event()

    def _work():
        number = 0
        while not stop.is_set():
            number += 1
            with office.write() as uow:
                uow.instances.add(given.instance(number))
                uow.tasks.add_all([given.task(number, of=number)])
                uow.events.append([given.event(number)])
            begun.set()

    worker = threading.Thread(target=_work)
    worker.start()
    begun.wait(60)
    made = backup(office, file, now=NOW)
    stop.set()
    worker.join(60)

    rows = {part.table: part.rows for part in made.parts}
    assert rows["instances"] == rows["tasks"] == rows["audit_events"]
    assert made.head_sequence == rows["audit_events"] >= 1


def test_a_backup_is_readable_for_its_owner_only_and_leaves_no_half_file(
    office, tmp_path
):
    folder = tmp_path / "cadangan"
    folder.mkdir()

    backup(office, folder / "kantor.backup", now=NOW)

    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_into_no_folder_is_refused(office, tmp_path):
    with pytest.raises(BackupFailedError):
        backup(office, tmp_path / "tidak-ada" / "kantor.backup", now=NOW)


def test_a_restore_of_no_file_is_refused(fresh_database_url, tmp_path):
    with pytest.raises(BackupFailedError):
        restore(fresh_database_url, tmp_path / "tidak-ada")


def test_an_office_in_use_is_not_overwritten(busy_office, tmp_path):
    file = tmp_path / "kantor.backup"
    backup(busy_office, file, now=NOW)
    before = everything(busy_office)

    with pytest.raises(OfficeNotEmptyError) as refused:
        restore(busy_office.url, file)

    assert refused.value.facts["table"] in METADATA.tables
    assert everything(busy_office) == before


def test_an_office_that_was_only_migrated_counts_as_empty(
    busy_office, other_url, tmp_path
):
    file = tmp_path / "kantor.backup"
    backup(busy_office, file, now=NOW)
    fresh = Database(other_url)
    fresh.migrate()
    with fresh.write() as uow:
        uow.calendars.put(KANTOR, {"zone": "Asia/Makassar"})

    restore(other_url, file)

    with fresh.read() as uow:
        assert uow.calendars.get(KANTOR) == {"zone": "Asia/Jakarta"}
    fresh.close()


def rewritten(file: Path, change) -> Path:
    """Return a copy of an archive in which `change` gave each part's new content."""
    copy = file.with_suffix(".changed")
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            content = change(name, source.read(name))
            if content is not None:
                target.writestr(name, content)
    return copy


def manifest_with(**changes):
    def _change(name, content):
        if name != "manifest.json":
            return content
        return orjson.dumps(orjson.loads(content) | changes)

    return _change


def without(part):
    return lambda name, content: None if name.startswith(part) else content


def replaced(part, old, new):
    return lambda name, content: content.replace(old, new) if part in name else content


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param(
            without("manifest"), "backup.not_an_archive", id="without its manifest"
        ),
        pytest.param(
            manifest_with(product="lain"), "backup.not_an_archive", id="of another"
        ),
        pytest.param(
            manifest_with(parts=[{}]), "backup.not_an_archive", id="odd manifest"
        ),
        pytest.param(
            manifest_with(format=2), "backup.format_unknown", id="a newer format"
        ),
        pytest.param(
            manifest_with(schema="9999"), "backup.format_unknown", id="a newer schema"
        ),
        pytest.param(
            without("tables/tasks"), "backup.part_missing", id="a table is missing"
        ),
        pytest.param(without("files/"), "backup.part_missing", id="a file is missing"),
        pytest.param(
            replaced("tables/users", b"Kasubag", b"Camat"),
            "backup.part_damaged",
            id="a table was changed",
        ),
        pytest.param(
            replaced("files/", b"PDF", b"PDX"),
            "backup.part_damaged",
            id="a file was changed",
        ),
        pytest.param(
            manifest_with(head_hash="0" * 64),
            "backup.chain_broken",
            id="another head",
        ),
    ],
)
def test_a_damaged_backup_is_refused_and_leaves_the_office_empty(
    busy_office, tmp_path, change, reason
):
    file = tmp_path / "kantor.backup"
    backup(busy_office, file, now=NOW)
    damaged = rewritten(file, change)
    url = f"sqlite:///{tmp_path / 'baru.db'}"

    with pytest.raises(BackupInvalidError) as refused:
        restore(url, damaged)

    assert refused.value.facts["reason"] == reason
    restore(url, file)


@pytest.mark.parametrize("cut", [0, 100, -2000], ids=["nothing", "start", "no end"])
def test_a_torn_file_is_refused(busy_office, tmp_path, cut):
    file = tmp_path / "kantor.backup"
    backup(busy_office, file, now=NOW)
    torn = tmp_path / "torn"
    torn.write_bytes(file.read_bytes()[:cut])

    with pytest.raises(BackupInvalidError):
        restore(f"sqlite:///{tmp_path / 'baru.db'}", torn)


def test_a_flipped_byte_is_found(busy_office, tmp_path):
    file = tmp_path / "kantor.backup"
    backup(busy_office, file, now=NOW)
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 0xFF
    file.write_bytes(content)

    with pytest.raises(BackupInvalidError):
        restore(f"sqlite:///{tmp_path / 'baru.db'}", file)


def test_two_restores_at_once_fill_one_office_once(busy_office, other_url, tmp_path):
    file = tmp_path / "kantor.backup"
    backup(busy_office, file, now=NOW)
    Database(other_url).migrate()
    ends = []

    def _restore():
        try:
            restore(other_url, file)
            ends.append("restored")
        except OfficeNotEmptyError:
            ends.append("refused")

    threads = [threading.Thread(target=_restore) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert sorted(ends) == ["refused", "restored"]
