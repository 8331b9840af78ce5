"""Who does what: lanes, roles and performers."""

import re
from dataclasses import replace

from engine.domain.checking.draft import Draft
from engine.domain.checking.known import Known
from engine.domain.checking.names import compiled
from engine.domain.diagram import EventKind, Lane, Node
from engine.domain.problems import Severity
from engine.domain.role_names import role_key_of, same_name
from engine.domain.signing import PERFORMER
from engine.domain.values import ElementId

_LITERAL = re.compile(r"[^${}#=(),]{1,80}")


def performers(draft: Draft) -> None:
    """Read performers, foreign ones too; refuse an expression nobody can read."""
    for node in list(draft.nodes.values()):
        if node.performer is None:
            continue
        if node.performer_is_foreign:
            _foreign_performer(draft, node)
        elif node.performer.startswith("="):
            if compiled(node.performer) is None:
                draft.found.error("performer_unreadable", node, text=node.performer)
        elif not re.fullmatch(r"[\w.-]{1,80}", node.performer):
            draft.found.error("performer_unreadable", node, text=node.performer)


def assign_lanes(draft: Draft) -> None:
    """Give every person's step a lane with a name.

    Without lanes the pool or the process names the one role; a step in no lane,
    or in a lane without a name, is given to that role too, and told.
    """
    had_lanes = bool(draft.lanes)
    named = {lane.id: lane for lane in draft.lanes if lane.name or lane.role}
    fallback = Lane(
        id=draft.free_id(f"{draft.process.id}--lane"),
        name=draft.title,
        line=draft.process.line,
    )
    parents = {lane.id: lane.parent for lane in draft.lanes}
    fallen = False
    for node in list(draft.nodes.values()):
        lane = _lane_of(draft, node, named, parents)
        if lane is None and needs_lane(node):
            _tell_no_lane(draft, node, had_lanes=had_lanes)
            lane, fallen = fallback.id, True
        draft.change(node.id, lane=lane)
    draft.lanes = [
        replace(lane, name=lane.name or lane.role or "") for lane in named.values()
    ]
    if fallen:
        draft.lanes.append(fallback)


def unknown_roles(draft: Draft, known: Known) -> None:
    """Tell which lanes name a role that the office does not have yet."""
    if known.roles is None:
        return
    keys = {role_key_of(role) for role in known.roles}
    busy = {node.lane for node in draft.nodes.values() if needs_lane(node)}
    for lane in draft.lanes:
        is_known = any(same_name(lane.name, role) for role in known.roles) or (
            lane.role in keys | known.roles
        )
        if lane.id in busy and not is_known:
            draft.found.warning("role_unknown", lane)


def unknown_performers(draft: Draft, known: Known) -> None:
    """Tell which performers are no role of the office: nobody can do their steps."""
    if known.roles is None:
        return
    keys = {*known.roles, *map(role_key_of, known.roles)}
    keys |= {lane.role or role_key_of(lane.name) for lane in draft.lanes}
    for node in draft.nodes.values():
        if names_a_role(node) and node.performer not in keys:
            lists = {"keys": [node.performer or ""]}
            draft.found.tell(Severity.WARNING, "performer_unknown", node, lists=lists)


def names_a_role(node: Node) -> bool:
    """Tell whether a step is done by a role that the step itself names."""
    return (
        needs_lane(node)
        and node.performer is not None
        and not node.performer.startswith("=")
    )


def unknown_signers(draft: Draft, known: Known) -> None:
    """Tell signers of documents who are neither a lane's role nor the office's.

    Nobody would ever be asked for such a signature.
    """
    roles = known.roles or frozenset()
    keys = {PERFORMER, *roles, *map(role_key_of, roles)}
    keys |= {lane.role or role_key_of(lane.name) for lane in draft.lanes}
    for node in draft.nodes.values():
        named = dict.fromkeys(one for _, several in node.signers for one in several)
        unknown = [one for one in named if one not in keys]
        if unknown:
            lists = {"keys": unknown}
            draft.found.tell(Severity.WARNING, "signer_unknown", node, lists=lists)


def busy_lanes(draft: Draft) -> tuple[str, ...]:
    """Return the names of the lanes that hold anything, each once."""
    busy = {node.lane for node in draft.nodes.values()}
    names = (lane.name for lane in draft.lanes if lane.id in busy)
    return tuple(dict.fromkeys(names))


def needs_lane(node: Node) -> bool:
    """Tell whether somebody has to do this node."""
    waits = node.kind == "boundaryEvent" and node.event is not EventKind.TIMER
    return node.wait is not None or waits


def _lane_of(
    draft: Draft,
    node: Node,
    named: dict[str, Lane],
    parents: dict[str, str | None],
) -> str | None:
    """Return the nearest named lane around a node, or around what holds it."""
    around: Node | None = node
    seen: set[ElementId] = set()
    while around is not None and around.id not in seen:
        seen.add(around.id)  # an event may claim to sit on itself
        lane = around.lane
        while lane is not None and lane not in named:
            lane = parents.get(lane)
        if lane is not None:
            return lane
        holder = around.attached_to or around.parent
        around = draft.nodes.get(ElementId(holder)) if holder else None
    return None


def _tell_no_lane(draft: Draft, node: Node, *, had_lanes: bool) -> None:
    title = draft.title
    if not had_lanes:
        draft.found.info("no_lanes", node, role=title)
    elif node.lane is not None:
        draft.found.warning("lane_unnamed", node, role=title)
    else:
        draft.found.warning("step_in_no_lane", node, role=title)


def _foreign_performer(draft: Draft, node: Node) -> None:
    """Read a vendor's group or assignee where it is a plain name."""
    first, *others = (part.strip() for part in (node.performer or "").split(","))
    if _LITERAL.fullmatch(first):
        draft.change(node.id, performer=role_key_of(first), performer_is_foreign=False)
        if others:
            draft.found.warning("several_performers", node, role=first)
    else:
        texts = [node.performer or ""]
        draft.found.tell(
            Severity.WARNING, "performer_foreign", node, lists={"texts": texts}
        )
        draft.change(node.id, performer=None, performer_is_foreign=False)
