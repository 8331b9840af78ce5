"""A table that was read, in an officer's words: guesses, rows, what is missing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from engine.domain.sop_sheet.chart import duration_words
from engine.domain.sop_table import DraftStep, Grid, Guess, GuessKind, TableDraft
from engine.domain.sop_table.answering import Answers
from engine.services.drafting.imports import ReadTable
from web.asking import Visit

_FIELDS = {
    GuessKind.LANE_ASKED: "pelaksana",
    GuessKind.LANE_GUESSED: "pelaksana",
    GuessKind.LANE_OF_SEVERAL: "pelaksana",
    GuessKind.WAKTU_ASKED: "waktu",
    GuessKind.WAKTU_GUESSED: "waktu",
    GuessKind.RETURN_ASKED: "kembali",
    GuessKind.RETURN_GUESSED: "kembali",
}


def cells_of(text: str) -> Grid:
    """Return the cells that a page carried along.

    Raises:
        ValueError: it is not what the page sent.
    """
    try:
        rows = json.loads(text)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        raise ValueError("no table of texts")
    return tuple(tuple(row) for row in rows)


def first_answers(draft: TableDraft) -> Answers:
    """Return the guesses as if somebody had typed them, nothing confirmed."""
    steps = list(enumerate(draft.steps))
    return Answers(
        name=draft.name,
        lanes=draft.lanes,
        performers={
            place: "" if step.lane is None else str(step.lane) for place, step in steps
        },
        standards={place: _waktu(step) for place, step in steps},
        returns={
            place: "" if step.back_to is None else str(step.back_to)
            for place, step in steps
        },
        confirmed=False,
    )


def confirm_page(
    found: ReadTable, answers: Answers, wrong: Mapping[str, str], visit: Visit
) -> dict[str, object]:
    """Return what the template of confirming shows."""
    draft = found.draft
    notes = _notes(draft.guesses, visit)
    return {
        "cells": json.dumps(found.grid, ensure_ascii=False, separators=(",", ":")),
        "name": answers.name,
        "lanes": [
            {
                "field": f"lajur_{place}",
                "name": name,
                "wrong": f"lajur_{place}" in wrong,
            }
            for place, name in enumerate(answers.lanes)
        ],
        "confirmed": answers.confirmed,
        "guesses": [
            {"row": one.step + 1, "words": _words(one, visit)} for one in draft.guesses
        ],
        "wrong": {field: visit.say(key) for field, key in wrong.items() if key},
        "missing": _missing(wrong, visit),
        "rows": [
            _row(place, step, draft.steps, (answers, notes))
            for place, step in enumerate(draft.steps)
        ],
    }


def _row(
    place: int,
    step: DraftStep,
    steps: Sequence[DraftStep],
    given: tuple[Answers, Mapping[tuple[int, str], str]],
) -> dict[str, Any]:
    answers, notes = given
    return {
        "number": place + 1,
        "place": place,
        "step": step,
        "performer": answers.performers.get(place, ""),
        "waktu": answers.standards.get(place, ""),
        "back_to": answers.returns.get(place, ""),
        "earlier": [
            {"value": str(number), "number": number + 1, "name": one.uraian[:60]}
            for number, one in enumerate(steps[:place])
        ],
        "notes": {
            field: notes[place, field]
            for field in ("pelaksana", "waktu", "kembali")
            if (place, field) in notes
        },
    }


def _notes(guesses: Sequence[Guess], visit: Visit) -> dict[tuple[int, str], str]:
    return {
        (one.step, _FIELDS[one.kind]): visit.say(
            f"paper.note_{one.kind.value}", text=one.text, value=one.value
        )
        for one in guesses
    }


def _words(guess: Guess, visit: Visit) -> str:
    said = visit.say(
        f"paper.note_{guess.kind.value}", text=guess.text, value=guess.value
    )
    return visit.say("paper.of_step", n=guess.step + 1, words=said)


def _missing(wrong: Mapping[str, str], visit: Visit) -> list[dict[str, str]]:
    """Return what is still missing, with the field to go to."""
    found = []
    for field, key in wrong.items():
        words = visit.say(key) if key else ""
        kind, _, number = field.partition("_")
        if number and kind != "lajur":
            words = visit.say("paper.of_step", n=int(number) + 1, words=words)
        if words:
            found.append({"field": field, "words": words})
    return found


def _waktu(step: DraftStep) -> str:
    return "" if step.standard is None else duration_words(step.standard)


def _is_row(row: object) -> bool:
    return isinstance(row, list) and all(isinstance(cell, str) for cell in row)
