"""A step is repeated for each entry of a list, drawn without knowing BPMN."""

from lxml import etree
from playwright.sync_api import expect

from engine.domain.values import ProcessKey
from tests.journeys.conftest import violations
from tests.journeys.test_editor_in_browser import KEY, begun

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
OWN = "{https://mutubaku.id/schema/bpmn/1}"


def kept(office, story):
    """Return the repetition and performer of the one step, as the draft has it."""
    found = office.sop_drafts.current(story.officer("sekretaris"), ProcessKey(KEY))
    step = etree.fromstring(found.files.diagram).find(f".//{MODEL}userTask")
    assert step is not None
    loops = [one for one in step if one.tag.endswith("LoopCharacteristics")]
    return loops[0] if loops else None, step.get(f"{OWN}performer")


def choose(page, field, value):
    page.locator(f"#sifat-repeat-{field}").select_option(value)


def test_a_step_is_repeated_for_each_entry_of_a_list(window, office, story):
    page = window("sekretaris")
    canvas = begun(page)
    canvas.step("Activity_1", "Mengisi data seksi", 60)
    page.locator("details", has_text="Pengulangan").locator("summary").click()

    choose(page, "kind", "list")
    unclear = canvas.finding("berapa kali")
    expect(unclear).to_have_count(1)
    page.get_by_role("tab", name="Sifat").click()
    canvas.fill("repeat-list", "seksi_mengisi")
    canvas.fill("repeat-item", "seksi_ini")
    canvas.fill("performer", "=seksi_ini")
    choose(page, "sequential", "urut")
    canvas.fill("repeat-until", "cukup = true")
    assert violations(page) == []
    canvas.saved()

    loop, performer = kept(office, story)
    assert performer == "=seksi_ini"
    assert (loop.get(f"{OWN}collection"), loop.get(f"{OWN}item")) == (
        "seksi_mengisi",
        "seksi_ini",
    )
    assert loop.get("isSequential") == "true"
    assert loop.findtext(f"{MODEL}completionCondition") == "cukup = true"
    expect(canvas.finding("berapa kali")).to_have_count(0)


def test_each_change_of_a_repetition_is_one_undo_step(window, office, story):
    page = window("sekretaris")
    canvas = begun(page)
    undo = page.get_by_role("button", name="Urungkan")
    canvas.select("Activity_1")
    page.locator("details", has_text="Pengulangan").locator("summary").click()

    choose(page, "kind", "count")
    canvas.fill("repeat-count", "3")
    choose(page, "kind", "while")
    canvas.fill("repeat-most", "5")
    for field, value in (("most", ""), ("kind", "count"), ("count", "2")):
        undo.click()
        expect(page.locator(f"#sifat-repeat-{field}")).to_have_value(value)
    undo.click()

    expect(page.locator("#sifat-repeat-count")).to_have_count(0)
    expect(undo).to_be_disabled()
    assert kept(office, story)[0] is None
