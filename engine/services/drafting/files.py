"""Forms, document templates and decision tables of a draft: who uses them, and how they change.

They are files of the draft: a form in use is never changed, only the next version
has another one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.domain.diagram import Process
from engine.domain.forms import FormDefinition
from engine.domain.identity import Actor, Right
from engine.domain.sop_drafts import DraftState, SopDraft, SopFiles
from engine.domain.values import ProcessKey
from engine.errors import (
    DiagramInvalidError,
    DraftFileInvalidError,
    DraftFileNotFoundError,
)
from engine.ports import DiagramReader
from engine.services.drafting.keeping import OpenDraft, require_drafter
from engine.services.drafting.service import SopDraftService
from engine.store.database import Database

EMPTY_FORM = '{"type": "default", "components": []}'
EMPTY_TEMPLATE = (
    "{#\njudul: {name}\n#}\n"
    '{% extends "_surat" %}\n{% block isi %}\n<p></p>\n{% endblock %}\n'
)
_NAME = re.compile(r"_?[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MOST_LETTERS = 60
PARTIAL = "_"
_Users = tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]]]
"""Who uses each form, each template and each table, by their names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftFile:
    """A form, a template or a decision table of a draft.

    Attributes:
        steps: names of the draft's steps that use it; of a part of letters, the
            letters.
        elsewhere: names of other SOPs in force that have one of this name.
    """

    name: str
    text: str
    steps: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftFiles:
    """All of them, by name; `editable` for the reader, as the draft is now."""

    draft: SopDraft
    forms: tuple[DraftFile, ...]
    templates: tuple[DraftFile, ...]
    tables: tuple[DraftFile, ...]
    editable: bool

    def form(self, name: str) -> DraftFile:
        """Return a form; DraftFileNotFoundError where the draft has none."""
        return _named(self.forms, name)

    def template(self, name: str) -> DraftFile:
        """Return a template; DraftFileNotFoundError where the draft has none."""
        return _named(self.templates, name)

    def table(self, name: str) -> DraftFile:
        """Return a table; DraftFileNotFoundError where the draft has none."""
        return _named(self.tables, name)


class DraftFileService:
    """Reads and changes the forms and templates of drafts."""

    def __init__(
        self, *, database: Database, reader: DiagramReader, drafts: SopDraftService
    ) -> None:
        self._database = database
        self._reader = reader
        self._drafts = drafts

    def files(self, key: ProcessKey, actor: Actor) -> DraftFiles:
        """Return the forms, templates and decision tables of an SOP's draft.

        Raises:
            RefusedError: the actor may neither draft nor approve SOPs.
            DraftNotFoundError: it has none.
        """
        opened = self._drafts.current(actor, key)
        elsewhere = self._elsewhere(key)
        steps = self._steps(opened)
        return DraftFiles(
            draft=opened.draft,
            forms=_files(opened.files.forms, steps[0], elsewhere[0]),
            templates=_files(opened.files.templates, steps[1], elsewhere[1]),
            tables=_files(opened.files.tables, steps[2], elsewhere[2]),
            editable=actor.has(Right.DRAFT)
            and opened.draft.state is DraftState.EDITING,
        )

    def save_form(
        self, key: ProcessKey, name: str, text: str, revision: int, actor: Actor
    ) -> SopDraft:
        """Change a form of the draft, or add one.

        Raises:
            DraftFileInvalidError: the name cannot be used.
            FormInvalidError: the server could not show or check all of it; it names
                the part.
            RefusedError, DraftNotFoundError, DraftConflictError,
            DraftSubmittedError, DraftTooLargeError: see `SopDraftService.save`.
        """
        require_drafter(actor)
        FormDefinition.from_json(require_file_name(name), text)
        files = self._drafts.current(actor, key).files
        changed = replace(files, forms={**files.forms, name: text})
        return self._drafts.save(actor, key, changed, revision)

    def save_template(
        self, key: ProcessKey, name: str, text: str, revision: int, actor: Actor
    ) -> SopDraft:
        """Change a template of the draft, or add one; errors as `save_form`."""
        require_drafter(actor)
        require_file_name(name)
        files = self._drafts.current(actor, key).files
        changed = replace(files, templates={**files.templates, name: text})
        return self._drafts.save(actor, key, changed, revision)

    def add(
        self, key: ProcessKey, kind: str, name: str, revision: int, actor: Actor
    ) -> SopDraft:
        """Add an empty form or template; `kind` is `form` or `template`.

        Raises:
            DraftFileInvalidError: the draft has one of that name; more as `save_form`.
        """
        require_drafter(actor)
        files = self._drafts.current(actor, key).files
        known = files.forms if kind == "form" else files.templates
        if require_file_name(name) in known:
            raise DraftFileInvalidError(name=name, reason="draft_file.taken")
        if kind == "form":
            return self.save_form(key, name, EMPTY_FORM, revision, actor)
        text = EMPTY_TEMPLATE.replace("{name}", name)
        return self.save_template(key, name, text, revision, actor)

    def _steps(self, opened: OpenDraft) -> _Users:
        """Return which steps use each form, each template and each table."""
        forms, templates, tables = found = _nobody()
        for process in self._processes(opened.files, opened.draft.key):
            for node in process.nodes:
                name = node.name or node.id
                if node.form:
                    forms.setdefault(node.form, []).append(name)
                if node.asks:
                    tables.setdefault(node.asks.key, []).append(name)
                for template in node.documents:
                    templates.setdefault(template, []).append(name)
        for part in opened.files.templates:
            if part.startswith(PARTIAL):
                templates[part] = [
                    one
                    for one, text in opened.files.templates.items()
                    if one != part and f'"{part}"' in text
                ]
        return found

    def _processes(self, files: SopFiles, key: ProcessKey) -> tuple[Process, ...]:
        try:
            return self._reader.read(files.diagram, f"{key}.bpmn").processes
        except DiagramInvalidError:
            return ()

    def _elsewhere(self, key: ProcessKey) -> _Users:
        found = _nobody()
        with self._database.read() as uow:
            for summary in uow.definitions.listing():
                if summary.key == key:
                    continue
                stored = uow.definitions.get(summary.id)
                kinds = (stored.forms, stored.templates, stored.tables)
                for users, names in zip(found, kinds, strict=True):
                    for name in names:
                        users.setdefault(name, []).append(summary.name)
        return found


def _nobody() -> _Users:
    return {}, {}, {}


def _files(
    texts: Mapping[str, str],
    steps: Mapping[str, list[str]],
    elsewhere: Mapping[str, list[str]],
) -> tuple[DraftFile, ...]:
    return tuple(
        DraftFile(
            name=name,
            text=texts[name],
            steps=tuple(steps.get(name, ())),
            elsewhere=tuple(elsewhere.get(name, ())),
        )
        for name in sorted(texts)
    )


def _named(files: tuple[DraftFile, ...], name: str) -> DraftFile:
    for one in files:
        if one.name == name:
            return one
    raise DraftFileNotFoundError(name=name[:80])


def require_file_name(name: str) -> str:
    """Return the name of a new file of a draft; DraftFileInvalidError if it is none."""
    if len(name) > _MOST_LETTERS or not _NAME.fullmatch(name):
        raise DraftFileInvalidError(name=name[:80], reason="draft_file.bad_name")
    return name
