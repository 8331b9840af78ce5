"""A plan for the matrix of rights: signed, being revised, with a figure reported."""

from datetime import UTC, datetime
from decimal import Decimal

from engine.bootstrap import Office
from engine.domain.identity import MACHINE, Actor, Role
from engine.domain.indicators import Realisation
from engine.domain.periods import quarter_of
from engine.store.reporting import report
from engine.store.values import Provenance
from tests.services.performance.test_plans import GOAL, INDEX, OBJECTIVE

YEAR = 2024
REPORTED = quarter_of(YEAR, 2)


def planned(office: Office, drafter: Actor, approver: Actor) -> dict[str, str]:
    """Make the plan; return its things by the names that rules use."""
    section = Role(key=INDEX.indicator.section, name="Seksi", section=True)
    office.accounts.add_role(section, MACHINE)
    office.plans.begin(YEAR, drafter)
    for row in (GOAL, OBJECTIVE, INDEX):
        office.plan_editing.put(YEAR, row, drafter, version=_version(office, drafter))
    office.plans.sign(YEAR, _version(office, drafter), approver)
    office.plans.revise(YEAR, "Perubahan", drafter)
    source = Provenance(by=drafter.user, at=datetime(2024, 7, 3, tzinfo=UTC))
    figure = Realisation(
        indicator=INDEX.code, year=YEAR, period=REPORTED.key, value=Decimal(82)
    )
    with office.database.write() as uow:
        report(uow.connection, [figure], source)
    return {
        "unduh/<kind>": "csv",
        "<kind>": "docx",
        "indikator/<code>": INDEX.code,
        "realisasi/<code>": INDEX.code,
        "<code>": INDEX.code,
        "<part>": "indikator",
        "<text>": REPORTED.text,
        "rencana/<year>": str(YEAR),
        "lkjip/<year>": str(YEAR),
    }


def _version(office: Office, actor: Actor) -> int:
    return office.plans.view(YEAR, actor).revision.version
