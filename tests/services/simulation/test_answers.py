"""Answers files: what they may say, and how hostile ones end."""

from datetime import timedelta

import pytest

from engine.errors import AnswersInvalidError
from engine.services.simulation.answers import read_answers


def test_what_is_not_named_takes_the_default_work():
    answers = read_answers(b"defaults: {work: PT4M}\nA: {data: {x: 1}}")

    answer = answers.of("A", visit=1, position=None)

    assert (answer.work.time, answer.data) == (timedelta(minutes=4), {"x": 1})
    assert answers.of("B", visit=1, position=None).work.time == timedelta(minutes=4)


def test_the_last_entry_serves_all_further_visits():
    answers = read_answers(b"A: [{reason: satu}, {reason: dua}]")

    reasons = [answers.of("A", visit=n, position=None).reason for n in (1, 2, 3, 9)]

    assert reasons == ["satu", "dua", "dua", "dua"]


def test_dates_and_times_stay_the_texts_that_forms_take():
    answers = read_answers(b"A: {data: {tanggal: 2024-07-01, jam: '08:45'}}")

    data = answers.of("A", visit=1, position=None).data

    assert data == {"tanggal": "2024-07-01", "jam": "08:45"}


def test_an_empty_file_says_nothing():
    assert read_answers(b"").entries == {}


BOMB = b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + b"\n".join(
    b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10))
    for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(b"A: {x: 1}", "answers.key", id="unknown key"),
        pytest.param(b"A: {work: 5 menit}", "answers.work", id="work is no duration"),
        pytest.param(b"A: {work: P1Y}", "answers.work", id="work in years"),
        pytest.param(b"A: {}\nA: {}", "answers.unreadable", id="key stands twice"),
        pytest.param(
            b"A: {data: {x: 1, x: 2}}", "answers.unreadable", id="field twice"
        ),
        pytest.param(b"A: text", "answers.no_entry", id="no entry"),
        pytest.param(b"A: {data: [1]}", "answers.no_data", id="data is a list"),
        pytest.param(b"[1, 2]", "answers.no_mapping", id="a list"),
        pytest.param(b"A: [[{}], {}]", "answers.mixed_list", id="mixed lists"),
        pytest.param(
            b"defaults: {kerja: PT1M}", "answers.unknown_default", id="default"
        ),
        pytest.param(
            b"A: !!python/object/apply:os.system [ls]", "answers.unreadable", id="code"
        ),
        pytest.param(b"\xff\xfe\x00", "answers.unreadable", id="binary"),
        pytest.param(b"a: [" * 3000, "answers.unreadable", id="deep nesting"),
        pytest.param(BOMB, "answers.too_large", id="alias bomb"),
        pytest.param(b"# " + b"x" * 2_000_001, "answers.too_large", id="too large"),
    ],
)
def test_a_file_that_is_no_answers_file_is_refused_with_its_reason(text, reason):
    with pytest.raises(AnswersInvalidError) as refused:
        read_answers(text)

    assert refused.value.facts["reason"] == reason


def test_times_of_day_and_numbers_of_letters_stay_texts():
    answers = read_answers(b"A: {data: {jam: 10:30, surat: 007, hp: +6281, n: -2.5}}")

    data = answers.of("A", visit=1, position=None).data

    assert data == {"jam": "10:30", "surat": "007", "hp": "+6281", "n": -2.5}


def test_an_entry_may_take_over_another_one():
    answers = read_answers(
        b"A: &a {work: PT9M, reason: satu}\nB: &b {<<: *a, reason: dua}\nC: {<<: *b}"
    )

    taken = answers.of("C", visit=1, position=None)

    assert (taken.work.time, taken.reason) == (timedelta(minutes=9), "dua")


MERGES = b"a0: &a0 {? [x] : 1, work: PT1M}\n" + b"\n".join(
    b"a%d: &a%d {<<: [%s]}" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10))
    for n in range(1, 40)
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(MERGES, id="merges of merges"),
        pytest.param(b"A: {data: {x: !!binary aGFsbG8=}}", id="bytes"),
        pytest.param(b"A: {data: {x: !!set {a, b}}}", id="a set"),
        pytest.param(b"A: {data: {x: !!int " + b"1:" * 60_000 + b"1}}", id="base 60"),
        pytest.param(b"A: {data: {x: !!float .nan}}", id="no number"),
        pytest.param(b"A: {data: {x: !!timestamp 2024-01-01}}", id="an instant"),
    ],
)
def test_what_no_form_takes_is_refused(text):
    with pytest.raises(AnswersInvalidError) as refused:
        read_answers(text)

    assert refused.value.facts["reason"] == "answers.unreadable"
