"""What administrators do: officers, settings, jobs, repairs, over shared parts."""

from collections.abc import Callable

from engine.domain.worktime import HolidaySource
from engine.ports import ProcessKernel
from engine.services.calendar_changes import CalendarChangeService
from engine.services.desk import Desk
from engine.services.handover import HandoverService
from engine.services.inbox import InboxService
from engine.services.incidents import IncidentService
from engine.services.office import OfficeLists
from engine.services.office_settings import OfficeSettingsService
from engine.services.repairs import RepairService
from engine.services.roster import RosterService
from engine.services.runtime import RuntimeService
from engine.services.staffing import StaffingService


class Administration:
    """The administrators' services of one office.

    Attributes:
        roster: everybody at one moment.
        staffing: officers, roles, posts and their changes.
        handover: an absent officer's tasks.
        settings: letterhead and registers.
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
        self.calendars = CalendarChangeService(desk=desk, holidays=holidays)
        self.incidents = IncidentService(desk=desk, runtime=runtime)
        self.repairs = RepairService(desk=desk, kernel=kernel)
