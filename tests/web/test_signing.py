"""Signing and checking on the web: pages, refusals, and what strangers see."""

from io import BytesIO

import pytest

from engine.domain.identity import MACHINE
from engine.domain.signing import code_of
from engine.domain.values import ProcessKey
from engine.services.deployment import DeployOrder, SourceFile
from engine.services.execution.starting import StartOrder
from engine.services.execution.submissions import Completion
from tests.services.diagrams import END, START, flow, process, task
from tests.services.signing_house import LETTER, SIGNED
from tests.signing_keys import PASSPHRASE, authority

SOP = process(
    "bertanda",
    START
    + task("A")
    + task("B", inner=SIGNED.format(signer="performer"))
    + task("C")
    + END
    + flow("mulai", "A")
    + flow("A", "B")
    + flow("B", "C")
    + flow("C", "selesai"),
    lanes={"staf": ["mulai", "A", "C"], "camat": ["B", "selesai"]},
)


@pytest.fixture
def document(office):
    """A document of the Camat's step that waits for the Camat's signature."""
    order = DeployOrder(
        files=[SourceFile(name="s.bpmn", content=SOP)], templates=LETTER
    )
    office.deployment.deploy(order, MACHINE)
    case = office.runtime.start(StartOrder(process=ProcessKey("bertanda")), MACHINE)
    for login in ("staf", "camat"):
        with office.database.read() as uow:
            (open_task,) = uow.tasks.open_of(case.id)
            actor = uow.people.actor_of(
                uow.people.user_by_login(login).id, office.clock.now()
            )
        office.inbox.complete(open_task.id, actor, Completion(data={}))
    office.documents.make_pending(case.id)
    with office.database.read() as uow:
        return uow.documents.of_instance(case.id)[0]


@pytest.fixture
def key_file(clock):
    return authority(clock.now()).pkcs12("Camat Contoh", clock.now())


def content_of(office, document):
    with office.database.read() as uow:
        return uow.documents.content(uow.documents.get(document.id).sha256)


def show(browser, content, code=""):
    browser.get("/periksa")
    sent = {"berkas": (BytesIO(content), "surat.pdf"), "kode": code}
    return browser.post("/periksa", sent)


def signed(browser, office, document, key_file):
    page = browser.get("/tanda-tangan").get_data(as_text=True)
    assert document.name in page
    browser.post(
        "/tanda-tangan/kunci",
        {"kunci": (BytesIO(key_file), "camat.p12"), "frasa": PASSPHRASE},
    )
    with office.database.read() as uow:
        (waiting,) = uow.signatures.of_document(document.id)
    return browser.post("/tanda-tangan", {"dokumen": waiting.id, "frasa": PASSPHRASE})


def test_an_officer_brings_a_key_signs_and_anybody_checks_it(
    office, document, key_file, signed_in, browser
):
    camat = signed_in("camat")

    answer = signed(camat, office, document, key_file)
    page = camat.get("/tanda-tangan").get_data(as_text=True)
    by_code = browser.get(f"/periksa/{code_of(document.id)}").get_data(as_text=True)
    by_file = show(browser, content_of(office, document)).get_data(as_text=True)

    assert answer.status_code == 303
    assert "1 dokumen ditandatangani" in page
    assert "Asli dan berlaku" in by_code
    assert "Setiap bita" in by_file
    assert "Camat (contoh)" in by_file
    assert "bukan TTE tersertifikasi" in by_file


def test_a_stranger_sees_nothing_that_does_not_stand_on_the_paper(
    office, document, browser
):
    with office.database.read() as uow:
        case = uow.instances.get(document.instance)

    page = browser.get(f"/periksa/{code_of(document.id)}").get_data(as_text=True)

    assert "Belum ditandatangani" in page
    for private in (document.id, case.id, "/arsip", "/berkas/", "Staf (contoh)"):
        assert private not in page


def test_a_changed_byte_is_refused_and_nothing_is_kept(
    office, document, key_file, signed_in, browser
):
    signed(signed_in("camat"), office, document, key_file)
    changed = bytearray(content_of(office, document))
    changed[-8] ^= 1

    page = show(browser, bytes(changed)).get_data(as_text=True)

    assert "Ditolak: berkas ini sudah berubah" in page
    assert "Asli dan berlaku" not in page
    with office.database.read() as uow:
        assert len(uow.documents.of_instance(document.instance)) == 1


def test_a_typed_code_leads_to_its_page(browser):
    answer = browser.get("/periksa?kode=0000-0000-0000-0000")

    assert answer.headers["Location"].endswith("/periksa/0000-0000-0000-0000")
    page = browser.get("/periksa/0000-0000-0000-0000").get_data(as_text=True)
    assert "Tidak dikenal" in page


def test_a_wrong_passphrase_is_told_and_shown_nowhere(
    office, document, key_file, signed_in
):
    camat = signed_in("camat")
    camat.get("/tanda-tangan")
    camat.post(
        "/tanda-tangan/kunci",
        {"kunci": (BytesIO(key_file), "camat.p12"), "frasa": PASSPHRASE},
    )
    with office.database.read() as uow:
        (waiting,) = uow.signatures.of_document(document.id)

    answer = camat.post(
        "/tanda-tangan", {"dokumen": waiting.id, "frasa": "tebakan yang salah"}
    )

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Frasa sandi tidak membuka kunci" in page
    assert "tebakan yang salah" not in page
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        pytest.param("/tanda-tangan", {}, "Pilih dulu dokumen", id="no document"),
        pytest.param("/tanda-tangan/kunci", {}, "Pilih dulu berkas", id="no key file"),
        pytest.param(
            "/tanda-tangan/kunci",
            {"kunci": (BytesIO(b"bukan kunci"), "k.p12"), "frasa": "apa saja"},
            "bukan berkas PKCS#12",
            id="no PKCS#12",
        ),
    ],
)
def test_what_is_missing_is_told(signed_in, path, data, words):
    camat = signed_in("camat")
    camat.get("/tanda-tangan")

    answer = camat.post(path, data)

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_a_key_is_taken_back(office, document, key_file, signed_in):
    camat = signed_in("camat")
    signed(camat, office, document, key_file)

    answer = camat.post("/tanda-tangan/kunci/cabut")

    assert answer.status_code == 303
    assert "Camat Contoh" not in camat.get("/tanda-tangan").get_data(as_text=True)


def test_another_officer_signs_nothing_of_the_camats(office, document, signed_in):
    staf = signed_in("staf")
    page = staf.get("/tanda-tangan").get_data(as_text=True)
    with office.database.read() as uow:
        (waiting,) = uow.signatures.of_document(document.id)

    answer = staf.post("/tanda-tangan", {"dokumen": waiting.id, "frasa": "x"})

    assert document.name not in page
    assert answer.status_code == 404


def test_a_code_of_several_lines_is_looked_for_like_any_other(browser):
    answer = browser.get("/periksa?kode=A%0d%0aX:%201")

    assert (answer.status_code, answer.location) == (303, "/periksa/A%20X%3A%201")
    assert browser.get(answer.location).status_code == 200
