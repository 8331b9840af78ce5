"""A form as a whole: read once when it is deployed, then only asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from engine.domain.forms.components import PLAIN, Component, fields_of
from engine.domain.forms.promises import ActionList, action_lists_in, misnamed
from engine.domain.forms.reading import ComponentRefusedError, read_component
from engine.domain.forms.schema import PLAIN_RULES, schema_of, validator_for
from engine.errors import FormInvalidError

MAX_FORM_BYTES = 256_000
MAX_COMPONENTS = 500
MAX_DEPTH = 5

GENERIC_KEY = "umum"
_MOST_SAID = 12
"""Texts that are said at a field, so that a long list does not bury it."""
NOTE = "catatan"


@dataclass(frozen=True, kw_only=True, slots=True)
class FormDefinition:
    """What an officer fills in at a step.

    `raw` is the schema as its author wrote it; `validator` checks filled-in values.
    """

    key: str
    title: str
    components: tuple[Component, ...]
    raw: Mapping[str, Any] = field(repr=False, compare=False)
    validator: Any = field(repr=False, compare=False)

    @property
    def field_names(self) -> frozenset[str]:
        """The names that the form writes into the case's data."""
        return frozenset(part.key for part in fields_of(self.components))

    @property
    def reads(self) -> frozenset[str]:
        """The names that the form reads from the case's data or the office's lists."""
        return _names_read(self.components) - self.field_names

    @property
    def action_lists(self) -> tuple[ActionList, ...]:
        """The lists whose rows promise actions; mostly none."""
        return action_lists_in(self.components)

    @property
    def json_schema(self) -> dict[str, Any]:
        """The JSON Schema of the filled-in values."""
        return schema_of(self.components)

    @classmethod
    def from_json(
        cls, key: str, text: str | bytes | Mapping[str, Any]
    ) -> "FormDefinition":
        """Return a form written in the schema of form-js.

        Args:
            key: the form's key, the name of its file without `.form.json`.
            text: the schema, at most 256,000 bytes and 500 parts, five levels deep.

        Raises:
            FormInvalidError: if the server could not show or check all of it. Facts:
                `form`, `reason` (a message key), `component` (key or kind), and what
                the reason names.
        """
        try:
            raw = _loaded(text)
            title = raw.get("title") or raw.get("name") or key
            components = _Parts().read(raw.get("components"), 1)
        except ComponentRefusedError as refused:
            facts = {"component": "", **refused.facts}
            raise FormInvalidError(form=key, reason=refused.reason, **facts) from None
        return _form(key, str(title), components, raw)


def generic_form(
    names: Sequence[str], texts: Mapping[str, Sequence[str]] | None = None
) -> FormDefinition:
    """Return the form of a step without a form.

    What is not sent is not written: a name that nobody filled stays unknown, so that
    the decision that reads it is asked of a person, and the note of one step does
    not wipe out that of another.

    Args:
        names: names that conditions read and no form fills; each becomes a field
            that takes a text, a number, true or false, or a list of these.
        texts: what conditions compare such a name with; said at its field, for
            whoever has to type one of them. Another text is no mistake.
    """
    components = [
        Component(
            kind="textarea",
            key=NOTE,
            label="Catatan",
            rules={"type": "string", "maxLength": 10_000},
            sparse=True,
            raw={"type": "textarea", "key": NOTE, "label": "Catatan"},
        )
    ]
    components += [
        _plain_field(name, (texts or {}).get(name, ()))
        for name in dict.fromkeys(names)
        if name != NOTE
    ]
    raw_form = {"type": "default", "components": [dict(one.raw) for one in components]}
    return _form(GENERIC_KEY, "", tuple(components), raw_form)


def _plain_field(name: str, texts: Sequence[str]) -> Component:
    raw = {"type": PLAIN, "key": name, "label": name}
    if texts:
        raw["description"] = " / ".join(texts[:_MOST_SAID])
    return Component(
        kind=PLAIN, key=name, label=name, rules=PLAIN_RULES, sparse=True, raw=raw
    )


def _names_read(parts: tuple[Component, ...]) -> frozenset[str]:
    names: set[str] = set()
    for part in parts:
        for one in (part.hide, part.computed, part.prefill, part.options_expression):
            names |= one.names if one is not None else set()
        names |= {part.options_key} if part.options_key else set()
        names |= _names_read(part.parts)
    return frozenset(names)


def _form(
    key: str, title: str, components: tuple[Component, ...], raw: Mapping[str, Any]
) -> FormDefinition:
    validator = validator_for(schema_of(components))
    return FormDefinition(
        key=key, title=title, components=components, raw=raw, validator=validator
    )


def _loaded(text: str | bytes | Mapping[str, Any]) -> Mapping[str, Any]:
    raw: Any = text
    if isinstance(text, str | bytes):
        if len(text) > MAX_FORM_BYTES:
            raise ComponentRefusedError("form.definition_too_large")
        try:
            raw = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise ComponentRefusedError("form.unreadable") from None
    if not isinstance(raw, Mapping):
        raise ComponentRefusedError("form.unreadable")
    return raw


class _Parts:
    """Reads the levels of a form and counts its parts."""

    def __init__(self) -> None:
        self._count = 0

    def read(self, raws: object, depth: int) -> tuple[Component, ...]:
        if not isinstance(raws, list):
            raise ComponentRefusedError("form.unreadable")
        if depth > MAX_DEPTH:
            raise ComponentRefusedError("form.definition_too_deep")
        parts = tuple(self._one(raw, depth) for raw in raws)
        _refuse_twice_the_same_key(parts)
        return parts

    def _one(self, raw: object, depth: int) -> Component:
        if not isinstance(raw, Mapping):
            raise ComponentRefusedError("form.unreadable")
        self._count += 1
        if self._count > MAX_COMPONENTS:
            raise ComponentRefusedError("form.too_many_parts")
        inner: tuple[Component, ...] = ()
        if raw.get("type") in ("group", "dynamiclist"):
            inner = self.read(raw.get("components", []), depth + 1)
        try:
            part = read_component(raw, inner)
            _refuse_rows_nobody_can_match(part)
            _refuse_actions_of_nothing(part)
        except ComponentRefusedError as refused:
            named = raw.get("key") or raw.get("path") or raw.get("type")
            refused.facts.setdefault("component", str(named)[:80])
            raise
        return part


def _refuse_twice_the_same_key(parts: tuple[Component, ...]) -> None:
    seen: set[str] = set()
    for part in fields_of(parts):
        if part.key in seen:
            raise ComponentRefusedError("form.duplicate_key", component=part.key)
        seen.add(part.key)


def _refuse_actions_of_nothing(part: Component) -> None:
    """Refuse a list of actions that names a field or a part that is not there."""
    wrong = misnamed(part)
    if wrong is not None:
        raise ComponentRefusedError("form.actions_misnamed", word=wrong[:80])


def _refuse_rows_nobody_can_match(part: Component) -> None:
    """Refuse a fixed value in a row that may be removed: whose value would it be?"""
    if part.kind != "dynamiclist" or (part.fixed_rows and part.prefill is not None):
        return
    for inner in fields_of(part.parts):
        if inner.readonly and inner.prefill is None:
            raise ComponentRefusedError("form.readonly_in_open_list", inner=inner.key)
