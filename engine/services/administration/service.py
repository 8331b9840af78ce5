"""What administrators do: officers, settings, jobs, repairs, over shared parts."""

from collections.abc import Callable

from engine.domain.worktime import HolidaySource
from engine.ports import ProcessKernel
from engine.services.administration.calendar_changes import CalendarChangeService
from engine.services.administration.handover import HandoverService
from engine.services.administration.incidents import IncidentService
from engine.services.administration.settings import OfficeSettingsService
from engine.services.execution.inbox import InboxService
from engine.services.execution.repairs import RepairService
from engine.services.execution.runtime import RuntimeService
from engine.services.office.directory import OfficeLists
from engine.services.people.four_eyes import FourEyesService
from engine.services.people.roster import RosterService
from engine.services.people.staffing import StaffingService
from engine.services.transactions.desk import Desk


class Administration:
    """The administrators' services of one office.

    Attributes:
        roster: everybody at one moment.
        staffing: officers, roles, posts and their changes.
        handover: an absent officer's tasks.
        settings: letterhead and registers.
        four_eyes: whether programs may deploy alone.
        calendars: what a changed calendar would move.
        incidents: jobs and what failed.
        repairs: what a repair of a case would do.
    """

    def __init__(
        self,
        *,
        desk: Desk,
        lists: OfficeLists,
        kernel: ProcessKernel,
        verbs: tuple[RuntimeService, InboxService],
        outside: tuple[HolidaySource, Callable[[bytes], str]],
    ) -> None:
        """Put them together.

        Args:
            desk: shared by all of them.
            lists: of the office, read anew after a change.
            kernel: foresees repairs.
            verbs: on cases and on tasks.
            outside: where holidays come from, and what reads a coat of arms.
        """
        runtime, inbox = verbs
        holidays, arms = outside
        self.roster = RosterService(desk=desk)
        self.staffing = StaffingService(desk=desk, lists=lists)
        self.handover = HandoverService(desk=desk, inbox=inbox)
        self.settings = OfficeSettingsService(desk=desk, lists=lists, arms=arms)
        self.four_eyes = FourEyesService(desk=desk)
        self.calendars = CalendarChangeService(desk=desk, holidays=holidays)
        self.incidents = IncidentService(desk=desk, runtime=runtime)
        self.repairs = RepairService(desk=desk, kernel=kernel)
