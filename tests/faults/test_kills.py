"""kill -9 at random moments of a running case: nothing lost, nothing twice."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from engine.domain.documents import DocumentState
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from tests.bench.offices import ROOT, Players, demo_office
from tests.faults import cases

PROGRAM = Path(__file__).with_name("case_player.py")
KILLS = 20
SEED = 20241122

# What the example answers make of the SOP: two returns, one section again.
VISITS = {
    "Activity_Perintah": 1,
    "Activity_Format": 1,
    "Activity_Sampaikan": 1,
    "Activity_Undangan": 1,
    "Activity_Rapat": 1,
    "Activity_IsiData": 7,
    "Activity_Himpun": 2,
    "Activity_Analisis": 1,
    "Activity_Konsep": 1,
    "Activity_Koreksi": 2,
    "Activity_Ajukan": 2,
    "Activity_TandaTangan": 2,
    "Activity_SuratPengantar": 1,
    "Activity_Gandakan": 1,
    "Activity_Arsip": 1,
}


def test_a_case_survives_twenty_kills(database_url, tmp_path):
    office = demo_office(database_url)

    played = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, PROGRAM, database_url, tmp_path, str(KILLS), str(SEED)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )

    assert played.returncode == 0, played.stderr
    players = Players(office)
    ended = [players.situation(one)[0] for one in cases.all_cases(office)]
    assert len(ended) >= 2
    assert {one.state for one in ended} == {InstanceState.COMPLETED}
    for case in ended:
        with office.database.read() as uow:
            tasks = uow.tasks.of_instance(case.id)
        assert {task.state for task in tasks} == {TaskState.COMPLETED}
        assert Counter(task.element for task in tasks) == VISITS
    documents = cases.all_documents(office)
    assert cases.open_incidents(office) == []
    assert {one.state for one in documents} == {DocumentState.READY}
    assert len(documents) == 9 * len(ended)
    cases.require_sound(office)
    office.close()
