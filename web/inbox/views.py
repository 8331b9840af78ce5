"""The inbox: what waits for an officer, taken and given back one by one or several.

Taking several is one transaction each: what somebody else was faster at does not
keep the others from being taken.
"""

from collections.abc import Callable, Sequence

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import ProcessKey, TaskId
from engine.errors import ConflictError, MutuBakuError, NotFoundError, RefusedError
from engine.services.cases.worklist import Pile, Wanted
from engine.translations import sentence_of
from web.asking import actor, office, tell, visit
from web.inbox.presenters import PATH, TABS, inbox_page, outcome_words

MOST_AT_ONCE = 50
PAGE = 30
blueprint = Blueprint("kotak-masuk", __name__, url_prefix=PATH)


@blueprint.get("")
def show() -> str:
    """Show a pile of the inbox."""
    wanted = _wanted()
    found = office().worklist.listing(actor(), wanted)
    # Who opens the inbox without saying which pile sees one with work in it.
    if "tab" not in request.args and not found.items and found.counts.shared:
        wanted = Wanted(pile=Pile.SHARED, limit=PAGE)
        found = office().worklist.listing(actor(), wanted)
    choices = office().worklist.choices(actor())
    page = inbox_page(found, wanted, choices, visit())
    # The header asks for the numbers that the list has counted already.
    page["waiting"] = lambda: found.counts
    return render_template("inbox/inbox.html", **page, outcome=_outcome())


@blueprint.post("/ambil")
def claim() -> Response:
    """Take one task and open it, or take several and stay."""
    one = request.form.get("satu")
    if one is not None:
        office().inbox.claim(TaskId(one), actor())
        return redirect(f"/tugas/{one}", 303)
    _each("claimed", lambda task: office().inbox.claim(task, actor()))
    return redirect(_back(), 303)


@blueprint.post("/lepas")
def release() -> Response:
    """Give tasks back to their lanes."""
    _each("released", lambda task: office().inbox.release(task, actor()))
    return redirect(_back(), 303)


def _wanted() -> Wanted:
    asked = request.args
    return Wanted(
        pile=TABS.get(asked.get("tab", ""), Pile.MINE),
        process=ProcessKey(asked["sop"]) if asked.get("sop") else None,
        lane=asked.get("jalur") or None,
        late=True if asked.get("lewat") else None,
        text=asked.get("cari", "").strip(),
        limit=PAGE,
        cursor=asked.get("c") or None,
    )


def _outcome() -> dict[str, object] | None:
    """Return what became of the task that was completed just now."""
    done = request.args.get("selesai")
    if not done:
        return None
    try:
        outcome = office().task_details.outcome(TaskId(done), actor())
    except (NotFoundError, ValueError):
        return None
    return outcome_words(outcome, actor(), visit())


def _each(verb: str, change: Callable[[TaskId], object]) -> None:
    done, refused = 0, list[MutuBakuError]()
    for task in _chosen():
        try:
            change(task)
            done += 1
        except (ConflictError, RefusedError, NotFoundError) as error:
            refused.append(error)
    if done:
        tell(f"inbox.{verb}", n=done)
    for one in refused[:3]:
        tell("inbox.not_done", "warning", why=sentence_of(one, visit().language))
    if not done and not refused:
        tell("inbox.none_chosen", "warning")


def _chosen() -> Sequence[TaskId]:
    return [TaskId(one) for one in request.form.getlist("tugas")[:MOST_AT_ONCE]]


def _back() -> str:
    back = request.form.get("kembali", "")
    return back if back.startswith(f"{PATH}?") else PATH
