"""How a component is drawn: as which input, in a table or as a card."""

import re
from typing import Any

from engine.domain.forms.components import Component, fields_of
from web.form_fields import ShownColumn

# What fits beside its neighbours in a row of a table.
_NARROW = frozenset(["textfield", "number", "datetime", "select", "expression"])
_MOST_COLUMNS = 5
_INPUTS = {"date": "date", "time": "time", "datetime": "datetime-local"}
_TYPES = {"email": "email", "phone": "tel"}


def fresh_row(part: Component) -> dict[str, Any]:
    """Return what a new row of a list begins with."""
    return {
        one.key: one.default for one in fields_of(part.parts) if one.default is not None
    }


def slug(label: str) -> str:
    """Return the id of a group by its label."""
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") or "kelompok"


def fits_a_table(part: Component) -> bool:
    """Tell whether the rows of a list are drawn as rows of a table."""
    shown = [one for one in part.parts if one.writes or one.kind in ("group", "table")]
    narrow = all(one.kind in _NARROW for one in shown)
    return narrow and 1 < len(shown) <= _MOST_COLUMNS


def columns(part: Component) -> tuple[ShownColumn, ...]:
    """Return the headings of a list that is drawn as a table."""
    return tuple(
        ShownColumn(
            label=one.label or one.key,
            required=one.required,
            numeric=one.kind in ("number", "expression"),
        )
        for one in part.parts
        if one.writes
    )


def input_type(part: Component) -> str:
    """Return the type of the input element of a field."""
    if part.kind == "datetime":
        return _INPUTS[str(part.raw.get("subtype", "date"))]
    return _TYPES.get(str(part.rules.get("format")), "text")


def attributes(part: Component) -> dict[str, str]:
    """Return what helps to type; whether it fits is decided by the server."""
    if part.kind == "number":
        decimals = part.rules.get("type") != "integer"
        return {"inputmode": "decimal" if decimals else "numeric"}
    if part.kind == "filepicker":
        accept = str(part.raw.get("accept") or "")
        return {"accept": accept} if accept else {}
    limit = part.rules.get("maxLength")
    return {"maxlength": str(limit)} if limit and part.kind != "datetime" else {}
