"""The plan as a spreadsheet: export, template, import."""

from engine.domain.identity import Actor
from engine.domain.plans import Plan
from engine.domain.sheets import Spreadsheets
from engine.errors import PlanSignedError
from engine.services.performance.plan_editing import PlanEditing
from engine.services.performance.plan_sheets import plan_from, sheets_of
from engine.services.performance.plan_sight import require_edit
from engine.services.performance.plans import PlanService
from engine.services.transactions.desk import Desk
from engine.store.plans import PlanStore


class PlanFiles:
    """Writes plans into spreadsheets and reads them back."""

    def __init__(
        self,
        *,
        desk: Desk,
        plans: PlanService,
        editing: PlanEditing,
        sheets: Spreadsheets,
    ) -> None:
        self._desk = desk
        self._plans = plans
        self._editing = editing
        self._sheets = sheets

    def export(self, year: int, actor: Actor, *, revision: int | None = None) -> bytes:
        """Return what of a plan is the actor's to see, as XLSX.

        Raises:
            PlanNotFoundError.
        """
        view = self._plans.view(year, actor, revision=revision)
        return self._sheets.write(sheets_of(view.revision.plan))

    def template(self) -> bytes:
        """Return an empty plan as XLSX."""
        return self._sheets.write(sheets_of(Plan(year=0, renstra=(0, 0))))

    def take(self, year: int, content: bytes, actor: Actor, *, version: int) -> Plan:
        """Put the plan of a spreadsheet in a draft's place; all of it, or nothing.

        Args:
            year: of the draft.
            content: an XLSX file.
            actor: who may work on plans.
            version: of the draft as it was seen.

        Raises:
            RefusedError, PlanNotFoundError, PlanSignedError, VersionConflictError.
            SheetInvalidError: names every line that does not fit.
        """
        require_edit(actor, "plan_import")
        with self._desk.database.read() as uow:
            draft = PlanStore(uow.connection).newest(year)
            sections = frozenset(
                str(one.key) for one in uow.people.roles() if one.section
            )
        if not draft.is_draft:
            raise PlanSignedError(year=year)
        plan = plan_from(self._sheets.read(content), draft.plan, sections)
        self._editing.replace_all(plan, actor, version=version)
        return plan
