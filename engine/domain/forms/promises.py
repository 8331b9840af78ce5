"""Which lists of a form promise actions, and which of their fields is what.

A list makes actions where its property `actions` says so:

    "properties": {"actions": "text=uraian officer=petugas due=tenggat"}

`text` is what is to be done, `officer` a post (role key), `responsible` a name in
words, `due` the last day, `indicator` a code.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.domain.forms.components import Component, fields_of

PROPERTY = "actions"
PARTS = ("text", "officer", "responsible", "due", "indicator")


@dataclass(frozen=True, kw_only=True, slots=True)
class ActionList:
    """A list of a form that makes actions: which field is what."""

    key: str
    fields: Mapping[str, str]


def action_lists_in(parts: tuple[Component, ...]) -> tuple[ActionList, ...]:
    """Return the lists among the parts of a form that make actions; mostly none."""
    return tuple(
        ActionList(key=part.key, fields=named)
        for part in fields_of(parts)
        if (named := fields_named(part))
    )


def fields_named(part: Component) -> dict[str, str]:
    """Return which field of a list is which part of an action, {} without any."""
    properties = part.raw.get("properties")
    said = properties.get(PROPERTY) if isinstance(properties, Mapping) else None
    if part.kind != "dynamiclist" or not isinstance(said, str):
        return {}
    return dict(word.split("=", 1) for word in said.split() if "=" in word)


def misnamed(part: Component) -> str | None:
    """Return the first word of a list's property that names nothing, else None."""
    known = {inner.key for inner in fields_of(part.parts)}
    for name, key in fields_named(part).items():
        if name not in PARTS or key not in known:
            return f"{name}={key}"
    return None
