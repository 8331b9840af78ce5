"""Anybody checks a document: by its printed code, or by the file itself."""

import pytest
from sqlalchemy import text

from engine.domain.signing import code_of
from engine.errors import (
    AlreadySignedError,
    ReasonMissingError,
    RefusedError,
    TooManyAttemptsError,
)
from tests.services.signing_house import signing_house
from tests.signing_keys import PASSPHRASE


@pytest.fixture
def signing(house, tmp_path):
    return signing_house(house, tmp_path)


def sign(signing):
    signing.key_for(signing.house.kepala)
    (waiting,) = signing.office.signing.waiting(signing.house.kepala)
    signing.office.signing.sign(
        [waiting.signature.id], signing.house.kepala, PASSPHRASE
    )
    return signing.newest()


def test_code_and_file_tell_a_signed_document_and_nothing_private(
    either_house, tmp_path
):
    signing = signing_house(either_house, tmp_path)
    signing.signed_in()
    document = sign(signing)

    by_code = signing.check_code(code_of(document.id).lower().replace("-", " "))
    by_file = signing.check(signing.content(document))

    assert (by_code.state, by_file.state) == ("valid", "valid")
    assert (by_code.by_file, by_file.by_file) == (False, True)
    assert by_code.document == by_file.document == document
    assert [one.signer_name for one in by_file.signatures] == ["Kepala"]


def test_a_document_that_waits_for_its_signature_says_so(signing):
    document = signing.signed_in()

    verdict = signing.check_code(code_of(document.id))

    assert verdict.state == "unsigned"
    assert verdict.signatures == ()


def test_the_file_before_its_signature_is_an_earlier_state(signing):
    unsigned = signing.content(signing.signed_in())
    sign(signing)

    assert signing.check(unsigned).state == "earlier"


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_one_changed_byte_is_refused(signing, place):
    signing.signed_in()
    content = signing.content(sign(signing))
    at = {"first": 40, "middle": len(content) // 2, "last": -8}[place]
    changed = bytearray(content)
    changed[at] ^= 1

    without_code = signing.check(bytes(changed))
    with_code = signing.check(bytes(changed), code_of(signing.newest().id))

    assert without_code.state in {"changed", "unknown"}
    assert with_code.state == "changed"
    assert signing.check(content + b"\n").state == "changed"


def test_another_document_of_ours_is_not_the_one_that_was_claimed(signing):
    first = signing.signed_in()
    content = signing.content(first)
    other = signing.house.start("bertanda")
    signing.house.complete(signing.house.open_task(other.id), signing.house.staf)
    signing.house.complete(signing.house.open_task(other.id), signing.house.kepala)
    signing.office.documents.make_pending(other.id)
    with signing.office.database.read() as uow:
        (second,) = uow.documents.of_instance(other.id)

    assert signing.check(content, code_of(second.id)).state == "changed"
    assert signing.check(content, code_of(first.id)).state == "unsigned"


def test_a_document_made_again_marks_the_one_before(signing):
    old = signing.signed_in()
    signing.house.complete(
        signing.house.open_task(signing.case.id),
        signing.house.staf,
        decision="Tidak",
        reason="salah",
    )
    new = signing.redo(signing.house.kepala)

    verdict = signing.check_code(code_of(old.id))

    assert verdict.state == "superseded"
    assert verdict.newest == new
    assert signing.check(signing.content(old)).state == "superseded"


def test_what_was_withdrawn_made_or_tried_out_is_told_as_such(signing):
    document = signing.signed_in()
    told = []
    for change in (
        "UPDATE documents SET state = 'void'",
        "UPDATE documents SET state = 'pending'",
        "UPDATE instances SET simulated = true",
    ):
        with signing.office.database.write() as uow:
            uow.connection.execute(text(change))
        told.append(str(signing.check_code(code_of(document.id)).state))

    assert told == ["withdrawn", "pending", "trial"]


@pytest.mark.parametrize(
    "code", ["", "x", "0000-0000-0000-0000", "ZZZZ-ZZZZ-ZZZZ-ZZZZ", "ÅÅÅÅ", "A" * 9999]
)
def test_a_code_of_nothing_is_unknown(signing, code):
    assert signing.check_code(code).state == "unknown"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\0" * 2000, b"PK\x03\x04"])
def test_a_strangers_file_is_unknown(signing, content):
    assert signing.check(content).state == "unknown"


def test_who_asks_too_often_has_to_wait(signing):
    for _ in range(120):
        signing.check_code("x")

    with pytest.raises(TooManyAttemptsError):
        signing.check_code("x")
    signing.office.checking.by_code("x", address="10.0.0.2")


def test_a_document_issued_again_keeps_its_number_and_marks_the_old(signing):
    old = signing.signed_in()
    reissuing, house = signing.office.reissuing, signing.house

    reissuing.reissue(old.id, "salah ketik", house.kepala)
    signing.office.documents.make_pending(signing.case.id)

    new = signing.newest()
    assert (new.revision, new.number) == (2, old.number)
    assert signing.check_code(code_of(old.id)).newest == new
    assert signing.check_code(code_of(new.id)).state == "unsigned"
    assert len(signing.office.signing.waiting(house.kepala)) == 1
    with pytest.raises(AlreadySignedError):
        reissuing.reissue(old.id, "lagi", house.kepala)


def test_a_withdrawn_document_is_told_to_be_invalid_and_signed_by_nobody(signing):
    document = signing.signed_in()
    reissuing, house = signing.office.reissuing, signing.house
    with pytest.raises(RefusedError):
        reissuing.withdraw(document.id, "keliru", house.staf)
    with pytest.raises(ReasonMissingError):
        reissuing.withdraw(document.id, " ", house.kepala)

    reissuing.withdraw(document.id, "keliru", house.kepala)

    assert signing.check_code(code_of(document.id)).state == "withdrawn"
    assert signing.office.signing.waiting(house.kepala) == []


def test_files_that_are_none_of_ours_are_read_a_few_times_only(signing):
    for number in range(15):
        signing.check(b"%PDF-1.7 " + bytes([number]))

    with pytest.raises(TooManyAttemptsError):
        signing.check(b"%PDF-1.7 lagi")
