"""What the matrix of rights finds of the archive: an action, and destructions."""

from dataclasses import replace

from engine.bootstrap import Office
from engine.domain.actions import Action, ActionState
from engine.domain.identity import Actor
from engine.domain.retention import Destruction, DestructionState
from engine.domain.tasks import Task


def kept(office: Office, task: Task, staf: Actor) -> dict[str, str]:
    """Make an action of a task's case, a proposal to destroy, and one carried out."""
    now = office.clock.now()
    action = Action(
        id="aa" * 10,
        instance=task.instance,
        task=task.id,
        element=task.element,
        source="aksi",
        text="Lengkapi bukti",
        state=ActionState.OPEN,
        created_at=now,
        role=task.role,
    )
    proposal = Destruction(
        id="bb" * 10,
        year=2024,
        number=1,
        state=DestructionState.PROPOSED,
        proposed_by=staf.user,
        proposed_name=staf.name,
        proposed_at=now,
        reason="jadwal",
        cases=(),
    )
    with office.database.write() as uow:
        uow.actions.add_all([action])
        uow.keeping.add(proposal)
        record = uow.documents.put_content(b"%PDF-1.4", media_type="application/pdf")
        done = replace(proposal, id="cc" * 10, number=2, record=record)
        uow.keeping.add(replace(done, state=DestructionState.DONE))
    return {"<action>": action.id, "<proposal>": proposal.id, "<destruction>": done.id}
