"""Every expected error is drawn, documented and has a sentence in both languages."""

import ast
import re
from string import Formatter

import pytest

from engine import errors
from engine.errors import MutuBakuError
from engine.translations import LANGUAGES, catalogue
from tests.house.sources import ROOT, every, files, name, page, syntax

ERRORS = [
    member
    for member in vars(errors).values()
    if isinstance(member, type) and issubclass(member, MutuBakuError)
]
STATUS = {
    "TooManyAttempts": 429,
    "FileTooLarge": 413,
    "CaseQuota": 413,
    "CursorInvalid": 400,
    "NotFound": 404,
    "Refused": 403,
    "Conflict": 409,
    "Invalid": 422,
}
DOCUMENTED = dict(
    re.findall(
        r"^\| `([a-z_]+)` \| ([0-9]{3}) \| \S", page("docs/api.md"), re.MULTILINE
    )
)


def test_no_two_errors_share_a_code():
    codes = [error.code for error in ERRORS]

    assert len(codes) == len(set(codes))


def test_the_page_documents_no_error_that_does_not_exist():
    codes = {error.code for error in ERRORS}

    assert set(DOCUMENTED) <= codes


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_code_is_documented_with_its_status(error):
    branches = [kind.__name__.removesuffix("Error") for kind in error.__mro__]
    expected = next((STATUS[kind] for kind in branches if kind in STATUS), None)

    assert error.code in DOCUMENTED, "add it to docs/api.md"
    assert expected is None or DOCUMENTED[error.code] == str(expected)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_has_a_sentence_made_of_its_facts(error, language):
    key = f"error.{error.code}"

    text = catalogue(language).gettext(key)

    assert text != key, f"write {key} into a catalogue of {language}"
    assert text.endswith((".", "?", "}")), "a sentence that says what to change"
    asked = {field for _, field, _, _ in Formatter().parse(text) if field}
    assert asked <= facts_of(error)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_speaks_of_an_error_that_does_not_exist(language):
    keys = {f"error.{error.code}" for error in ERRORS}

    spoken = {key for key in sentences(language) if key.startswith("error.")}

    assert spoken == keys


@every(files("engine", "web"))
def test_errors_are_drawn_in_one_place(path):
    bases = {error.__name__ for error in ERRORS}

    drawn = [
        node.name
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ClassDef)
        and not node.name.startswith("_")  # a private shape of a drawn error
        and bases & {ast.unparse(base).rsplit(".", 1)[-1] for base in node.bases}
    ]

    assert not drawn or name(path).startswith("engine/errors"), (
        "draw it in engine.errors"
    )


def sentences(language):
    """Return all keys of a language's engine catalogues."""
    folder = ROOT / "engine/translations" / language
    return {
        key
        for path in folder.glob("*.po")
        for key in re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE)
    }


def facts_of(error):
    """Return the facts that an error's docstring names, those of its parents too."""
    named = set()
    for kind in error.__mro__:
        _, _, after = (kind.__doc__ or "").partition("Facts:")
        named |= set(re.findall(r"`([a-z_]+)`", after))
    return named
