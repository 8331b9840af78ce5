"""The national service, played by a server on this machine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.adapters.signing.service import ServiceSigner
from engine.errors import (
    PassphraseWrongError,
    SigningFailedError,
    SigningUnavailableError,
)
from tests.adapters.test_signing import (  # noqa: F401 - fixtures
    NOW,
    block,
    found_in,
    letter,
    mark,
    signer,
)
from tests.signing_service import SigningServer

NIK = b"1301010101010001"
WORDS = "frasa di layanan nasional"


@pytest.fixture
def server(signer, block):  # noqa: F811 - a fixture
    _, seal = signer.new_seal("Otoritas", NOW)
    made = SigningServer(
        lambda pdf: signer.sign(pdf, seal, "", mark(block)), NIK.decode(), WORDS
    )
    yield made
    made.close()


def test_the_service_gets_file_signer_and_room_and_gives_the_signed_file(
    server,
    letter,  # noqa: F811
    block,  # noqa: F811
):
    signed = ServiceSigner(server.address).sign(letter, NIK, WORDS, mark(block))

    (call,) = server.calls
    assert signed.startswith(letter)
    assert len(found_in(signed, NOW)) == 1
    assert (call["path"], call["login"]) == ("/api/sign/pdf", "kantor:sandi@")
    assert call["file"] == letter
    assert (call["tampilan"], call["page"]) == ("visible", "1")
    assert int(call["width"]) == pytest.approx(221, abs=2)


def test_a_file_without_a_room_is_signed_unseen(server, letter, block):  # noqa: F811
    ServiceSigner(server.address).sign(
        letter, NIK, WORDS, replace(mark(block), place=9)
    )

    assert server.calls[0]["tampilan"] == "invisible"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        pytest.param((400, b'{"status_code": 2031}'), PassphraseWrongError, id="words"),
        pytest.param((400, b'{"status_code": 1001}'), SigningFailedError, id="unknown"),
        pytest.param((400, b"<html>"), SigningFailedError, id="no JSON"),
        pytest.param((401, b""), SigningUnavailableError, id="our password"),
        pytest.param((503, b""), SigningUnavailableError, id="down"),
        pytest.param((200, b"%PDF another"), SigningFailedError, id="another file"),
        pytest.param((200, b""), SigningFailedError, id="nothing"),
    ],
)
def test_what_the_service_refuses_is_told_without_the_passphrase(
    server,
    letter,  # noqa: F811
    block,  # noqa: F811
    answer,
    told,
):
    server.answers.append(answer)

    with pytest.raises(told) as refused:
        ServiceSigner(server.address).sign(letter, NIK, WORDS, mark(block))

    assert WORDS not in f"{refused.value!r}{refused.value.facts}"


def test_a_service_that_does_not_answer_is_tried_later(letter, block):  # noqa: F811
    nobody = ServiceSigner("http://127.0.0.1:1", patience=timedelta(seconds=1))

    with pytest.raises(SigningUnavailableError):
        nobody.sign(letter, NIK, WORDS, mark(block))


def test_a_wrong_passphrase_at_the_service(server, letter, block):  # noqa: F811
    with pytest.raises(PassphraseWrongError):
        ServiceSigner(server.address).sign(letter, NIK, "bukan ini", mark(block))
