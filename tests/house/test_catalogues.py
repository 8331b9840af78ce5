"""The catalogues of both languages say the same things, each once."""

import ast
import re
from collections import Counter
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from engine.translations import LANGUAGES
from tests.house.sources import ROOT, every, files, name, syntax

FOLDERS = (ROOT / "engine/translations", ROOT / "web/translations")
FILE_ENDINGS = {"py", "po", "json", "db", "html", "xml", "bpmn", "j2", "css", "yaml"}


def messages(language):
    """Return every (key, sentence) of a language, with the file that holds it."""
    found = []
    for path in sorted(
        file for top in FOLDERS for file in top.glob(f"{language}/*.po")
    ):
        with path.open("rb") as source:
            found += [(m.id, m.string, path) for m in read_po(source) if m.id]
    return found


SENTENCES = {
    language: {key: text for key, text, _ in messages(language)}
    for language in LANGUAGES
}
ROOMS = {key.split(".", 1)[0] for key in SENTENCES["id"]}


def test_both_languages_have_the_same_files():
    per_language = [
        {
            path.relative_to(top / language)
            for top in FOLDERS
            for path in top.glob(f"{language}/*")
        }
        for language in LANGUAGES
    ]

    assert per_language[0] == per_language[1]


def test_both_languages_have_the_same_keys():
    indonesian, english = (set(SENTENCES[language]) for language in ("id", "en"))

    assert indonesian == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_in_two_files(language):
    counted = Counter(key for key, _, _ in messages(language))

    assert not [key for key, times in counted.items() if times > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_says_a_key_twice(language):
    for path in {path for _, _, path in messages(language)}:
        keys = re.findall(r'^msgid "(.+)"$', path.read_text("utf-8"), re.MULTILINE)
        assert len(keys) == len(set(keys)), name(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_marked_unsure(language):
    silent = [key for key, text, _ in messages(language) if not text]

    unsure = [
        name(path)
        for path in {path for _, _, path in messages(language)}
        if "#, fuzzy" in path.read_text("utf-8")
    ]

    assert not silent
    assert not unsure


@every(sorted(SENTENCES["id"]))
def test_both_languages_fill_in_the_same_facts(key):
    indonesian, english = (
        placeholders(SENTENCES[which][key]) for which in ("id", "en")
    )

    assert indonesian == english


@every(files("engine", "web"))
def test_every_key_that_code_names_has_a_sentence(path):
    named = {
        node.value
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant) and is_key(node.value)
    }

    assert named <= set(SENTENCES["id"])


@every(files("engine", "web"))
def test_every_finding_of_a_diagram_has_a_sentence_and_a_remedy(path):
    codes = {
        str(keyword.value.value)
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Problem")
        for keyword in node.keywords
        if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
    }
    expected = {f"check.{code}{end}" for code in codes for end in ("", ".hint")}

    assert expected <= set(SENTENCES["id"])


def placeholders(text):
    """Return the names between braces; a stray brace makes this fail."""
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def is_key(value):
    """Tell whether a literal is written like a key of one of our rooms."""
    if not isinstance(value, str) or not re.fullmatch(
        r"[a-z_]+(\.[a-z0-9_]+)*\.[a-z0-9_]*[a-z0-9]", value
    ):
        return False
    parts = value.split(".")
    return parts[0] in ROOMS and parts[-1] not in FILE_ENDINGS
