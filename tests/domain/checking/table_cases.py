"""One diagram per finding about business rule tasks and the tables they ask."""

from engine.domain.checking import Known
from engine.domain.decisions import TableCall
from engine.domain.diagram import Repetition
from tests.domain.checking.cases import ERROR, INFO, MANY, WARNING, one
from tests.domain.checking.drawing import node
from tests.domain.decisions.tables import table

JALUR = table(['< 5 => "cepat"', '- => "biasa"'], inputs=("nilai",))
TABLES = Known(
    forms={"f": frozenset({"nilai"})},
    tables={
        "jalur": JALUR,
        "diam": table(['< 5 => "cepat"']),
    },
)
OFFICE = Known(forms=TABLES.forms, tables=TABLES.tables, strict=True)


def asking(key="jalur", identifier="a", **more):
    """Return a business rule task that asks a table."""
    call = {name: more.pop(name) for name in ("result", "is_foreign") if name in more}
    return node(identifier, "businessRuleTask", asks=TableCall(key=key, **call), **more)


CALLS = [
    one("decision_unknown", WARNING, "s>a|a>e", asking("x"), elements=["A"]),
    one(
        "decision_unknown",
        ERROR,
        "s>a|a>e",
        asking("x"),
        known=OFFICE,
        elements=["A"],
    ),
    one(
        "decision_foreign",
        WARNING,
        "s>a|a>e",
        asking("x", is_foreign=True),
        known=OFFICE,
        elements=["A"],
    ),
    one(
        "decision_repeated",
        ERROR,
        "s>a|a>e",
        asking(repetition=MANY),
        known=TABLES,
        elements=["A"],
    ),
    one(
        "decision_repeated",
        ERROR,
        "s>a|a>e",
        asking(repetition=Repetition(is_loop=True, loop_condition="nilai < 3")),
        known=TABLES,
        elements=["A"],
    ),
    one(
        "decision_result_name",
        ERROR,
        "s>a|a>e",
        asking(result="dua kata"),
        known=TABLES,
        elements=["A"],
    ),
    one(
        "decision_unfilled",
        WARNING,
        "s>a|a>e",
        asking(),
        known=TABLES,
        elements=["A"],
    ),
    one(
        "decision_without_answer",
        INFO,
        "s>b|b>a|a>e",
        node("b", form="f"),
        asking("diam"),
        known=TABLES,
        elements=["A"],
    ),
]
