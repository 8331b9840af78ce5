"""Who may come into the editor's rooms: asked before anything that was sent is read."""

from flask import Blueprint, request

from engine.domain.identity import Right
from engine.services.transactions.access import require_right
from web.asking import actor
from web.csrf import SAFE


def drafting(blueprint: Blueprint) -> Blueprint:
    """Let only those who may draft change anything; services say who reads."""
    blueprint.before_request(_ask)
    return blueprint


def require_drafter() -> None:
    """Raise RefusedError unless the visitor may draft SOPs."""
    require_right(actor(), Right.DRAFT, action="draft", subject="")


def _ask() -> None:
    if request.method not in SAFE:
        require_drafter()
