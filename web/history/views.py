"""Riwayat: the log of a case, an officer, an SOP, newest first."""

from flask import Blueprint, render_template, request

from engine.domain.identity import Right
from engine.domain.values import InstanceId, ProcessKey, UserId
from engine.services.cases.history import History
from web.asking import actor, office, visit
from web.history.presenters import event_rows

blueprint = Blueprint("riwayat", __name__, url_prefix="/riwayat")


@blueprint.get("/berkas/<case>")
def of_case(case: str) -> str:
    """Show what happened to a case."""
    found = office().history.of_case(
        InstanceId(case), actor(), cursor=request.args.get("c")
    )
    return _page(found, "case", f"/berkas/{case}", f"/riwayat/berkas/{case}")


@blueprint.get("/petugas/<user>")
def of_officer(user: str) -> str:
    """Show what an officer did."""
    found = office().history.of_officer(
        UserId(user), actor(), cursor=request.args.get("c")
    )
    return _page(found, "officer", "", f"/riwayat/petugas/{user}")


@blueprint.get("/sop/<key>")
def of_sop(key: str) -> str:
    """Show what happened to an SOP and its cases."""
    found = office().history.of_sop(
        ProcessKey(key), actor(), cursor=request.args.get("c")
    )
    return _page(found, "sop", f"/sop/{key}", f"/riwayat/sop/{key}")


def _page(found: History, of: str, back: str, path: str) -> str:
    following = found.events.next
    return render_template(
        "history/list.html",
        of=of,
        name=found.name,
        back=back,
        rows=event_rows(found.events.items, visit()),
        more=f"{path}?c={following}" if following else "",
        above=actor().has(Right.SUPERVISE) or actor().has(Right.ADMINISTER),
    )
