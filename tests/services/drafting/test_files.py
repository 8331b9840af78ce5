"""Forms and templates of a draft: kept there, used by its steps, looked at before."""

import json
from dataclasses import replace

import pytest

from engine.bootstrap import build_engine
from engine.domain.identity import Right
from engine.domain.values import ProcessKey
from engine.errors import (
    DraftConflictError,
    DraftFileInvalidError,
    DraftFileNotFoundError,
    FormInvalidError,
    RefusedError,
)
from engine.settings import load_settings
from tests.services.diagrams import (
    LETTER,
    PER_ITEM,
    PER_ITEM_FORMS,
    WITH_RETURN,
    form,
)

KEY = ProcessKey("per-butir")
LETTERS = ProcessKey("dengan-kembali")


@pytest.fixture
def author(house):
    house.deploy(PER_ITEM, forms=PER_ITEM_FORMS)
    house.deploy(WITH_RETURN, templates=LETTER)
    actor = house.officer("penyusun", "penyusun", Right.DRAFT)
    for key in (KEY, LETTERS):
        house.office.sop_drafts.open(actor, key)
    return actor


@pytest.fixture
def files(house):
    return house.office.draft_files


def revision(house, key=KEY):
    with house.office.database.read() as uow:
        return uow.sop_drafts.get(key).revision


def test_a_form_names_the_steps_that_use_it_and_the_sops_that_have_one_alike(
    house, files, author
):
    other = PER_ITEM.replace(b"per-butir", b"lain").replace(b'"Uji"', b'"Lain"')
    house.deploy(other, forms=PER_ITEM_FORMS)

    found = files.files(KEY, author).form("isi")

    assert found.steps == ("Langkah Isi",)
    assert found.elsewhere == ("Lain",)


def test_a_kept_form_is_the_drafts_and_not_that_of_running_cases(house, files, author):
    case = house.start("per-butir")
    changed = form("bagian_semua", "tambahan")

    draft = files.save_form(KEY, "siapkan", changed, revision(house), author)

    assert draft.revision == 2
    assert files.files(KEY, author).form("siapkan").text == changed
    detail = house.office.task_details.detail(house.open_task(case.id).id, house.staf)
    assert "tambahan" not in detail.form.field_names


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ({"type": "html", "content": "<script>"}, "html"),
        ({"type": "iframe", "url": "https://example.org"}, "iframe"),
        ({"type": "taglist", "key": "a"}, "taglist"),
    ],
)
def test_a_part_that_the_server_cannot_show_is_refused_by_its_name(
    house, files, author, part, named
):
    text = json.dumps({"type": "default", "components": [part]})

    with pytest.raises(FormInvalidError) as refused:
        files.save_form(KEY, "isi", text, revision(house), author)

    assert refused.value.facts["kind"] == named
    assert revision(house) == 1


def test_who_saw_an_older_draft_overwrites_nothing(house, files, author):
    other = house.officer("penyusun2", "penyusun2", Right.DRAFT)
    files.save_form(KEY, "isi", form("nilai", "a"), 1, other)

    with pytest.raises(DraftConflictError) as refused:
        files.save_form(KEY, "isi", form("nilai", "b"), 1, author)

    assert refused.value.facts["by"] == "Penyusun2"
    assert files.files(KEY, author).form("isi").text == form("nilai", "a")


@pytest.mark.parametrize("name", ["", "A", "../x", "a b", "x" * 61, "a.b", "__x"])
def test_names_are_plain(house, files, author, name):
    with pytest.raises(DraftFileInvalidError):
        files.add(KEY, "form", name, revision(house), author)


def test_a_new_form_and_a_new_template_begin_usable(house, files, author):
    files.add(KEY, "form", "baru", revision(house), author)
    files.add(KEY, "template", "surat-baru", revision(house), author)

    found = files.files(KEY, author)

    assert found.form("baru").steps == ()
    assert "surat-baru" in found.template("surat-baru").text
    with pytest.raises(DraftFileInvalidError):
        files.add(KEY, "form", "baru", revision(house), author)
    with pytest.raises(DraftFileNotFoundError):
        found.template("tidak-ada")


def test_a_form_is_shown_as_a_case_would_begin_it(house, author):
    found = house.office.previews.form("isi", form("nilai", "catatan"), author)

    assert found.form.field_names == {"nilai", "catatan"}


def test_a_letter_is_shown_with_sample_values(house, author):
    text = LETTER["surat"]

    content = house.office.previews.letter(LETTERS, "surat", text, author)

    context = house.renderer.contexts[-1]
    assert content.startswith(b"%PDF")
    assert context["langkah"]["nama"] == "Langkah B"
    assert [row["nama"] for row in context["riwayat"]] == ["Langkah A", "Langkah B"]


def test_a_letter_is_shown_while_the_drawing_is_half_done(house, author):
    drafts = house.office.sop_drafts
    seen = drafts.current(author, LETTERS)
    broken = seen.files.diagram.replace(b'targetRef="selesai"', b'targetRef=""')
    drafts.save(author, LETTERS, replace(seen.files, diagram=broken), 1)

    content = house.office.previews.letter(LETTERS, "surat", LETTER["surat"], author)

    assert content.startswith(b"%PDF")


def test_looking_changes_nothing(house, author):
    before = revision(house, LETTERS)

    house.office.previews.letter(LETTERS, "surat", LETTER["surat"], author)
    house.office.previews.form("isi", form("nilai"), author)

    assert revision(house, LETTERS) == before
    assert house.owed() == []


def test_letters_to_look_at_keep_no_officers_letter_waiting(sqlite_url):
    office = build_engine(load_settings({"MUTUBAKU_DATABASE_URL": sqlite_url}))

    assert office.preview_renderer is not office.renderer

    office.close()


def test_only_those_who_draft_or_approve_look_and_only_drafters_change(
    house, files, author
):
    chief = house.officer("camat", "camat", Right.APPROVE)

    assert not files.files(KEY, chief).editable
    with pytest.raises(RefusedError):
        files.save_form(KEY, "isi", form("nilai"), revision(house), chief)
    for actor in (house.staf, house.admin):
        with pytest.raises(RefusedError):
            files.files(KEY, actor)
        with pytest.raises(RefusedError):
            house.office.previews.letter(LETTERS, "surat", "x", actor)
        with pytest.raises(RefusedError):
            house.office.previews.form("isi", form("nilai"), actor)
