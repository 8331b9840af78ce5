"""What changed in a table is told by its columns and rows."""

from dataclasses import replace

from engine.domain.decisions import Aggregation, HitPolicy, Output
from engine.domain.decisions.changes import TableChange, table_changes
from tests.domain.decisions.tables import table

WAS = table(['< 5 => "cepat"', '< 50 => "biasa"', "- => 1"])


def changes(was, now):
    return list(table_changes({"k": was}, {"k": now}))


def test_the_same_table_has_nothing_to_tell():
    assert changes(WAS, table(['< 5 => "cepat"', '< 50 => "biasa"', "- => 1"])) == []


def test_a_table_that_came_or_went_is_told_by_its_name():
    came = list(table_changes({}, {"k": WAS}))
    went = list(table_changes({"k": WAS}, {}))

    assert came == [TableChange(key="k", title="Pilih jalur", kind="added")]
    assert went == [TableChange(key="k", title="Pilih jalur", kind="removed")]


def test_a_changed_a_new_and_a_removed_row_are_told_by_number_and_text():
    now = table(['< 7 => "cepat"', '< 50 => "biasa"', "- => 1", "null => 2"])

    (found,) = changes(WAS, now)

    assert found.rows == (
        (1, 'nilai < 5 → jalur "cepat"', 'nilai < 7 → jalur "cepat"'),
        (4, "", "nilai null → jalur 2"),
    )
    (back,) = changes(now, WAS)
    assert back.rows[1] == (4, "nilai null → jalur 2", "")


def test_columns_and_hit_policy_are_told():
    now = replace(
        WAS,
        hit=HitPolicy.COLLECT,
        aggregation=Aggregation.MAX,
        outputs=(Output(name="jalur", default="0"),),
    )

    (found,) = changes(WAS, now)

    assert found.hit == ("FIRST", "COLLECT MAX")
    assert found.added == ("jalur (jalur = 0)",)
    assert found.removed == ("jalur (jalur = –)",)
