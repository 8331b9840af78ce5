"""The page of a decision table: fields with their names, and mistakes beside them."""

from collections.abc import Sequence

from engine.domain.decisions import DecisionTable, Mistake
from engine.services.drafting.tables import DraftTable, mistakes_in
from web.asking import Visit
from web.language import say
from web.versions.grid import POLICIES, policy_of
from web.versions.presenters import files_page

Mistakes = dict[tuple[int | None, int | None], str]


def table_page(
    found: DraftTable, typed: DecisionTable | None, visit: Visit
) -> dict[str, object]:
    """Return what the editor shows; `typed` is not kept yet."""
    table = typed or found.table
    told = _told(table, mistakes_in(table), visit)
    inputs, outputs = len(table.inputs), len(table.outputs)
    return {
        **files_page(found.found, visit),
        "file": found.file,
        "table": table,
        "unkept": typed is not None,
        "policy": policy_of(table),
        "policies": [
            (one, visit.say(f"versions.hit_{one.replace('-', '_')}"))
            for one in POLICIES
        ],
        "inputs": [
            (at, one, told.get((None, at + 1), ""))
            for at, one in enumerate(table.inputs)
        ],
        "outputs": [
            (at, one, told.get((None, inputs + at + 1), ""))
            for at, one in enumerate(table.outputs)
        ],
        "titles": _titles(table, visit),
        "rows": [_row(table, row, told) for row in range(len(table.rules))],
        "mistakes": [text for place, text in told.items() if place == (None, None)],
        "count": len(told),
        "columns": (inputs, outputs),
    }


def _titles(table: DecisionTable, visit: Visit) -> list[str]:
    """Return what people call each column, inputs first; one without by its number."""
    titles = [one.title for one in table.inputs]
    titles += [one.title for one in table.outputs]
    return [
        title or visit.say("versions.table_column_n", n=at)
        for at, title in enumerate(titles, start=1)
    ]


def _row(table: DecisionTable, row: int, told: Mistakes) -> dict[str, object]:
    rule = table.rules[row]
    tests = [
        (f"uji-{row}-{at}", text, told.get((row + 1, at + 1), ""))
        for at, text in enumerate(rule.inputs)
    ]
    outputs = [
        (f"isi-{row}-{at}", text, told.get((row + 1, len(rule.inputs) + at + 1), ""))
        for at, text in enumerate(rule.outputs)
    ]
    return {"number": row + 1, "cells": [*tests, *outputs], "note": rule.note}


def _told(table: DecisionTable, mistakes: Sequence[Mistake], visit: Visit) -> Mistakes:
    """Return what is wrong in words, by row and column."""
    found: Mistakes = {}
    for one in mistakes:
        facts = one.facts(table)
        # Beside its cell, a mistake need not say where it is.
        words = say(one.reason or f"check.{one.code}", visit.language, facts)
        remedy = say(f"check.{one.code}.hint", visit.language, facts)
        words = f"{words[:1].upper()}{words[1:]}".removesuffix(".")
        found.setdefault((one.row, one.column), f"{words}. {remedy}")
    return found
