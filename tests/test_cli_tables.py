"""Decision tables on the command line: checked and deployed beside diagrams."""

import json

import pytest

from tests.services.ruled import JALUR, RULED, dmn_table


@pytest.fixture
def files(tmp_path):
    """A diagram and its table as files."""
    for name, content in (("surat.bpmn", RULED), ("jalur.dmn", JALUR)):
        (tmp_path / name).write_bytes(content)
    return tmp_path / "surat.bpmn", tmp_path / "jalur.dmn"


def codes(told):
    return [problem["code"] for problem in told["problems"]]


def test_check_misses_a_table_until_it_is_given_with_the_diagram(mutubaku, files):
    diagram, table = files

    alone = json.loads(mutubaku("check", diagram, "--json")[1])["files"]
    status, out, _ = mutubaku("check", diagram, table, "--json")

    assert "decision_unknown" in codes(alone[0])
    both = json.loads(out)["files"]
    assert status == 0
    assert "decision_unknown" not in codes(both[0])
    assert both[1]["processes"] == []
    assert both[1]["verdict"] == "deployable"


def test_check_names_table_row_column_reason_and_remedy(mutubaku, tmp_path):
    broken = tmp_path / "salah.dmn"
    broken.write_bytes(dmn_table([("-", "1"), ("nilai > 5", "2")]))

    status, out, _ = mutubaku("check", broken, "--json")

    (problem,) = json.loads(out)["files"][0]["problems"]
    assert status == 1
    assert problem["code"] == "table_cell_unreadable"
    for part in ("Pilih jalur", "baris 2", "Nilai", "nilai > 5", "tanpa nama kolomnya"):
        assert part in problem["message"]
    assert "< 5" in problem["hint"]


def test_a_diagram_is_deployed_and_run_with_its_table(mutubaku, files, tmp_path):
    answers = tmp_path / "jawaban.yaml"
    answers.write_text("isi:\n  - {data: {nilai: 3}}\n", encoding="utf-8")

    assert mutubaku("deploy", *files)[0] == 0
    status, out, _ = mutubaku("run", "berjalur", "--answers", answers, "--json")

    played = json.loads(out)
    assert (status, played["state"]) == (0, "completed")
    assert [step["element"] for step in played["steps"]] == ["isi", "cepat"]
