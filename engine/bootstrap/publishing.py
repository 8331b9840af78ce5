"""How an SOP comes into force: deployed, approved, compared with what was before."""

from functools import cached_property

from engine.adapters.bpmn.shapes import XmlShapeReader
from engine.adapters.bpmn.stamping import stamped
from engine.adapters.dmn.reader import read_tables
from engine.bootstrap.messages import Messages
from engine.services.definitions.drawings import Drawings
from engine.services.deployment import DeploymentService
from engine.services.drafting.approvals import ApprovalService
from engine.services.drafting.summons import Summons
from engine.services.versions.comparing import ComparingService


class Publishing(Messages):
    """The parts of an office for this; approvers are told over its ways."""

    @cached_property
    def deployment(self) -> DeploymentService:
        """Deploying diagrams."""
        return DeploymentService(
            database=self.database,
            clock=self.clock,
            reader=self.reader,
            tables=read_tables,
            library=self.library,
        )

    @cached_property
    def comparing(self) -> ComparingService:
        """Versions side by side."""
        drawings = Drawings(shapes=XmlShapeReader(), reader=self.reader)
        return ComparingService(desk=self.desk, reader=self.reader, drawings=drawings)

    @cached_property
    def approvals(self) -> ApprovalService:
        """Drafts handed in, approved and deployed."""
        return ApprovalService(
            desk=self.desk,
            deployment=self.deployment,
            stamp=stamped,
            summons=Summons(schedule=self.schedule, ways=self._ways),
        )
