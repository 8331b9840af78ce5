"""The command line: its answers, its statuses, its one sentence per error."""

import gc
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from web.cli import main

ROOT = Path(__file__).parents[1]
SOP = ROOT / "bpmn" / "pengukuran-kinerja.bpmn"
ANSWERS = ROOT / "bpmn" / "pengukuran-kinerja.answers.yaml"
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture(scope="session")
def loaded_office(tmp_path_factory):
    """The file of a demo office that was loaded once for all tests."""
    path = tmp_path_factory.mktemp("demo") / "kantor.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MUTUBAKU_DATABASE_URL", f"sqlite:///{path}")
        assert main(["demo", "--no-history"]) == 0
    return path


@pytest.fixture
def demo(mutubaku, loaded_office, tmp_path):
    """Run a command on a demo office of its own."""
    (tmp_path / "var").mkdir()
    for part in loaded_office.parent.glob("kantor.db*"):
        shutil.copy(part, tmp_path / "var" / part.name)
    return mutubaku


def test_the_sop_runs_from_the_order_to_the_archive(demo, tmp_path):

    status, out, _ = demo(
        *("run", "pengukuran-kinerja", "--answers", ANSWERS, "--json"),
        *("--start", "2024-07-01T07:30:00+07:00", "--out", tmp_path / "berkas"),
    )

    played = json.loads(out)
    numbered = {step["element"] for step in played["steps"]} - {"Activity_IsiData"}
    assert (status, played["state"], played["version"]) == (0, "completed", 1)
    assert len(numbered) == 14
    assert sum(step["round"] == 2 for step in played["steps"]) == 5
    assert [step["name"] for step in played["steps"] if step["late"]] == [
        "Menganalisis data dan informasi pengukuran kinerja Kecamatan Silaut"
    ]
    for document in played["documents"]:
        assert Path(document["file"]).read_bytes().startswith(b"%PDF")


def test_the_table_of_a_run_names_every_step(demo):
    status, out, err = demo("run", "pengukuran-kinerja", "--answers", ANSWERS)

    assert (status, err) == (0, "")
    assert "Pengarsipan" in out
    assert "1 j 15 m" in out
    assert "terlambat" in out


def test_an_sop_that_ships_is_deployed_by_its_first_run(mutubaku, tmp_path):
    folder = tmp_path / "berkas"

    status, _, err = mutubaku(
        *("run", "pengukuran-kinerja", "--answers", ANSWERS, "--out", folder)
    )
    stranger = mutubaku("run", "sop-lain", "--answers", ANSWERS)

    assert status == 0
    assert "bpmn/pengukuran-kinerja.bpmn" in err
    assert "(Camat) contoh" in err
    assert len(list(folder.glob("*.pdf"))) == 9
    assert stranger[0] == 1
    assert "sop-lain" in stranger[2]


def test_a_second_demo_changes_nothing(demo):
    status, out, _ = demo("demo", "--no-history")

    assert (status, "sudah dimuat" in out) == (0, True)


def test_check_needs_no_database_and_agrees_with_its_status(mutubaku, tmp_path):
    broken = tmp_path / "rusak.bpmn"
    broken.write_bytes(b"<definitions>")

    good = mutubaku("check", SOP, "--json")
    bad = mutubaku("check", SOP, broken, tmp_path / "tidak-ada.bpmn", "--json")

    assert good[0] == 0
    assert [one["verdict"] for one in json.loads(good[1])["files"]] != ["refused"]
    files = json.loads(bad[1])["files"]
    assert bad[0] == 1
    assert [one["verdict"] == "refused" for one in files] == [False, True, True]
    assert all(problem["hint"] for one in files[1:] for problem in one["problems"])
    assert not (tmp_path / "var").exists()


def test_deploy_makes_versions_and_says_what_it_made(mutubaku):
    forms = ("--forms", ROOT / "forms")

    first = mutubaku("deploy", SOP, *forms)
    again = mutubaku("deploy", SOP, *forms, "--json")

    assert first[0] == 0
    assert "versi 1" in first[1]
    assert "Kasubag Umum" in first[2]
    assert json.loads(again[1])["deployed"][0]["unchanged"]


def test_deploy_refuses_what_it_cannot_find_with_status_one(mutubaku):
    status, _, err = mutubaku("deploy", SOP)

    assert status == 1
    assert "disposisi" in err


