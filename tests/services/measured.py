"""An office that measures: the demo's plan, and an SOP of two steps that reports.

Sections report side by side on the shipped form; the superior checks and may send
one of them back. That is what figures come from; the other steps of the shipped
SOP have tests of their own.
"""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine.domain.identity import MACHINE, AssignmentKind
from engine.domain.measuring import GRADE_UNIT
from engine.domain.periods import Period
from engine.domain.tasks import Task
from engine.domain.values import InstanceId, ProcessKey
from engine.services.demo.office import OFFICERS, ROLES
from engine.services.demo.plan import YEARS
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.starting import StartOrder
from engine.services.execution.submissions import Completion
from engine.store.people import PeopleStore
from tests.services.diagrams import flow, process, task

FORMS = Path(__file__).parents[2] / "forms"
KEY = "ukur"
__all__ = ["KEY", "MeasuringHouse"]

_BODY = (
    '<startEvent id="mulai"/>'
    + task(
        "Activity_IsiData",
        attributes='mutubaku:form="isi-data-kinerja" mutubaku:performer="=seksi_ini" '
        'mutubaku:due="batas_pengisian"',
        inner="<multiInstanceLoopCharacteristics "
        'mutubaku:collection="seksi_mengisi" mutubaku:item="seksi_ini"/>',
    )
    + task(
        "Periksa",
        attributes='mutubaku:form="periksa"',
        inner="<extensionElements>"
        '<mutubaku:document template="dokumen-pengukuran"/></extensionElements>',
    )
    + '<exclusiveGateway id="Benar"/><endEvent id="selesai"/>'
    + flow("mulai", "Activity_IsiData")
    + flow("Activity_IsiData", "Periksa")
    + flow("Periksa", "Benar")
    + flow("Benar", "selesai", name="Tidak")
    + flow("Benar", "Activity_IsiData", name="Ada kesalahan")
)
_SOP = process(
    KEY,
    _BODY,
    lanes={
        "kasi": ["mulai", "Activity_IsiData"],
        "camat": ["Periksa", "Benar", "selesai"],
    },
    name="Pengukuran Kinerja",
)
_CHECK = {
    "type": "default",
    "components": [
        {
            "type": "checklist",
            "key": "seksi_mengisi",
            "valuesKey": "seksi",
            "values": [],
        },
        {
            "type": "dynamiclist",
            "path": "pemeriksaan",
            "isRepeating": True,
            "allowAddRemove": True,
            "components": [
                {"type": "textfield", "key": "seksi_ini"},
                {"type": "textarea", "key": "alasan"},
            ],
        },
        {
            "type": "dynamiclist",
            "path": "analisis",
            "isRepeating": True,
            "allowAddRemove": True,
            "components": [
                {"type": "textfield", "key": "kode"},
                {"type": "textarea", "key": "kendala"},
                {"type": "textarea", "key": "rencana_aksi"},
            ],
        },
    ],
}


class MeasuringHouse:
    """The demo's people and plans, and the small SOP."""

    def __init__(self, house: Any) -> None:
        self.house = house
        self.office = house.office
        self.actors: dict[str, Any] = {}
        self._people()
        forms = {
            "isi-data-kinerja": (FORMS / "isi-data-kinerja.form.json").read_text(),
            "periksa": json.dumps(_CHECK),
        }
        templates = {
            path.name.removesuffix(".html.j2"): path.read_text("utf-8")
            for path in FORMS.glob("*.html.j2")
        }
        source = SourceFile(name="ukur.bpmn", content=_SOP)
        self.office.deployment.deploy(
            DeployOrder(files=[source], forms=forms, templates=templates), MACHINE
        )
        demo = self.office.demo()
        demo.plan()

    def _people(self) -> None:
        accounts = self.office.accounts
        for role in ROLES:
            if not accounts.has_role(role.key):
                accounts.add_role(role, MACHINE)
        for one in OFFICERS[:-1]:  # the house has an administrator
            new = one.user()
            # Hashing a password is slow on purpose, and nobody signs in here.
            made = accounts.add_user(
                type(new)(**{**_fields(new), "password": None}), MACHINE
            )
            self.actors[one.login] = accounts.actor(made.id)

    def start(self, period: Period, rows: list[Any], **more: Any) -> InstanceId:
        """Start a case of a period; `rows` say which section reports what."""
        order = StartOrder(
            process=ProcessKey(KEY),
            period=period.text,
            title=f"Pengukuran {period.label}",
            variables={
                "format_indikator": rows,
                "batas_pengisian": period.before.last.isoformat(),
                "seksi_mengisi": list(dict.fromkeys(row["seksi"] for row in rows)),
                **more,
            },
        )
        case: InstanceId = self.office.runtime.start(order, MACHINE).id
        return case

    def rows(self, *codes: str, year: int = YEARS[1]) -> list[Any]:
        """Return the format's rows of some indicators of the plan, or of all."""
        plan = self.office.plans.view(year, self.actors["camat"]).revision.plan
        return [
            {
                "kode": one.code,
                "seksi": one.indicator.section,
                "satuan": one.indicator.unit,
                "arah": one.indicator.direction.value,
                "target": None,
            }
            for one in plan.indicators
            if not codes or one.code in codes
        ]

    def waiting(self, case: InstanceId) -> dict[str, Task]:
        """Return the open reports by section."""
        return {one.role: one for one in self.house.open_tasks(case)}

    def report(
        self, case: InstanceId, section: str, values: dict[str, Any], **more: Any
    ) -> None:
        """Let a section report its figures, a grade by its word."""
        task = self.waiting(case)[section]
        data = self.house.instance(case).data
        rows: list[Any] = [
            _filled(row, values.get(row["kode"]))
            for row in data["format_indikator"]
            if row["seksi"] == section
        ]
        self.house.clock.advance(timedelta(minutes=1))
        self.office.inbox.complete(
            task.id,
            self.officer(section),
            Completion(data={"realisasi_indikator": rows, **more}),
        )

    def check(self, case: InstanceId, **data: Any) -> None:
        """Let the Camat accept, or send `back` (sections to reasons)."""
        back = data.pop("back", {})
        task = self.house.open_task(case)
        self.house.clock.advance(timedelta(minutes=1))
        sent: dict[str, Any] = {"seksi_mengisi": list(back), **data}
        if back:
            sent["pemeriksaan"] = [
                {"seksi_ini": key, "alasan": why} for key, why in back.items()
            ]
        self.office.inbox.complete(
            task.id,
            self.officer("camat"),
            Completion(
                data=sent,
                decision="Ada kesalahan" if back else "Tidak",
                reason="; ".join(back.values()),
            ),
        )

    def officer(self, role: str) -> Any:
        """Return who has a role now, acting officers first."""
        with self.office.database.read() as uow:
            people: PeopleStore = uow.people
            held = people.holders(role, now=self.house.clock.now())  # type: ignore[arg-type]
        held.sort(key=lambda pair: pair[1].kind is AssignmentKind.HOLDER)
        return self.office.accounts.actor(held[0][0].id)

    def versions(self, code: str, period: Period) -> list[tuple[str, str]]:
        """Return the versions of a figure with their reasons."""
        with self.office.database.read() as uow:
            found = uow.indicators.versions_of(code, period.year, period.key)
        return [(str(one.value), source.reason) for one, source in found]


def _filled(row: dict[str, Any], value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    name = "realisasi_predikat" if row["satuan"] == GRADE_UNIT else "realisasi"
    return {} if value is None else {name: value}


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
