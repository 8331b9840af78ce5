"""Simulasi: of the draft, else of the version in use; its assumptions in the address."""

import re

import pytest

from engine.domain.identity import MACHINE, Right, Role
from engine.domain.values import ProcessKey, RoleKey
from engine.services.people.accounts import NewUser
from tests.web.case_stories import KEY, Story
from tests.web.conftest import PASSWORD


@pytest.fixture
def story(office):
    """Return the SOP of the stories, deployed."""
    return Story(office)


@pytest.fixture
def drafter(office, signed_in):
    """Return the browser of somebody who may draft."""
    role = Role(
        key=RoleKey("penyusun"), name="Penyusun", rights=frozenset({Right.DRAFT})
    )
    office.accounts.add_role(role, MACHINE)
    new = NewUser(login="susi", name="Susi", roles=(role.key,), password=PASSWORD)
    office.accounts.add_user(new, MACHINE)
    return signed_in("susi")


def page(browser, words="", status=200):
    answer = browser.get(f"/sop/{KEY}/simulasi{words}")
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def value(shown, field):
    found = re.search(rf'name="{field}"[^>]* value="([^"]*)"', shown)
    assert found
    return found[1]


def test_a_supervisor_sees_lead_times_the_jam_and_the_load(signed_in, story):
    shown = page(signed_in("camat"))

    assert "Separuh berkas selesai dalam" in shown
    assert "Paling macet di «" in shown
    assert "0 dari 2 langkah memakai waktu terukur" in shown
    assert shown.count('<svg class="chart"') == 2
    assert value(shown, "per_hari") == "1"
    assert value(shown, "petugas_staf") == "1"


def test_the_address_changes_what_is_assumed(signed_in, story):
    shown = page(
        signed_in("camat"), "?per_hari=2,5&kembali=0&petugas_staf=7&petugas_camat=x"
    )

    assert value(shown, "per_hari") == "2,5"
    assert value(shown, "kembali") == "0"
    assert value(shown, "petugas_staf") == "7"
    assert value(shown, "petugas_camat") == "1"


@pytest.mark.parametrize("words", ["?per_hari=1e9", "?per_hari=nan", "?per_hari=-1"])
def test_assumptions_out_of_bounds_are_left_as_they_were(signed_in, story, words):
    assert value(page(signed_in("camat"), words), "per_hari") == "1"


def test_a_draft_is_simulated_for_who_drafts_and_for_nobody_else(
    signed_in, drafter, story, office
):
    office.sop_drafts.open(MACHINE, ProcessKey(KEY))

    assert "Draf, belum berlaku" in page(drafter)
    assert "Draf, belum berlaku" not in page(signed_in("camat"))


def test_a_draft_that_cannot_run_leads_to_the_editor(drafter, story, office):
    office.sop_drafts.open(MACHINE, ProcessKey(KEY))
    draft = office.sop_drafts.current(MACHINE, ProcessKey(KEY))
    broken = draft.files.diagram.replace(b'targetRef="selesai"', b'targetRef="x"')
    files = type(draft.files)(diagram=broken, forms=draft.files.forms)
    office.sop_drafts.save(MACHINE, ProcessKey(KEY), files, draft.draft.revision)

    shown = page(drafter, status=422)

    assert "Draf ini belum dapat dijalankan" in shown
    assert drafter.get(f"/sop/{KEY}/sunting/cetak").status_code == 422
    assert f'href="/sop/{KEY}/sunting"' in shown


def test_an_officer_without_a_part_in_maintaining_is_refused(signed_in, story):
    assert signed_in("staf").get(f"/sop/{KEY}/simulasi").status_code == 403
    assert signed_in("camat").get("/sop/tidak-ada/simulasi").status_code == 404
