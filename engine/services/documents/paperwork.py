"""Documents that a completed step owes: drawn up now, made after the commit.

The row and its register number belong to the completing transaction, so a
number is never drawn for a step that was not completed. The PDF is a job.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from engine.domain.definitions import Step
from engine.domain.documents import Document, DocumentState, Register, number_text
from engine.domain.tasks import Task
from engine.domain.values import (
    DocumentId,
    InstanceId,
    JsonValue,
    TaskId,
    TemplateKey,
)
from engine.domain.worktime import DEFAULT_ZONE
from engine.errors import RegisterNotFoundError
from engine.ports import Job
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.definitions.templates import TemplateHead, head_of
from engine.services.transactions.changes import Changes, new_id

MAKE_DOCUMENTS = "documents.make"
_ZONE = ZoneInfo(DEFAULT_ZONE)
COUNTED = "document:"  # before a template, among the visits of a case


class Paperwork:
    """Draws documents up inside the transaction that owes them."""

    def draw_up(
        self, changes: Changes, loaded: LoadedDefinition, step: Step, task: Task
    ) -> None:
        """Add a pending document per template of the step, to be made afterwards.

        A simulated case has its documents made at once, by who runs it.
        """
        made: list[DocumentId] = []
        for template in step.documents:
            document = self._document(changes, loaded, template, task)
            changes.add_document(document)
            made.append(document.id)
        if made and not task.simulated:
            changes.owe(made)

    def _document(
        self,
        changes: Changes,
        loaded: LoadedDefinition,
        template: TemplateKey,
        task: Task,
    ) -> Document:
        instance = changes.instance(task.instance)
        revision = instance.visits.get(COUNTED + template, 0) + 1
        visits = {**instance.visits, COUNTED + template: revision}
        changes.keep(replace(instance, visits=visits))
        head = head_of(loaded.templates[template])
        head = replace(head, classification=head.code(instance.data))
        number = ""
        if head.register:
            number = self._kept_number(changes, task.instance, template, revision)
            number = number or self._number(changes, head, simulated=task.simulated)
        return Document(
            id=DocumentId(new_id()),
            instance=task.instance,
            task=task.id,
            name=head.title or template,
            state=DocumentState.PENDING,
            created_at=changes.now,
            template=template,
            revision=revision,
            number=number,
            classification=head.classification,
        )

    def _kept_number(
        self,
        changes: Changes,
        instance: InstanceId,
        template: TemplateKey,
        revision: int,
    ) -> str:
        """Return the number of the revision before: a corrected letter keeps it."""
        if revision == 1:
            return ""
        earlier = changes.uow.documents.of_instance(instance)
        same = [one for one in earlier if one.template == template]
        return max(same, key=lambda one: one.revision).number if same else ""

    def _number(self, changes: Changes, head: TemplateHead, *, simulated: bool) -> str:
        local = changes.now.astimezone(_ZONE)
        try:
            register = changes.uow.registers.get(head.register)
        except RegisterNotFoundError:
            register = _plain_register(head)
            changes.uow.registers.put(register)
        sequence = changes.uow.registers.draw(
            register.key, local.year, simulated=simulated
        )
        if head.classification:
            register = replace(register, classification=head.classification)
        changes.record(
            "number.drawn",
            facts={
                "register": register.key,
                "year": local.year,
                "sequence": sequence,
            },
        )
        return number_text(
            register, sequence=sequence, year=local.year, month=local.month
        )


def making(task: TaskId, documents: list[JsonValue]) -> Job:
    """Return the one job that makes all documents of a completed task."""
    return Job(
        kind=MAKE_DOCUMENTS,
        key=f"{MAKE_DOCUMENTS}:{task}",
        payload={"documents": documents},
        # Seconds each: a hundred of them must not hold up a warning.
        patience=10,
    )


def _plain_register(head: TemplateHead) -> Register:
    """Return the register that a template asks for and the office does not have."""
    return Register(
        key=head.register,
        name=head.register,
        pattern="{code}/{sequence:03d}/{year}",
        classification=head.classification,
        unit="",
    )
