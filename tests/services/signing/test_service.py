"""Signing: who may, with what, and that a passphrase is kept nowhere."""

import logging
import sqlite3
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from engine.domain.identity import Assignment, AssignmentKind
from engine.domain.signing import SignatureState, SigningMethod
from engine.domain.values import RoleKey
from engine.errors import (
    AlreadySignedError,
    CertificateInvalidError,
    KeyMissingError,
    MadeAloneError,
    PassphraseWrongError,
    SignatureNotFoundError,
    TooManyAttemptsError,
)
from tests.services.signing_house import signing_house
from tests.signing_keys import PASSPHRASE, YEAR


def given(house, actor, role, **more):
    """Return the actor with a role more."""
    assignment = Assignment(
        id=f"{role}-lagi",
        user=actor.user,
        role=RoleKey(role),
        **{"kind": AssignmentKind.HOLDER} | more,
    )
    house.office.accounts.assign(assignment, house.admin)
    house.office.lists.forget()
    return house.office.accounts.actor(actor.user)


def signatures(office, document):
    with office.database.read() as uow:
        return uow.signatures.of_document(document.id)


def test_a_document_waits_for_its_signer_and_is_signed_with_the_own_key(
    either_house, tmp_path
):
    signing = signing_house(either_house, tmp_path)
    kepala, office = either_house.kepala, signing.office
    document = signing.signed_in()
    (waiting,) = office.signing.waiting(kepala)
    assert office.signing.waiting(either_house.staf) == []

    signing.key_for(kepala)
    (signed,) = office.signing.sign([waiting.signature.id], kepala, PASSPHRASE)

    assert office.signing.waiting(kepala) == []
    (given,) = signatures(office, document)
    assert given.state is SignatureState.SIGNED
    assert given.method is SigningMethod.CERTIFICATE
    assert (given.before, given.after) == (document.sha256, signed.sha256)
    assert given.certified
    assert "document.signed" in either_house.kinds(signing.case.id)


def test_the_seal_is_made_once_and_signs_as_soon_as_a_document_is_made(
    either_house, tmp_path
):
    signing = signing_house(either_house, tmp_path, method="seal")

    first = signing.signed_in()
    case = either_house.start("bertanda")
    either_house.complete(either_house.open_task(case.id), either_house.staf)
    either_house.complete(either_house.open_task(case.id), either_house.kepala)
    signing.office.documents.make_pending(case.id)

    (given,) = signatures(signing.office, first)
    assert (given.method, given.certified) == (SigningMethod.SEAL, False)
    assert given.signer_name == "Kepala"
    with signing.office.database.read() as uow:
        kept = uow.connection.scalar(text("SELECT count(*) FROM signing_keys"))
    assert kept == 1


def test_two_officers_sign_one_document_in_either_order(house, tmp_path):
    signing = signing_house(house, tmp_path, signer="performer staf")
    document = signing.signed_in()
    for actor in (house.other_staf, house.kepala):
        signing.key_for(actor)
        (waiting,) = signing.office.signing.waiting(actor)
        signing.office.signing.sign([waiting.signature.id], actor, PASSPHRASE)

    verdict = signing.check(signing.content(document))

    assert verdict.state == "valid"
    assert [one.signer_name for one in verdict.signatures] == ["Kepala", "Staf2"]


def test_a_wrong_passphrase_changes_nothing(house, tmp_path):
    signing = signing_house(house, tmp_path)
    document = signing.signed_in()
    signing.key_for(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)

    with pytest.raises(PassphraseWrongError):
        signing.office.signing.sign([waiting.signature.id], house.kepala, "salah")

    assert signing.newest() == document
    assert signing.office.signing.waiting(house.kepala) == [waiting]


def test_a_passphrase_is_in_no_row_no_log_and_no_error(house, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    signing = signing_house(house, tmp_path)
    signing.signed_in()
    signing.key_for(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)
    with pytest.raises(PassphraseWrongError) as wrong:
        signing.office.signing.sign(
            [waiting.signature.id], house.kepala, f"{PASSPHRASE}!"
        )
    signing.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)

    file = signing.office.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(file) as database:
        rows = "\n".join(database.iterdump())
    database.close()
    assert PASSPHRASE.encode().hex() not in rows.lower()
    assert PASSPHRASE not in rows
    assert PASSPHRASE not in caplog.text
    assert PASSPHRASE not in f"{wrong.value!r}{wrong.value.facts}"


def test_a_certificate_that_ended_signs_nothing(house, tmp_path):
    signing = signing_house(house, tmp_path)
    signing.signed_in()
    signing.key_for(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)
    signing.clock.advance(YEAR)

    with pytest.raises(CertificateInvalidError):
        signing.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)
    old = signing.issuer.pkcs12("Lama", signing.clock.now() - 2 * YEAR)
    with pytest.raises(CertificateInvalidError):
        signing.office.signing_keys.deposit(house.kepala, old, PASSPHRASE)