def test_run_says_where_a_case_stands_and_why(demo, tmp_path):
    answers = tmp_path / "jawaban.yaml"
    answers.write_text("Activity_Perintah: {data: {tahun: 1}}")

    status, out, err = demo("run", "pengukuran-kinerja", "--answers", answers)

    assert (status, out) == (1, "")
    assert "Activity_Perintah" in err
    assert "tahun" in err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("Activity_X: {}", "Activity_X", id="no such element"),
        pytest.param(
            "Activity_Rapat: {decision: Entah}", "Entah", id="no such decision"
        ),
        pytest.param("a: [", "YAML", id="no YAML"),
    ],
)
def test_run_refuses_answers_that_fit_nothing(demo, tmp_path, text, told):
    answers = tmp_path / "jawaban.yaml"
    answers.write_text(text)

    status, _, err = demo("run", "pengukuran-kinerja", "--answers", answers)

    assert status == 1
    assert told in err


def test_calendar_answers_before_there_is_an_office(mutubaku, tmp_path):
    due = mutubaku("calendar", "due", "2024-08-16T15:30:00+07:00", "PT1H", "--json")
    elapsed = mutubaku(
        *("calendar", "elapsed", "2024-08-16T15:30:00", "2024-08-19T08:00:00"), "--json"
    )

    assert json.loads(due[1]) == {"due_at": "2024-08-16T16:30:00+07:00"}
    assert json.loads(elapsed[1]) == {"working_seconds": 5400}
    assert not (tmp_path / "var").exists()


