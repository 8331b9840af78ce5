"""Periksa: anybody checks a document, by its code or by the file; nobody signs in."""

from urllib.parse import quote

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.services.documents.checking import Verdict
from web.asking import office, public, settings, visit
from web.auth import address_of_visitor
from web.signing.presenters import CHECKING, verdict_page

blueprint = Blueprint("periksa", __name__)
_LONGEST = 60  # of a code as somebody types it


@blueprint.get(CHECKING)
@public
def ask() -> Response | str:
    """Ask for a code or a file; a code that was typed leads to its own page."""
    code = " ".join(request.args.get("kode", "").split())[:_LONGEST]
    if code:
        return redirect(f"{CHECKING}/{quote(code.replace('/', '-'))}", 303)
    return _page()


@blueprint.get(f"{CHECKING}/<code>")
@public
def by_code(code: str) -> Response:
    """Tell of the document that bears a code."""
    verdict = office().checking.by_code(code[:_LONGEST], address=address_of_visitor())
    return _told(_page(verdict, code))


@blueprint.post(CHECKING)
@public
def by_file() -> Response:
    """Tell of a file; it is read once and kept nowhere."""
    code = request.form.get("kode", "").strip()[:_LONGEST]
    sent = request.files.get("berkas")
    if sent is None or not sent.filename:
        return make_response(_page(problem=visit().say("signing.no_file")), 422)
    verdict = office().checking.by_file(
        sent.read(), code=code, address=address_of_visitor()
    )
    return _told(_page(verdict, code))


def _told(page: str) -> Response:
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _page(verdict: Verdict | None = None, code: str = "", problem: str = "") -> str:
    told = verdict_page(verdict, visit()) if verdict is not None else {}
    return render_template(
        "signing/check.html",
        told=told,
        code=(told.get("code") or code) if verdict is not None else "",
        problem=problem,
        most=settings().upload_max_mb,
    )