def test_a_signature_is_given_by_nobody_else_and_once(house, tmp_path):
    signing = signing_house(house, tmp_path)
    signing.signed_in()
    signing.key_for(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)
    name = waiting.signature.id

    with pytest.raises(SignatureNotFoundError):
        signing.office.signing.sign([name], house.staf, PASSPHRASE)
    with pytest.raises(SignatureNotFoundError):
        signing.office.signing.sign(["tidak-ada"], house.kepala, PASSPHRASE)
    signing.office.signing.sign([name], house.kepala, PASSPHRASE)
    with pytest.raises(AlreadySignedError):
        signing.office.signing.sign([name], house.kepala, PASSPHRASE)


def test_without_a_key_one_is_told_to_bring_one(house, tmp_path):
    signing = signing_house(house, tmp_path)
    signing.signed_in()
    (waiting,) = signing.office.signing.waiting(house.kepala)

    with pytest.raises(KeyMissingError):
        signing.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)


def test_a_key_that_was_taken_back_signs_no_more(house, tmp_path):
    signing = signing_house(house, tmp_path)
    signing.signed_in()
    signing.key_for(house.kepala)
    signing.key_for(house.kepala)  # another one takes its place
    signing.office.signing_keys.withdraw(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)

    with pytest.raises(KeyMissingError):
        signing.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)

    assert signing.office.signing_keys.own(house.kepala) is None


@pytest.mark.parametrize("method", ["certificate", "seal"])
def test_nobody_signs_what_they_made_alone(house, tmp_path, method):
    signing = signing_house(house, tmp_path, method=method)
    both = house.officer("serba-bisa", "kepala")
    alone = house.start("bertanda")
    person = given(house, both, "staf")
    house.complete(house.open_task(alone.id), person)
    house.complete(house.open_task(alone.id), person)
    house.office.documents.make_pending(alone.id)
    signing.key_for(person)

    (waiting,) = house.office.signing.waiting(person)

    assert waiting.refused
    with pytest.raises(MadeAloneError):
        house.office.signing.sign([waiting.signature.id], person, PASSPHRASE)
    # Somebody else of the same post may.
    signing.key_for(house.kepala)
    house.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)


def test_an_acting_officer_signs_as_such(house, tmp_path):
    signing = signing_house(house, tmp_path, method="seal")
    acting = given(
        house,
        house.other_staf,
        "kepala",
        kind=AssignmentKind.PLH,
        title="Kepala Kantor",
    )

    document = signing.signed_in(signed_at_b=acting)

    (one,) = signatures(signing.office, document)
    assert one.title == "Plh. Kepala Kantor"


def test_a_revision_that_was_replaced_is_signed_by_nobody(house, tmp_path):
    signing = signing_house(house, tmp_path)
    old = signing.signed_in()
    signing.key_for(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)
    house.complete(
        house.open_task(signing.case.id), house.staf, decision="Tidak", reason="salah"
    )
    signing.redo(house.kepala)

    with pytest.raises(AlreadySignedError):
        signing.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)

    (void,) = signatures(signing.office, old)
    assert void.state is SignatureState.VOID
    assert len(signing.office.signing.waiting(house.kepala)) == 1


@pytest.mark.parametrize("signer", ["performer", ""])
def test_only_what_nobody_signs_says_itself_how_sure_it_is(house, tmp_path, signer):
    signing = signing_house(house, tmp_path, signer=signer)

    printed = words(signing.content(signing.signed_in()))

    assert ("Verifikasi internal" in printed) is not bool(signer)


def words(pdf):
    return PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_what_is_only_tried_out_is_never_signed(house, tmp_path):
    signing = signing_house(house, tmp_path, method="seal")
    with house.office.database.write() as uow:
        uow.connection.execute(text("UPDATE tasks SET simulated = true"))

    document = signing.signed_in()

    assert signatures(signing.office, document) == []


def test_a_passphrase_cannot_be_found_by_trying(house, tmp_path):
    signing = signing_house(house, tmp_path)
    signing.signed_in()
    signing.key_for(house.kepala)
    (waiting,) = signing.office.signing.waiting(house.kepala)
    for guess in range(10):
        with pytest.raises(PassphraseWrongError):
            signing.office.signing.sign(
                [waiting.signature.id], house.kepala, f"tebakan {guess}"
            )

    with pytest.raises(TooManyAttemptsError):
        signing.office.signing.sign([waiting.signature.id], house.kepala, PASSPHRASE)
