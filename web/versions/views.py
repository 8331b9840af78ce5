"""Versi: who made each version, what runs in it, what is different between two."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.domain.values import ProcessKey
from engine.errors import DiagramInvalidError, ProcessNotFoundError
from web.asking import actor, office, tell, visit
from web.versions.differences import difference_page
from web.versions.presenters import PATH, tabs, versions_page

DRAFT = "draf"
blueprint = Blueprint("versi", __name__, url_prefix=PATH)


@blueprint.get("/<key>/versi")
def listing(key: ProcessKey) -> str:
    """Show all versions of an SOP, newest first."""
    found = office().versions.page(key, actor())
    return render_template("versions/list.html", **versions_page(found, visit()))


@blueprint.post("/<key>/versi/<int:version>/tarik")
def retire(key: ProcessKey, version: int) -> Response:
    """Put a version away in which nothing runs."""
    office().versions.retire(key, version, actor())
    tell("versions.retired_now", n=version)
    return redirect(f"{PATH}/{key}/versi", 303)


@blueprint.post("/<key>/versi/<int:version>/kembali")
def go_back(key: ProcessKey, version: int) -> Response:
    """Make a draft of an earlier version; approved, it is a new version."""
    office().versions.go_back(key, version, actor())
    tell("versions.back_drafted", n=version)
    return redirect(f"{PATH}/{key}/persetujuan", 303)


@blueprint.get("/<key>/beda")
def compare(key: ProcessKey) -> str:
    """Show two versions side by side, and what is different in words."""
    after = request.args.get("ke", "")
    try:
        found = office().comparing.compare(
            key,
            actor(),
            _number(request.args.get("dari", "")),
            _number(after),
            draft=after == DRAFT,
        )
    except ProcessNotFoundError:
        known = office().versions.page(key, actor())
        if len(known.lines) > 1 or after or request.args.get("dari"):
            raise
        page = versions_page(known, visit()) | {"tabs": tabs(key, "beda", visit())}
        return render_template("versions/alone.html", **page)
    except DiagramInvalidError as error:
        known = office().versions.page(key, actor())
        problems = error.facts["problems"]
        page = versions_page(known, visit())
        return render_template("versions/unready.html", **page, problems=problems)
    return render_template(
        "versions/difference.html", **difference_page(found, visit())
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
