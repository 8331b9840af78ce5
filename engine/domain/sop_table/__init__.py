"""An SOP that exists as a table on paper, made into a diagram.

    table = read_table(grid)          # what stands there
    draft = guessed(table)            # what it seems to mean, every guess named
    process = process_of(draft, key)  # lanes, steps, standards, returns

Nothing is read from files here: `engine.adapters.tables` gives the grid.
"""

from engine.domain.sop_table.drawing import process_of
from engine.domain.sop_table.guessing import guessed
from engine.domain.sop_table.plan import DraftStep, Guess, GuessKind, TableDraft
from engine.domain.sop_table.reading import read_table
from engine.domain.sop_table.table import Grid, SopTable, TableRow

__all__ = [
    "DraftStep",
    "Grid",
    "Guess",
    "GuessKind",
    "SopTable",
    "TableDraft",
    "TableRow",
    "guessed",
    "process_of",
    "read_table",
]
