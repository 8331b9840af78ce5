"""`facts compare` and `facts rebuild`, as an administrator meets them."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest

from engine.bootstrap import build_engine
from engine.cli import main
from engine.clock import FixedClock
from engine.settings import load_settings
from tests.bench.offices import (
    PlainRenderer,
    Players,
    people_without_passwords,
    sop_order,
)
from tests.services.conftest import NotedJobs


@pytest.fixture
def file(tmp_path, monkeypatch):
    """An office in which one case of the SOP was done."""
    url = f"sqlite:///{tmp_path}/kantor.db"
    office = build_engine(
        load_settings({"MUTUBAKU_DATABASE_URL": url}),
        clock=FixedClock(datetime(2024, 7, 1, 1, 0, tzinfo=UTC)),
        jobs=NotedJobs(),
        renderer=PlainRenderer(),
    )
    office.migrate()
    people_without_passwords(office)
    office.demo().load([sop_order()], None)
    players = Players(office)
    players.play(players.start().id)
    office.close()
    monkeypatch.setenv("MUTUBAKU_DATABASE_URL", url)
    return tmp_path / "kantor.db"


def test_a_changed_fact_is_told_with_status_1_and_mended(file, capsys):
    assert main(["facts", "compare", "--json"]) == 0
    agreed = json.loads(capsys.readouterr().out)
    with sqlite3.connect(file) as tampered:
        tampered.execute("UPDATE task_facts SET working_seconds = 7 WHERE late = 0")

    differs = main(["facts", "compare"])
    told = capsys.readouterr().err
    mended = main(["facts", "rebuild", "--json"])
    changed = json.loads(capsys.readouterr().out)["changed"]

    assert (differs, mended) == (1, 0)
    assert agreed == {"facts": 25, "differing": []}
    assert "mutubaku facts rebuild" in told
    assert changed > 0
    assert main(["facts", "compare"]) == 0
