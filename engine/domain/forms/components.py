"""The parts of a form: what the server can show, check and compute.

A form is written in the schema of form-js. Only the kinds listed here are
understood; a form with any other is refused by name when it is saved, so that no
field is ever shown without being checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.expressions import Expression

TEXTS = frozenset(["textfield", "textarea"])
CHOICES = frozenset(["radio", "select"])
FIELDS = TEXTS | CHOICES | {"number", "datetime", "checkbox", "checklist", "filepicker"}
DISPLAYS = frozenset(["text", "table", "separator", "spacer", "button"])
KINDS = FIELDS | DISPLAYS | {"expression", "group", "dynamiclist"}

# A field of the form that a step without a form gets: any plain JSON value.
PLAIN = "plain"
_LISTS = frozenset(["checklist", "filepicker", "dynamiclist"])


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One entry of a choice: what is stored, and what is read."""

    value: str | int | float | bool
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """One part of a form; `parts` are the inner ones of a group or list.

    `rules` is the JSON Schema of one filled-in value; a `sparse` field that was not
    sent has no value at all, where others become empty. `raw` is the part as its
    author wrote it, for what only concerns the screen.
    """

    kind: str
    key: str = ""
    label: str = ""
    required: bool = False
    readonly: bool = False
    hide: Expression | None = None
    computed: Expression | None = None
    prefill: Expression | None = None
    prefill_where: Expression | None = None
    default: Any = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[Option, ...] | None = None
    options_key: str = ""
    options_expression: Expression | None = None
    parts: tuple["Component", ...] = ()
    fixed_rows: bool = False
    least_rows: int = 0
    most_rows: int = 0
    sparse: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        """Whether the part has a value of its own in the submission."""
        return bool(self.key)

    @property
    def has_options(self) -> bool:
        """Whether the part is filled in by choosing."""
        return self.kind in CHOICES or self.kind == "checklist"

    @property
    def empty(self) -> Any:  # noqa: ANN401 - any JSON value
        """The value of the part when it is hidden or left empty.

        It is stored too: what an earlier visit of the step filled in must not
        outlive its field.
        """
        if self.kind in _LISTS:
            return []
        return False if self.kind == "checkbox" else None


def fields_of(parts: tuple[Component, ...]) -> tuple[Component, ...]:
    """Return the parts of one level that have a value, those of groups included."""
    found: list[Component] = []
    for part in parts:
        if part.kind == "group":
            found.extend(fields_of(part.parts))
        elif part.writes:
            found.append(part)
    return tuple(found)
