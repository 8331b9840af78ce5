"""Small diagrams of the tests' own, written as a person would draw them."""

from collections.abc import Mapping, Sequence

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:mutubaku="https://mutubaku.id/schema/bpmn/1" '
    'targetNamespace="https://mutubaku.id/uji" id="Definitions_1">'
)

# A template that draws a number.
LETTER = {"surat": "{#\njudul: Surat\nregister: surat-keluar\n#}\n{{ nomor }}"}


def process(
    key: str,
    body: str,
    *,
    lanes: Mapping[str, Sequence[str]],
    name: str = "Uji",
) -> bytes:
    """One process whose lanes name roles of the same key."""
    rows = "".join(
        f'<lane id="Lane_{role}" name="{role}" mutubaku:role="{role}">'
        + "".join(f"<flowNodeRef>{one}</flowNodeRef>" for one in members)
        + "</lane>"
        for role, members in lanes.items()
    )
    return (
        f'{HEAD}<process id="{key}" name="{name}" isExecutable="true">'
        f'<laneSet id="Lanes">{rows}</laneSet>{body}</process></definitions>'
    ).encode()


def flow(source: str, target: str, *, name: str = "", condition: str = "") -> str:
    label = f' name="{name}"' if name else ""
    inner = (
        f'<conditionExpression xsi:type="tFormalExpression">{condition}'
        "</conditionExpression>"
        if condition
        else ""
    )
    return (
        f'<sequenceFlow id="f_{source}_{target}" sourceRef="{source}" '
        f'targetRef="{target}"{label}>{inner}</sequenceFlow>'
    )


def task(key: str, *, attributes: str = "", inner: str = "") -> str:
    return f'<userTask id="{key}" name="Langkah {key}" {attributes}>{inner}</userTask>'


def standard(on: str, duration: str) -> str:
    """A non-interrupting boundary timer without a flow: the step's standard."""
    return (
        f'<boundaryEvent id="{on}_baku" attachedToRef="{on}" cancelActivity="false">'
        f'<timerEventDefinition id="{on}_waktu"><timeDuration>{duration}'
        "</timeDuration></timerEventDefinition></boundaryEvent>"
    )


def alarm(key: str, on: str, duration: str) -> str:
    """An interrupting boundary timer."""
    return (
        f'<boundaryEvent id="{key}" attachedToRef="{on}" cancelActivity="true">'
        f'<timerEventDefinition id="{key}_waktu"><timeDuration>{duration}'
        "</timeDuration></timerEventDefinition></boundaryEvent>"
    )


START, END = (
    '<startEvent id="mulai" name="Mulai"/>',
    '<endEvent id="selesai" name="Selesai"/>',
)

TWO_STEPS = process(
    "dua-langkah",
    START
    + task("A")
    + standard("A", "PT30M")
    + task("B")
    + standard("B", "PT1H")
    + END
    + flow("mulai", "A")
    + flow("A", "B")
    + flow("B", "selesai"),
    lanes={"staf": ["mulai", "A"], "kepala": ["B", "selesai"]},
)

# B decides: on to the end, or back to A.
WITH_RETURN = process(
    "dengan-kembali",
    START
    + task("A")
    + standard("A", "PT30M")
    + task(
        "B",
        inner='<extensionElements><mutubaku:document template="surat"/></extensionElements>',
    )
    + standard("B", "PT1H")
    + '<exclusiveGateway id="Putus" name="Sudah benar?"/>'
    + END
    + flow("mulai", "A")
    + flow("A", "B")
    + flow("B", "Putus")
    + flow("Putus", "selesai", name="Ya")
    + flow("Putus", "A", name="Tidak"),
    lanes={"staf": ["mulai", "A"], "kepala": ["B", "Putus", "selesai"]},
)

