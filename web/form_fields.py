"""What a template needs to draw one field, and nothing it would have to work out.

Every field of the form is drawn, hidden ones too: a script shows and hides them
while somebody types, and without a script the server does so on the next page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FIRST = "f."
BLANK = "__i__"


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownOption:
    """One choice; `value` is the text that is posted."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownFile:
    """A stored file that a field names; `address` opens it."""

    id: str
    name: str
    size: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownField:
    """A field as it is drawn.

    Attributes:
        kind: of the component; a locked field is drawn as text whatever it is.
        name: posted name (`f.realisasi.0.nilai`), empty where nothing is posted.
        text: value of a field that holds one text, or what a locked one shows.
        attributes: of the input element (`maxlength`, `accept`, `inputmode`).
        parts: inner fields of a group.
        live: other fields depend on it, or it depends on others.
    """

    kind: str
    name: str = ""
    label: str = ""
    hint: str = ""
    text: str = ""
    error: str = ""
    required: bool = False
    locked: bool = False
    hidden: bool = False
    multiple: bool = False
    checked: bool = False
    input_type: str = "text"
    attributes: Mapping[str, str] = field(default_factory=dict)
    options: tuple[ShownOption, ...] = ()
    files: tuple[ShownFile, ...] = ()
    posted: tuple[str, ...] = ()
    parts: tuple["ShownField", ...] = ()
    rows: tuple["ShownRow", ...] = ()
    blank: "ShownRow | None" = None
    columns: tuple["ShownColumn", ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def id(self) -> str:
        """The element's id; fields without a name have none."""
        return self.name.replace(".", "-")

    @property
    def path(self) -> str:
        """The field's path in the submission."""
        return self.name.removeprefix(FIRST)

    @property
    def described_by(self) -> str:
        """Ids of the texts that explain the field."""
        ids = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownColumn:
    """Heading of a table; `wide` columns hold long texts."""

    label: str
    required: bool = False
    numeric: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownRow:
    """One row of a list.

    `title` names it where it is drawn as a card; `named` rows take it from their
    first field, which need not be told twice.
    """

    index: str
    number: str
    title: str
    parts: tuple[ShownField, ...]
    named: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldError:
    """A line of the error summary; `target` is the element's id, or empty."""

    target: str
    label: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownForm:
    """A form as it is drawn."""

    title: str
    parts: tuple[ShownField, ...]
    errors: tuple[FieldError, ...] = ()
    has_files: bool = False
    is_live: bool = False
