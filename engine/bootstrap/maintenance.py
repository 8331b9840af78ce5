"""What those who maintain SOPs use: drafts, trials, versions, import and print."""

from functools import cached_property

from engine.adapters.bpmn.rewriting import with_standards
from engine.bootstrap.core import Core
from engine.services.sop_drafts import SopDraftService


class Maintenance(Core):
    """The parts of an office for this; each is built when it is first asked for."""

    @cached_property
    def sop_drafts(self) -> SopDraftService:
        """Drafts of SOPs."""
        return SopDraftService(
            database=self.database,
            clock=self.clock,
            reader=self.reader,
            restandard=with_standards,
        )
