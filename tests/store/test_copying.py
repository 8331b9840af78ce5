"""What a trial takes along of an office: figures, but no case and nobody's way in."""

from decimal import Decimal

from engine.domain.indicators import Indicator, Realisation
from engine.domain.values import RoleKey
from engine.store import Database
from engine.store.copying import copy_office
from engine.store.values import Provenance
from tests.store import given
from tests.store.given import KASUBAG, NOW


def test_figures_of_a_case_go_along_without_the_case(office, tmp_path):
    with office.write() as uow:
        uow.indicators.add_all(
            [
                Indicator(
                    code="1.1",
                    objective="Pelayanan",
                    name="Indeks",
                    unit="Indeks",
                    section=RoleKey("seksi-pmd"),
                )
            ]
        )
        case, task = given.instance(1), given.task(1)
        uow.instances.add(case)
        uow.tasks.add_all([task])
        figure = Realisation(
            indicator="1.1", year=2026, period=2, value=Decimal("3.1"), evidence=("d",)
        )
        source = Provenance(by=KASUBAG, at=NOW, instance=case.id, task=task.id)
        uow.indicators.record(figure, source)
    trial = Database(f"sqlite:///{tmp_path}/coba.db")
    trial.migrate()

    copy_office(office, trial)

    with trial.read() as uow:
        (copied,) = uow.indicators.realisations(2026)
        logins = [user.password for user in uow.people.users()]
    trial.close()
    assert (copied.value, copied.evidence) == (Decimal("3.1"), ())
    assert set(logins) == {None}
