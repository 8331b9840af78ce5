"""A diagram whose way a decision table decides, and its table as a DMN file."""

from tests.adapters.dmn.files import dmn
from tests.services.diagrams import flow, process, task

RULE = (
    '<businessRuleTask id="rule" name="Pilih jalur" mutubaku:decision="pilih-jalur"/>'
)
_BODY = (
    '<startEvent id="mulai"/>'
    + task("isi", attributes='mutubaku:due="2030"')
    + RULE
    + '<exclusiveGateway id="jalan" default="f_jalan_biasa"/>'
    + task("cepat")
    + task("biasa")
    + '<endEvent id="selesai"/>'
    + flow("mulai", "isi")
    + flow("isi", "rule")
    + flow("rule", "jalan")
    + flow("jalan", "cepat", condition='jalur == "cepat"')
    + flow("jalan", "biasa")
    + flow("cepat", "selesai")
    + flow("biasa", "selesai")
).replace(' mutubaku:due="2030"', "")
RULED = process("berjalur", _BODY, lanes={"staf": ["isi", "cepat", "biasa", "rule"]})


def dmn_table(rows, *, key="pilih-jalur", hit="FIRST", name="Pilih jalur"):
    """Return a DMN file: each row is a test of `nilai` and an expression."""
    rules = "".join(
        f"<rule><inputEntry><text>{test}</text></inputEntry>"
        f"<outputEntry><text>{output}</text></outputEntry></rule>"
        for test, output in rows
    )
    return dmn(
        f'<decision id="{key}" name="{name}"><decisionTable hitPolicy="{hit}">'
        '<input label="Nilai"><inputExpression><text>nilai</text></inputExpression>'
        f'</input><output name="jalur"/>{rules}</decisionTable></decision>'
    )


JALUR = dmn_table([("&lt; 5", '"cepat"'), ("-", '"biasa"')])
