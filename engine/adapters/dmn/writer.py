"""Writes a decision table as a DMN 1.3 file that other tools open."""

from lxml import etree

from engine.domain.decisions import DecisionTable, HitPolicy

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def written_table(table: DecisionTable) -> bytes:
    """Return a file with this one table; reading it gives the table again."""
    root = etree.Element(
        f"{{{NAMESPACE}}}definitions",
        {
            "id": f"{table.key}-definitions",
            "name": table.title,
            "namespace": "https://mutubaku.id/dmn",
        },
        nsmap={None: NAMESPACE},  # type: ignore[dict-item] # lxml's default prefix
    )
    decision = _add(root, "decision", id=table.key, name=table.name)
    more = {"aggregation": table.aggregation.upper()} if table.aggregation else {}
    policy = HitPolicy(table.hit).upper()
    grid = _add(decision, "decisionTable", hitPolicy=policy, **more)
    for place, one in enumerate(table.inputs, start=1):
        column = _add(grid, "input", id=f"{table.key}-input-{place}", label=one.label)
        _worded(column, "inputExpression", one.expression)
    for place, output in enumerate(table.outputs, start=1):
        named = {"name": output.name, "label": output.label}
        column = _add(grid, "output", id=f"{table.key}-output-{place}", **named)
        if output.default:
            _worded(column, "defaultOutputEntry", output.default)
    _add(grid, "annotation", name="note")
    for place, rule in enumerate(table.rules, start=1):
        row = _add(grid, "rule", id=f"{table.key}-rule-{place}")
        for text in rule.inputs:
            _worded(row, "inputEntry", text)
        for text in rule.outputs:
            _worded(row, "outputEntry", text)
        _worded(row, "annotationEntry", rule.note)
    return etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _add(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    given = {key: text for key, text in attributes.items() if text}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", given)


def _worded(parent: etree._Element, name: str, text: str) -> None:
    _add(_add(parent, name), "text").text = text