def test_calendar_answers_many_questions_line_by_line(mutubaku):
    mutubaku("migrate")
    questions = (
        "2024-08-16T15:30:00+07:00 PT1H\n\n2024-08-16T15:30:00+07:00 5menit\nsatu\n"
    )

    status, out, _ = mutubaku("calendar", "due", "-", "--json", into=questions)

    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 1
    assert answers[0] == {"due_at": "2024-08-16T16:30:00+07:00"}
    assert [answer["error"]["code"] for answer in answers[1:]] == [
        "duration_invalid",
        "question_invalid",
    ]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["calendar", "due", "besok", "PT1H"], id="no instant"),
        pytest.param(["calendar", "due", "2024-08-16T15:30:00", "P1M"], id="months"),
        pytest.param(
            ["calendar", "due", "2024-08-16T15:30:00", "PT1H", "--calendar", "x"],
            id="no such calendar",
        ),
        pytest.param(["run", "tidak-ada", "--answers", ANSWERS], id="no process"),
        pytest.param(["run", "x", "--answers", "tidak-ada.yaml"], id="no answers"),
        pytest.param(["user", "disable", "siapa"], id="no user"),
        pytest.param(["user", "add", "budi", "--role", "raja"], id="no role"),
        pytest.param(["token", "siapa"], id="no token without user"),
        pytest.param(["token", "list", "siapa"], id="no list without user"),
        pytest.param(["restore", "tidak-ada.backup"], id="no backup"),
        pytest.param(["deploy", "tidak-ada.bpmn"], id="no diagram"),
    ],
)
def test_what_is_refused_is_one_sentence_and_status_one(mutubaku, words):
    status, out, err = mutubaku(*words)

    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "tidak diduga" not in err


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="nothing"),
        pytest.param(["terbang"], id="no command"),
        pytest.param(["run", "x"], id="no answers named"),
        pytest.param(["calendar", "due", "2024-08-16T15:30:00"], id="one word"),
        pytest.param(["token", "x", "--days", "dua"], id="no number"),
        pytest.param(["token", "revoke", "x"], id="revoke what"),
        pytest.param(["token", "x", "--days", "0"], id="over at once"),
        pytest.param(["token", "x", "--days", "99999999999"], id="no such day"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_two(mutubaku, words):
    status, _, err = mutubaku(*words)

    assert status == 2
    assert err.count("\n") == 1


def test_a_setting_that_cannot_be_used_is_named(mutubaku, monkeypatch):
    monkeypatch.setenv("MUTUBAKU_TICK_SECONDS", "sering")

    status, _, err = mutubaku("migrate")

    assert status == 1
    assert "MUTUBAKU_TICK_SECONDS" in err


@pytest.mark.parametrize(
    ("written", "told"),
    [
        pytest.param(b"no database at all, but long enough " * 9, "SQLite", id="text"),
        pytest.param(None, "lebih baru", id="of a newer version"),
    ],
)
def test_what_is_no_database_of_this_version_is_said_so(
    mutubaku, loaded_office, tmp_path, written, told
):
    path = tmp_path / "var" / "kantor.db"
    path.parent.mkdir()
    path.write_bytes(written or loaded_office.read_bytes())
    if written is None:
        database = sqlite3.connect(path)
        with database:
            database.execute("UPDATE alembic_version SET version_num='9999'")
        database.close()

    status, out, err = mutubaku("migrate")

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert told in err


@pytest.mark.parametrize(
    "words",
    [
        ["token", "camat"],
        ["export-log", "--format", "csv"],
        ["run", "x", "--answers", str(ANSWERS)],
        ["deploy", str(SOP)],
    ],
)
def test_an_office_of_an_older_version_is_told_to_migrate(
    mutubaku, loaded_office, tmp_path, words
):
    path = tmp_path / "var" / "kantor.db"
    path.parent.mkdir()
    path.write_bytes(loaded_office.read_bytes())
    database = sqlite3.connect(path)
    with database:
        database.execute("UPDATE alembic_version SET version_num='0015'")
    database.close()

    status, out, err = mutubaku(*words)

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "mutubaku migrate" in err


def test_a_database_that_does_not_answer_is_said_so(mutubaku, monkeypatch, tmp_path):
    monkeypatch.setenv("MUTUBAKU_DATABASE_URL", f"sqlite:///{tmp_path}")

    status, _, err = mutubaku("migrate")

    assert status == 1
    assert "tidak menjawab" in err


def test_the_first_administrator_is_made_in_an_empty_office(mutubaku):
    mutubaku("migrate")

    status, out, _ = mutubaku(
        *("user", "add", "budi", "--role", "administrator", "--password-stdin"),
        into="kata-sandi-panjang\n",
    )
    token = mutubaku("token", "budi", "--days", "1")

    assert (status, "budi" in out) == (0, True)
    assert (token[0], len(token[1].strip()) > 30) == (0, True)


def test_a_password_that_nobody_gives_is_made_up_and_told_once(mutubaku):
    mutubaku("migrate")
    mutubaku("user", "add", "budi", "--role", "administrator")

    status, out, _ = mutubaku("user", "password", "budi", "--json")

    assert status == 0
    assert len(json.loads(out)["password"]) >= 12


def test_who_may_not_sign_in_gets_no_token(mutubaku):
    mutubaku("user", "add", "budi", "--role", "administrator")
    mutubaku("user", "disable", "budi")

    status, out, err = mutubaku("token", "budi")

    assert (status, out, err.count("\n")) == (1, "", 1)


def test_no_case_is_played_when_its_documents_have_no_place(demo, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder")

    status, _, err = demo(
        *("run", "pengukuran-kinerja", "--answers", ANSWERS),
        *("--out", tmp_path / "berkas"),
    )

    _, log, _ = demo("export-log", "--format", "csv")
    assert (status, err.count("\n"), log.count("\n")) == (1, 1, 1)
    assert "berkas" in err


def test_backup_and_restore_carry_the_audit_trail(demo, tmp_path, monkeypatch):
    written = demo("backup", tmp_path / "kantor.cadangan")
    _, before, _ = demo("verify-audit", "--json")
    monkeypatch.setenv("MUTUBAKU_DATABASE_URL", f"sqlite:///{tmp_path / 'baru.db'}")

    restored = demo("restore", tmp_path / "kantor.cadangan")

    assert (written[0], restored[0]) == (0, 0)
    assert demo("verify-audit", "--json")[1] == before


def test_a_backup_that_fails_leaves_no_file_and_no_traceback(demo, tmp_path):
    database = sqlite3.connect(tmp_path / "var" / "kantor.db")
    database.execute("DROP TABLE drafts")
    database.close()

    status, _, err = demo("backup", tmp_path / "kantor.backup")
    gc.collect()  # what an archive left open would say, it says here

    assert (status, err.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_changed_event_breaks_the_audit_trail(demo, tmp_path):
    with sqlite3.connect(tmp_path / "var" / "kantor.db") as database:
        # Somebody who owns the file can do this; the chain must still tell.
        for (name,) in database.execute(TRIGGERS).fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE audit_events SET actor=0 WHERE sequence=3")
    database.close()

    status, _, err = demo("verify-audit")

    assert status == 1
    assert " 3 " in err


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_command_explains_itself_in_the_language_of_the_settings(
    mutubaku, monkeypatch, language
):
    monkeypatch.setenv("MUTUBAKU_LANGUAGE", language)

    for words in (
        *(["--help"], ["run", "--help"], ["deploy", "--help"], ["user", "--help"]),
        *(["calendar", "due", "--help"], ["user", "add", "--help"], ["token", "-h"]),
    ):
        status, out, _ = mutubaku(*words)
        assert status == 0
        assert "cli.help." not in out
