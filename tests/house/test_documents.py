"""Documents are complete: links lead somewhere, commands and words are there."""

import re

import pytest

from tests.house.sources import ROOT, every, files, page, project_files

PAGES = [path for path in project_files() if path.suffix == ".md"]
RECORDS = sorted((ROOT / "docs/adr").glob("*.md"))
COMMANDS = [
    "serve",
    "worker",
    "migrate",
    "demo",
    "check",
    "deploy",
    "run",
    "calendar",
    "facts",
    "export-log",
    "verify-audit",
    "user",
    "token",
    "backup",
    "restore",
]
WORDS = re.findall(r"^\| `([a-z_ ]+)` \|", page("docs/glossary.md"), re.MULTILINE)


@every(PAGES)
def test_every_link_inside_the_project_leads_to_a_file(path):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))

    inside = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert not [link for link in inside if not (path.parent / link).exists()]


@every(RECORDS)
def test_a_record_of_a_decision_has_a_number_and_all_its_parts(path):
    text = path.read_text(encoding="utf-8")
    parts = ["Status", "Result", "Context", "Alternatives", "Consequences"]

    number = re.fullmatch(r"(\d{4})-[a-z0-9-]+\.md", path.name)

    assert number
    assert text.startswith(f"# {int(number[1])} · ")
    assert not [part for part in parts if part not in text]


def test_no_two_records_share_a_number():
    numbers = [path.name[:4] for path in RECORDS]

    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    readme = page("README.md")

    assert re.search(rf"mutubaku {command}\b|`{command}\b", readme)


def test_every_make_target_is_explained_to_contributors():
    targets = re.search(r"^\.PHONY: (.+)$", page("Makefile"), re.MULTILINE)

    assert targets
    explained = page("CONTRIBUTING.md")
    assert not [one for one in targets[1].split() if f"`make {one}`" not in explained]


def test_the_glossary_has_no_word_twice():
    assert len(WORDS) > 30
    assert len(WORDS) == len(set(WORDS))


@every(WORDS)
def test_every_word_of_the_glossary_is_used_by_the_code(word):
    written = re.compile(word.replace(" ", "[ _]?"), re.IGNORECASE)

    used = any(
        written.search(path.read_text("utf-8")) for path in files("engine", "web")
    )

    assert used, f"the code never says «{word}»: another word took its place"


@every(files("engine", "web"))
def test_no_name_says_what_the_house_never_says(path):
    # «process» is a word of the field; SQLAlchemy's hooks are named by SQLAlchemy.
    never = r"\b(?:def|class) +_*(?:(?:handle|do|manage)(?:_\w+)?|utils?|helpers?)\b"

    found = re.findall(never, path.read_text(encoding="utf-8"))

    assert not found
