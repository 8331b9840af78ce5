"""The editor's pages in words, and what its script is told."""

from collections.abc import Sequence

from engine.domain.problems import Problem
from engine.domain.sop_drafts import RevisionLine, SopDraft
from engine.services.drafting.editor import Judged, Surroundings
from engine.services.drafting.service import OpenDraft
from engine.services.versions.catalog import SopPage
from web.asking import Visit
from web.editor.words import REPAIRS, words_of
from web.language import say
from web.presenting import clock_words

PATH = "/sop"


def editor_page(
    found: OpenDraft, around: Surroundings, visit: Visit
) -> dict[str, object]:
    """Return what the template of the editor shows, `config` for its script."""
    draft = found.draft
    path = f"{PATH}/{draft.key}/sunting"
    at = clock_words(draft.edited_at, visit.language)
    return {
        "draft": draft,
        "path": path,
        "sop": f"{PATH}/{draft.key}",
        "saved": visit.say("editor.saved_at", at=at),
        "config": {
            "key": draft.key,
            "language": visit.language,
            "csrf": visit.csrf,
            "revision": draft.revision,
            "xml": found.files.diagram.decode(),
            "save": f"{path}/simpan",
            "check": f"{path}/periksa",
            "roles": [list(pair) for pair in around.roles],
            "forms": list(around.forms),
            "templates": list(around.templates),
            "tables": [list(pair) for pair in around.tables],
            "processes": [list(pair) for pair in around.processes],
            "words": words_of(visit),
        },
    }


def waiting_page(found: SopPage) -> dict[str, object]:
    """Return what is shown of an SOP that has no draft."""
    summary = found.line.summary
    return {
        "name": summary.name,
        "version": summary.version,
        "path": f"{PATH}/{summary.key}/sunting",
        "sop": f"{PATH}/{summary.key}",
    }


def history_page(
    draft: SopDraft, lines: Sequence[RevisionLine], visit: Visit
) -> dict[str, object]:
    """Return what the template of a draft's history shows."""
    path = f"{PATH}/{draft.key}/sunting"
    return {
        "draft": draft,
        "path": path,
        "rows": [
            {
                "revision": line.revision,
                "author": line.author_name,
                "at": line.at,
                "what": visit.say(f"editor.kind_{line.kind.value}"),
                "newest": line.revision == draft.revision,
                "file": f"{path}/diagram.bpmn?revisi={line.revision}",
            }
            for line in lines
        ],
    }


def findings_of(judged: Judged, visit: Visit) -> dict[str, object]:
    """Return the findings of a drawing as the script lists them."""
    report = judged.report
    return {
        "verdict": report.verdict.value,
        "verdict_words": visit.say(f"editor.verdict_{report.verdict.value}"),
        "problems": [_finding(one, visit) for one in report.problems],
        "returns": list(judged.returns),
    }


def problem_words(problem: Problem, visit: Visit) -> tuple[str, str]:
    """Return the sentence of a finding and its remedy."""
    key, language = f"check.{problem.code}", visit.language
    facts = problem.shown
    return say(key, language, facts), say(f"{key}.hint", language, facts)


def _finding(problem: Problem, visit: Visit) -> dict[str, object]:
    message, hint = problem_words(problem, visit)
    repair = REPAIRS.get(problem.code)
    ids = problem.ids or ((problem.element,) if problem.element else ())
    return {
        "severity": problem.severity.value,
        "severity_words": visit.say(f"editor.severity_{problem.severity.value}"),
        "code": problem.code,
        "message": message,
        "hint": hint,
        "ids": list(ids),
        "repair": say(repair, visit.language, problem.shown) if repair and ids else "",
        "facts": {
            name: problem.facts[name]
            for name in ("suggestion", "role")
            if name in problem.facts
        },
    }
