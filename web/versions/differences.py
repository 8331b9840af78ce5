"""Two versions side by side: coloured diagrams, and a table in words."""

from collections.abc import Iterable
from datetime import date

from engine.domain.decisions.changes import TableChange
from engine.domain.differences import (
    ChangeKind,
    ElementChange,
    FieldChange,
    FileChange,
    Value,
)
from engine.domain.durations import WorkDuration
from engine.services.versions.comparing import Compared, Side
from web.asking import Visit
from web.case_words import standard_words, timer_words
from web.diagrams import Mark, Words, picture
from web.presenting import day_words
from web.versions.presenters import PATH, tabs

_SIGNS = {
    ChangeKind.ADDED: ("plus", "fine"),
    ChangeKind.REMOVED: ("x", "late"),
    ChangeKind.MOVED: ("route", "none"),
    ChangeKind.CHANGED: ("refresh", "risk"),
}
_HIDDEN_BEFORE = frozenset({ChangeKind.ADDED})
_HIDDEN_AFTER = frozenset({ChangeKind.REMOVED})
_CODED = frozenset({"clock", "interrupting"})


def difference_page(found: Compared, visit: Visit) -> dict[str, object]:
    """Return what the template of two versions shows."""
    told = found.difference
    return {
        "name": found.name,
        "path": f"{PATH}/{found.key}",
        "here": f"{PATH}/{found.key}/beda",
        "tabs": tabs(found.key, "beda", visit),
        "versions": found.versions,
        "has_draft": found.has_draft,
        "before": found.before,
        "after": found.after,
        "names": (_named(found.before, visit), _named(found.after, visit)),
        "equal": told.is_empty,
        "pictures": (
            _picture(found, found.before, "dari", _HIDDEN_BEFORE, visit),
            _picture(found, found.after, "ke", _HIDDEN_AFTER, visit),
        ),
        "legend": [_pill(kind, visit) for kind in ChangeKind],
        "steps": [_element(one, visit) for one in told.steps],
        "others": [_element(one, visit) for one in told.others],
        "forms": [_file(one, visit) for one in told.forms],
        "templates": [_file(one, visit) for one in told.templates],
        "tables": [_table(one, visit) for one in told.tables],
        "identity": [_field(one, visit) for one in told.identity],
    }


def _named(side: Side, visit: Visit) -> str:
    if side.version is None:
        return visit.say("versions.draft")
    return visit.say("versions.version_n", n=side.version)


def _picture(
    found: Compared,
    side: Side,
    name: str,
    hidden: Iterable[ChangeKind],
    visit: Visit,
) -> object:
    kinds = found.difference.kinds()
    marks = {
        str(element): Mark(
            classes=(f"is-{kind.value}",),
            note=visit.say(f"versions.kind_{kind.value}"),
        )
        for element, kind in kinds.items()
        if kind not in hidden
    }
    timers = {
        shape.element: timer_words(shape.timer, visit)
        for shape in side.layout.shapes
        if shape.timer and not shape.name
    }
    words = Words(
        title=visit.say("versions.diagram_of", version=_named(side, visit)),
        description=visit.say("versions.diagram_told", n=len(marks)),
        timers=timers,
    )
    return picture(side.layout, words, marks, name=name)


def _pill(kind: ChangeKind, visit: Visit) -> tuple[str, str, str, str]:
    icon, state = _SIGNS[kind]
    return kind.value, visit.say(f"versions.kind_{kind.value}"), state, icon


def _element(one: ElementChange, visit: Visit) -> dict[str, object]:
    old, new = one.places
    moved = ""
    if one.has_moved and old is not None and new is not None:
        moved = visit.say("versions.moved_from", before=old, after=new)
    return {
        "name": one.name or visit.say("versions.unnamed"),
        "number": new or old or "",
        "pill": _pill(one.kind, visit),
        "moved": moved,
        "fields": [_field(each, visit) for each in one.fields],
    }


def _file(one: FileChange, visit: Visit) -> dict[str, object]:
    return {
        "name": one.key,
        "pill": _pill(one.kind, visit),
        "added": ", ".join(one.added),
        "removed": ", ".join(one.removed),
    }


def _table(one: TableChange, visit: Visit) -> dict[str, object]:
    """Return a decision table with its columns and rows before and after."""
    found: list[tuple[str, list[str], list[str]]] = []
    if one.hit is not None:
        found.append((visit.say("versions.table_hit"), [one.hit[0]], [one.hit[1]]))
    if one.added or one.removed:
        label = visit.say("versions.table_columns")
        found.append((label, list(one.removed), list(one.added)))
    for number, before, after in one.rows:
        label = visit.say("versions.table_row", n=number)
        found.append((label, [before] if before else [], [after] if after else []))
    return {
        "name": one.title,
        "pill": _pill(ChangeKind(one.kind), visit),
        "fields": found,
    }


def _field(one: FieldChange, visit: Visit) -> tuple[str, list[str], list[str]]:
    label = visit.say(f"versions.field_{one.field}")
    return label, _lines(one, one.before, visit), _lines(one, one.after, visit)


def _lines(one: FieldChange, value: Value, visit: Visit) -> list[str]:
    """Return a value as lines; nothing is said of nothing."""
    if isinstance(value, WorkDuration):
        return [standard_words(value, visit)]
    if isinstance(value, tuple):
        return list(value)
    text = "" if value is None else str(value)
    return [_said(one.field, line, visit) for line in text.splitlines()]


def _said(name: str, text: str, visit: Visit) -> str:
    if name in _CODED:
        return visit.say(f"versions.{name}_{text}")
    if name == "time":
        return timer_words(text, visit) or text
    return _day(text, visit) if name.startswith("tanggal_") else text


def _day(text: str, visit: Visit) -> str:
    try:
        return day_words(date.fromisoformat(text), visit.language).partition(", ")[2]
    except ValueError:
        return text
