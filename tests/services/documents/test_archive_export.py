"""A case as one ZIP: its files, what they are, and one archive file of what stands."""

import csv
import hashlib
import io
import zipfile

import pytest
from pypdf import PdfReader

from engine.errors import InstanceNotFoundError
from tests.services.signing_house import signing_house
from tests.signing_keys import PASSPHRASE


@pytest.fixture
def signing(house, tmp_path):
    return signing_house(house, tmp_path)


def packed(signing, actor):
    _, pieces = signing.office.case_export.pieces(signing.case.id, actor)
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def test_what_stands_is_one_archive_file_that_holds_the_signed_originals(signing):
    signing.signed_in()
    house = signing.house
    house.complete(
        house.open_task(signing.case.id), house.staf, decision="Tidak", reason="salah"
    )
    signing.redo(house.kepala)
    signing.key_for(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)
    signing.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)

    found = packed(signing, house.kepala)

    old, new = "001 Surat.pdf", "002 Surat v2.pdf"
    assert found.namelist() == ["daftar-isi.csv", old, new, "berkas-gabungan.pdf"]
    whole = PdfReader(io.BytesIO(found.read("berkas-gabungan.pdf")))
    held = {name: content[0] for name, content in whole.attachments.items()}
    assert held == {
        "daftar-isi.csv": found.read("daftar-isi.csv"),
        new: found.read(new),
    }
    assert signing.check(held[new]).state == "valid"
    rows = list(
        csv.DictReader(io.StringIO(found.read("daftar-isi.csv").decode("utf-8-sig")))
    )
    assert [one["sha256"] for one in rows] == [
        hashlib.sha256(found.read(name)).hexdigest() for name in (old, new)
    ]
    assert rows[0]["keadaan"] == "ready superseded"


def test_a_case_of_others_is_not_handed_out(signing):
    with pytest.raises(InstanceNotFoundError):
        packed(signing, signing.house.stranger)
