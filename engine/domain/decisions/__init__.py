"""Decision tables: read, compiled and asked, in the safe expression language only.

What DMN calls a decision table with the hit policies FIRST, UNIQUE and COLLECT. A
table is a value; its cells are unary tests and expressions that can read the
case's data and nothing else (docs/decision-tables.md, docs/adr/0033).
"""

from engine.domain.decisions.answering import Answer, TableFailedError, answer_of
from engine.domain.decisions.calling import Decided, Mapping, TableCall, decided
from engine.domain.decisions.compiling import (
    CompiledTable,
    Mistake,
    compile_table,
    is_name,
)
from engine.domain.decisions.files import ReadFile, ReadTables, mistakes_of
from engine.domain.decisions.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Aggregation,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
)

__all__ = [
    "MAX_CELLS",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "Aggregation",
    "Answer",
    "CompiledTable",
    "Decided",
    "DecisionTable",
    "HitPolicy",
    "Input",
    "Mapping",
    "Mistake",
    "Output",
    "ReadFile",
    "ReadTables",
    "Rule",
    "TableCall",
    "TableFailedError",
    "answer_of",
    "compile_table",
    "decided",
    "is_name",
    "mistakes_of",
]
