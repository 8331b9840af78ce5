"""Tanda tangan: what waits for one's signature, and the key to give it with.

A passphrase is read from the form and handed on; no page, message or log shows it.
"""

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.errors import ConflictError, InvalidError, RefusedError
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit
from web.errors import status_of
from web.signing.presenters import SIGNING, key_facts, waiting_rows

blueprint = Blueprint("tanda-tangan", __name__, url_prefix=SIGNING)
_LARGEST_KEY = 100_000  # bytes


@blueprint.get("")
def waiting() -> str:
    """Show what waits for one's signature, and one's key."""
    return _page()


@blueprint.post("")
def sign() -> Response:
    """Sign the chosen documents."""
    chosen = request.form.getlist("dokumen")
    if not chosen:
        return make_response(_page(problem=visit().say("signing.none_chosen")), 422)
    try:
        signed = office().signing.sign(
            chosen,
            actor(),
            request.form.get("frasa", ""),
            identity=request.form.get("nik", ""),
        )
    except (InvalidError, ConflictError, RefusedError) as error:
        return _refused(error, chosen)
    tell("signing.done", n=len(signed))
    return redirect(SIGNING, 303)


@blueprint.post("/kunci")
def deposit() -> Response:
    """Keep one's key."""
    sent = request.files.get("kunci")
    if sent is None or not sent.filename:
        return make_response(_page(key_problem=visit().say("signing.no_key_file")), 422)
    try:
        office().signing_keys.deposit(
            actor(), sent.read(_LARGEST_KEY + 1), request.form.get("frasa", "")
        )
    except (InvalidError, ConflictError) as error:
        told = sentence_of(error, visit().language)
        return make_response(_page(key_problem=told), status_of(error))
    tell("signing.key_kept")
    return redirect(f"{SIGNING}#kunci-saya", 303)


@blueprint.post("/kunci/cabut")
def withdraw() -> Response:
    """Take one's key back."""
    office().signing_keys.withdraw(actor())
    tell("signing.key_gone")
    return redirect(f"{SIGNING}#kunci-saya", 303)


def _refused(
    error: InvalidError | ConflictError | RefusedError, chosen: list[str]
) -> Response:
    told = sentence_of(error, visit().language)
    return make_response(_page(problem=told, chosen=chosen), status_of(error))


def _page(
    problem: str = "", key_problem: str = "", chosen: list[str] | None = None
) -> str:
    service, now = office().signing, office().clock.now()
    key = office().signing_keys.own(actor())
    return render_template(
        "signing/waiting.html",
        rows=waiting_rows(service.waiting(actor()), chosen),
        asks_for_key=service.asks_for_key,
        key=key_facts(key, now) if key is not None else None,
        problem=problem,
        key_problem=key_problem,
    )
