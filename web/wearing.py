"""In which post the visitor acts; apart from `web.hats`, which needs the door."""

from flask import session

from engine.domain.identity import Actor
from engine.services.transactions.hats import Hat
from web.asking import office

CHOICE = "hat"


def worn(actor: Actor) -> tuple[Actor, tuple[Hat, ...], str]:
    """Return the actor as chosen, the choices, and which one counts ("" for all)."""
    if not actor.acting:
        return actor, (), ""
    hats = office().hats.hats(actor)
    chosen = str(session.get(CHOICE, ""))
    limited = office().hats.wearing(actor, chosen)
    return limited, hats, chosen if limited is not actor else ""