# A may take one working hour, then C is done instead.
WITH_ALARM = process(
    "dengan-alarm",
    START
    + task("A", attributes='mutubaku:clock="claimed"')
    + standard("A", "PT30M")
    + alarm("Alarm", "A", "PT1H")
    + task("C")
    + standard("C", "PT1H")
    + END
    + '<endEvent id="habis"/>'
    + flow("mulai", "A")
    + flow("A", "selesai")
    + flow("Alarm", "C")
    + flow("C", "habis"),
    lanes={"staf": ["mulai", "A", "Alarm", "C", "selesai", "habis"]},
)

# When the alarm has gone off, the answer of A decides; a text is no number.
WITH_FAILING_ALARM = process(
    "alarm-gagal",
    START
    + task("A", attributes='mutubaku:form="angka"')
    + standard("A", "PT30M")
    + task("B")
    + standard("B", "PT30M")
    + alarm("Alarm", "B", "PT1H")
    + '<exclusiveGateway id="Cukup" name="Cukup?"/>'
    + task("C")
    + standard("C", "PT30M")
    + END
    + flow("mulai", "A")
    + flow("A", "B")
    + flow("B", "selesai")
    + flow("Alarm", "Cukup")
    + flow("Cukup", "C", condition="nilai &gt; 5")
    + flow("Cukup", "selesai", condition="nilai &lt;= 5")
    + flow("C", "selesai"),
    lanes={"staf": ["mulai", "A", "B", "Alarm", "Cukup", "C", "selesai"]},
)

# Every item is done by the role that it names.
PER_ITEM = process(
    "per-butir",
    START
    + task("Siapkan", attributes='mutubaku:form="siapkan"')
    + standard("Siapkan", "PT30M")
    + task(
        "Isi",
        attributes='mutubaku:form="isi" mutubaku:performer="=bagian" mutubaku:due="batas"',
        inner='<multiInstanceLoopCharacteristics mutubaku:collection="bagian_semua" '
        'mutubaku:item="bagian"/>',
    )
    + task("Periksa", attributes='mutubaku:form="periksa"')
    + standard("Periksa", "PT30M")
    + '<exclusiveGateway id="Putus" name="Lengkap?"/>'
    + END
    + flow("mulai", "Siapkan")
    + flow("Siapkan", "Isi")
    + flow("Isi", "Periksa")
    + flow("Periksa", "Putus")
    + flow("Putus", "selesai", name="Ya")
    + flow("Putus", "Isi", name="Tidak"),
    lanes={"staf": ["mulai", "Siapkan", "Isi", "Periksa", "Putus", "selesai"]},
)

CALLER = process(
    "pemanggil",
    START
    + task("A")
    + standard("A", "PT30M")
    + '<callActivity id="Panggil" name="Panggil" calledElement="dua-langkah"/>'
    + task("Z")
    + standard("Z", "PT30M")
    + END
    + flow("mulai", "A")
    + flow("A", "Panggil")
    + flow("Panggil", "Z")
    + flow("Z", "selesai"),
    lanes={"staf": ["mulai", "A", "Panggil", "Z", "selesai"]},
)


def form(*keys: str) -> str:
    """A form of text fields, the first one required."""
    parts = ",".join(
        f'{{"type":"textfield","key":"{key}","label":"{key}"'
        + (',"validate":{"required":true}' if place == 0 else "")
        + "}"
        for place, key in enumerate(keys)
    )
    return f'{{"type":"default","components":[{parts}]}}'


def listing(key: str) -> str:
    """A checklist that takes any of the roles `b1`, `b2`, `b3`."""
    values = ",".join(
        f'{{"value":"{one}","label":"{one}"}}' for one in ("b1", "b2", "b3")
    )
    return (
        '{"type":"default","components":['
        f'{{"type":"checklist","key":"{key}","label":"{key}","values":[{values}]}},'
        '{"type":"datetime","key":"batas","subtype":"date","label":"Batas"}]}'
    )


PER_ITEM_FORMS = {
    "siapkan": listing("bagian_semua"),
    "isi": form("nilai"),
    "periksa": listing("bagian_semua"),
}
