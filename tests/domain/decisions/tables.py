"""Small decision tables for tests."""

from engine.domain.decisions import (
    Aggregation,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
    answer_of,
    compile_table,
)


def table(rows, *, inputs=("nilai",), outputs=("jalur",), hit="first", **more):
    """Return a table; each row is a text `test | test => output | output`."""
    defaults = more.pop("defaults", ("",) * len(outputs))
    how = more.pop("how", None)
    return DecisionTable(
        key="pilih-jalur",
        name="Pilih jalur",
        hit=HitPolicy(hit),
        aggregation=Aggregation(how) if how else None,
        inputs=tuple(Input(expression=one) for one in inputs),
        outputs=tuple(
            Output(name=one, default=default)
            for one, default in zip(outputs, defaults, strict=True)
        ),
        rules=tuple(_rule(row) for row in rows),
    )


def _rule(row):
    tests, _, outputs = row.partition("=>")
    return Rule(
        inputs=tuple(part.strip() for part in tests.split("|")),
        outputs=tuple(part.strip() for part in outputs.split("|")),
    )


def asked(made, **data):
    """Return what a table answers; its mistakes fail the test."""
    compiled, mistakes = compile_table(made)
    assert compiled is not None, mistakes
    return answer_of(compiled, data)


def mistakes(made):
    """Return the codes of a table's mistakes with row and column."""
    return [(one.code, one.row, one.column) for one in compile_table(made)[1]]
