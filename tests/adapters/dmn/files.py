"""DMN files as other tools write them, for tests."""

CAMUNDA = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="defs" name="DRD" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="pilih-jalur" name="Pilih jalur">
    <decisionTable id="t" hitPolicy="FIRST">
      <input id="i1" label="Nilai" camunda:inputVariable="cellInput">
        <inputExpression id="e1" typeRef="number"><text>nilai</text></inputExpression>
      </input>
      <input id="i2" label="Jenis">
        <inputExpression id="e2" typeRef="string"><text>jenis</text></inputExpression>
        <inputValues id="v2"><text>"surat","nota"</text></inputValues>
      </input>
      <output id="o1" label="Jalur" name="jalur" typeRef="string" />
      <output id="o2" name="hari" typeRef="number">
        <defaultOutputEntry id="d"><text>9</text></defaultOutputEntry>
      </output>
      <rule id="r1">
        <description>yang kecil</description>
        <inputEntry id="a"><text>&lt; 5</text></inputEntry>
        <inputEntry id="b"><text></text></inputEntry>
        <outputEntry id="c"><text>"cepat"</text></outputEntry>
        <outputEntry id="d1"><text>1</text></outputEntry>
      </rule>
      <rule id="r2">
        <inputEntry id="e"><text>[5..10]</text></inputEntry>
        <inputEntry id="f"><text>"surat"</text></inputEntry>
        <outputEntry id="g"><text>"biasa"</text></outputEntry>
        <outputEntry id="h"><text>nilai</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>
"""
NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
)


def dmn(body, namespace=NAMESPACES[2]):
    """Return a file with what stands inside its definitions."""
    return f'<definitions xmlns="{namespace}" id="d">{body}</definitions>'.encode()


def decision(grid="", key="k", more=""):
    """Return a decision with the attributes of its table and what stands beside."""
    column = "<input><inputExpression><text>a</text></inputExpression></input>"
    return (
        f'<decision id="{key}" name="Nama {key}">{more}<decisionTable {grid}>{column}'
        '<output name="hasil"/><rule><inputEntry><text>-</text></inputEntry>'
        "<outputEntry><text>1</text></outputEntry></rule></decisionTable></decision>"
    )
