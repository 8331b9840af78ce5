"""What the product brings along: forms and letters that a draft may begin with.

A letter extends parts (`_surat`). Those of the office come first, for it may have
made them its own; what neither draft nor office has is taken along.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace

from engine.domain.forms import FormDefinition
from engine.domain.identity import Actor
from engine.domain.sop_drafts import SopDraft
from engine.domain.values import ProcessKey
from engine.errors import DraftFileInvalidError
from engine.services.definitions.bundle import PARTIAL, Supplies
from engine.services.definitions.templates import head_of
from engine.services.drafting.files import DraftFiles
from engine.services.drafting.keeping import require_drafter
from engine.services.drafting.service import SopDraftService
from engine.store.database import Database

FORM, TEMPLATE = "form", "template"
_PART = re.compile(r'"(_[a-z0-9-]{1,59})"')


@dataclass(frozen=True, kw_only=True, slots=True)
class StockLine:
    """A form or letter that a draft may take; `kind` is `form` or `template`."""

    kind: str
    name: str
    title: str


class StockService:
    """Offers what came with the product to drafts."""

    def __init__(
        self,
        *,
        database: Database,
        drafts: SopDraftService,
        shipped: Callable[[], Supplies],
    ) -> None:
        """Offer what is shipped; it is asked for when somebody looks."""
        self._database = database
        self._drafts = drafts
        self._shipped = shipped

    def offered(self, files: DraftFiles) -> list[StockLine]:
        """Return what a draft that is being edited has not got yet, by title."""
        if not files.editable:
            return []
        shipped = self._shipped()
        forms = {one.name for one in files.forms}
        templates = {one.name for one in files.templates}
        lines = [
            StockLine(kind=FORM, name=name, title=_title(name, text))
            for name, text in shipped.forms.items()
            if name not in forms
        ]
        lines += [
            StockLine(kind=TEMPLATE, name=name, title=head_of(text).title or name)
            for name, text in shipped.templates.items()
            if name not in templates and not name.startswith(PARTIAL)
        ]
        return sorted(lines, key=lambda one: (one.kind, one.title))

    def take(
        self, key: ProcessKey, kind: str, name: str, revision: int, actor: Actor
    ) -> SopDraft:
        """Add a form or letter to the draft, with the parts that it needs.

        Raises:
            DraftFileInvalidError: nothing of that name came along, or the draft has
                one.
            RefusedError, DraftNotFoundError, DraftConflictError,
            DraftSubmittedError, DraftTooLargeError: see `SopDraftService.save`.
        """
        require_drafter(actor)
        shipped = self._shipped()
        files = self._drafts.current(actor, key).files
        here, there = files.templates, shipped.templates
        if kind == FORM:
            here, there = files.forms, shipped.forms
        is_offered = name in there and not name.startswith(PARTIAL)
        if kind not in {FORM, TEMPLATE} or not is_offered:
            raise DraftFileInvalidError(name=name[:80], reason="draft_file.not_shipped")
        if name in here:
            raise DraftFileInvalidError(name=name, reason="draft_file.taken")
        if kind == FORM:
            changed = replace(files, forms={**here, name: there[name]})
        else:
            known = {*here, *self._in_force()}
            added = _with_parts(shipped, name, known)
            changed = replace(files, templates={**here, **added})
        return self._drafts.save(actor, key, changed, revision)

    def _in_force(self) -> set[str]:
        with self._database.read() as uow:
            return {
                name
                for summary in uow.definitions.listing()
                for name in uow.definitions.get(summary.id).templates
            }


def _with_parts(shipped: Supplies, name: str, known: Container[str]) -> dict[str, str]:
    """Return a template with the parts that it calls and nobody has, in turn."""
    found: dict[str, str] = {}
    wanted = [name]
    while wanted:
        one = wanted.pop()
        text = shipped.templates.get(one)
        if text is None or one in found or (one != name and one in known):
            continue
        found[one] = text
        wanted += _PART.findall(text)
    return found


def _title(name: str, text: str) -> str:
    return FormDefinition.from_json(name, text).title
