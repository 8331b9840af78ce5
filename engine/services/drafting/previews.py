"""How a form or a letter of a draft will look, with values that stand for a case's.

Nothing of it is stored. Letters are made by a renderer of its own with short
limits, so that a template that never ends keeps no officer's letter waiting.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.documents import Document, DocumentState
from engine.domain.forms import (
    Component,
    FormDefinition,
    default_submission,
    fields_of,
    options_of,
)
from engine.domain.identity import MACHINE, Actor
from engine.domain.instances import Instance, InstanceState
from engine.domain.tasks import Task, TaskState
from engine.domain.values import (
    DocumentId,
    InstanceId,
    JsonObject,
    JsonValue,
    ProcessKey,
    TaskId,
    TemplateKey,
    TokenId,
)
from engine.errors import DiagramInvalidError, DraftNotFoundError, FormInvalidError
from engine.ports import DiagramReader, DocumentRenderer
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.definitions.templates import head_of
from engine.services.documents.letters import Letter, letter_context
from engine.services.drafting.compiling import as_stored
from engine.services.drafting.keeping import live, require_reader, with_files
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork

PARTIAL = "_"
SAMPLE = "contoh"
_ROWS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDraftForm:
    """A form with what a case begins it with, and the lists that it chooses from."""

    form: FormDefinition
    data: JsonObject
    options: JsonObject


class PreviewService:
    """Shows forms and letters before any case has them."""

    def __init__(
        self,
        *,
        desk: Desk,
        lists: OfficeLists,
        reader: DiagramReader,
        renderer: DocumentRenderer,
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._reader = reader
        self._renderer = renderer

    def form(self, name: str, text: str, actor: Actor) -> ShownDraftForm:
        """Return a form as an officer would get it first.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            FormInvalidError: it cannot be used.
        """
        require_reader(actor)
        form = FormDefinition.from_json(name, text)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            options = self._lists.of(uow, form, {}, now=now)
        return ShownDraftForm(
            form=form,
            data=default_submission(form, case_data={}, options=options),
            options=options,
        )

    def letter(self, key: ProcessKey, name: str, text: str, actor: Actor) -> bytes:
        """Return a letter made of a template and sample values, as a PDF.

        Args:
            key: of the SOP that has a draft.
            name: of the template.
            text: the template as it is typed now.
            actor: may draft or approve SOPs.

        Raises:
            RefusedError, DraftNotFoundError.
            TemplateInvalidError: it cannot be read or filled, or takes too long.
        """
        require_reader(actor)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            draft = live(uow, key)
            if draft is None:
                raise DraftNotFoundError(key=key)
            files = with_files(uow, draft).files
            whole = _whole(files.templates, name, text)
            context = self._context(uow, self._loaded(uow, key), whole, now)
        partials = {
            one: source
            for one, source in {**files.templates, name: text}.items()
            if one.startswith(PARTIAL)
        }
        return self._renderer.render(whole[1], context, (), partials)

    def _loaded(self, uow: UnitOfWork, key: ProcessKey) -> LoadedDefinition:
        """Return the draft ready to run, else the version in force."""
        draft = live(uow, key)
        if draft is None:
            raise DraftNotFoundError(key=key)
        try:
            stored = as_stored(uow, self._reader, with_files(uow, draft))
            return self._desk.library.loaded(stored)
        except (DiagramInvalidError, FormInvalidError):
            # The drawing may be half done while its letters are written.
            return self._desk.library.latest(uow, key)

    def _context(
        self,
        uow: UnitOfWork,
        loaded: LoadedDefinition,
        template: tuple[str, str],
        now: datetime,
    ) -> JsonObject:
        name, text = template
        head = head_of(text)
        tasks = _sample_tasks(loaded, name, now)
        data = self._data(uow, loaded, now)
        instance = _sample_case(loaded, data, now)
        document = Document(
            id=DocumentId(SAMPLE),
            instance=instance.id,
            task=tasks[-1].id,
            name=head.title or name,
            state=DocumentState.PENDING,
            created_at=now,
            template=TemplateKey(name),
            number=f"000/{SAMPLE}/{now.year}" if head.register else "",
            classification=head.classification,
        )
        letter = Letter(
            document=document,
            instance=instance,
            loaded=loaded,
            office=self._lists.facts(uow, now=now),
            tasks=tasks,
            documents=(),
            calendar=self._desk.schedule.calendar(uow, loaded.calendar, now=now),
        )
        return letter_context(letter)

    def _data(
        self, uow: UnitOfWork, loaded: LoadedDefinition, now: datetime
    ) -> JsonObject:
        data: JsonObject = {}
        for form in loaded.forms.values():
            options = self._lists.of(uow, form, data, now=now)
            filled = default_submission(form, case_data=data, options=options)
            names = {**options, **data}
            for part in fields_of(form.components):
                if filled.get(part.key) in (None, "", []):
                    filled[part.key] = _sample(part, names, now)
            data |= filled
        return data


def _whole(templates: Mapping[str, str], name: str, text: str) -> tuple[str, str]:
    """Return the letter to show: of a part, the first letter that uses it."""
    if not name.startswith(PARTIAL):
        return name, text
    for other in sorted(templates):
        if not other.startswith(PARTIAL) and name in templates[other]:
            return other, templates[other]
    return name, text


def _sample(part: Component, names: JsonObject, now: datetime) -> JsonValue:
    """Return a value that a field could have."""
    if part.kind == "dynamiclist":
        inner = fields_of(part.parts)
        row: JsonObject = {one.key: _sample(one, names, now) for one in inner}
        return [dict(row) for _ in range(_ROWS)]
    if part.has_options:
        values: list[JsonValue] = [one.value for one in options_of(part, names, {})]
        return values[:_ROWS] if part.kind == "checklist" else next(iter(values), "")
    plain: dict[str, JsonValue] = {
        "number": 80,
        "checkbox": True,
        "datetime": now.date().isoformat(),
        "filepicker": [],
        "expression": None,
    }
    return plain.get(part.kind, f"({part.label or part.key})")


def _sample_tasks(
    loaded: LoadedDefinition, template: str, now: datetime
) -> tuple[Task, ...]:
    """Return one done task per step; the last is the one that makes the letter."""
    steps = sorted(
        loaded.definition.steps.values(),
        key=lambda step: (template in step.documents, step.number or 0),
    )
    return tuple(
        Task(
            id=TaskId(f"{SAMPLE}-{step.element}"),
            instance=InstanceId(SAMPLE),
            process=loaded.definition.key,
            element=step.element,
            token=TokenId(SAMPLE),
            name=step.name,
            kind=step.kind,
            lane=step.lane,
            role=step.role,
            state=TaskState.COMPLETED,
            ready_at=now,
            claimed_at=now,
            ended_at=now,
        )
        for step in steps
    )


def _sample_case(loaded: LoadedDefinition, data: JsonObject, now: datetime) -> Instance:
    definition = loaded.definition
    return Instance(
        id=InstanceId(SAMPLE),
        number=0,
        definition=definition.id,
        process=definition.key,
        title=definition.name,
        state=InstanceState.RUNNING,
        snapshot=b"",
        calendar=loaded.calendar,
        started_at=now,
        started_by=MACHINE.user,
        data=data,
    )
