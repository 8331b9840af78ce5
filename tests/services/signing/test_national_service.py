"""The national service signs; what it gives is believed only as far as it proves."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from engine.adapters.pdf import WeasyRenderer
from engine.adapters.signing.pades import PadesSigner
from engine.adapters.signing.safe import Safe
from engine.domain.signing import Mark, SignatureState, SigningMethod
from engine.errors import SigningFailedError
from tests.services.signing_house import office_of, signing_house
from tests.signing_keys import PASSPHRASE, YEAR, authority
from tests.signing_service import SigningServer

NIK, WORDS = "1301", "frasa nasional"


class Service:
    """Keys of people as the service holds them, and what it does with a file."""

    def __init__(self, issuer, now):
        self._signer = PadesSigner(Safe("otoritas nasional contoh"))
        file = issuer.pkcs12("Kepala Contoh", now - timedelta(days=30))
        _, self._key = self._signer.admit(file, PASSPHRASE)
        picture = WeasyRenderer().render("<p>x</p>", {"tanggal": "2024-08-19"})
        self._mark = Mark(place=1, signer="K", reason="", at=now, picture=picture)

    def sign(self, pdf):
        return self._signer.sign(pdf, self._key, PASSPHRASE, self._mark)


@contextmanager
def served(signing, tmp_path, sign):
    """Let the office sign through a service that does this to a file."""
    house = signing.house
    server = SigningServer(sign, NIK, WORDS)
    house.office.close()
    house.office = office_of(
        house, tmp_path / "otoritas.pem", "service", url=server.address
    )
    signing.office = house.office
    yield signing.signed_in()
    server.close()


def sign(signing):
    kepala = signing.house.kepala
    (waiting,) = signing.office.signing.waiting(kepala)
    signing.office.signing.sign([waiting.signature.id], kepala, WORDS, identity=NIK)


def given(signing, document):
    with signing.office.database.read() as uow:
        (one,) = uow.signatures.of_document(document.id)
    return one


@pytest.mark.parametrize("trusted", [True, False], ids=["trusted", "of nobody"])
def test_a_signature_is_certified_only_where_its_chain_ends_in_whom_we_trust(
    house, tmp_path, trusted
):
    signing = signing_house(house, tmp_path)
    now = house.clock.now()
    service = Service(signing.issuer if trusted else authority(now - YEAR), now)

    with served(signing, tmp_path, service.sign) as document:
        sign(signing)

    signature = given(signing, document)
    assert signature.method is SigningMethod.SERVICE
    assert signature.certified is trusted
    assert len(signature.fingerprint) == 64
    assert not signing.office.signing.asks_for_key
    assert signing.check(signing.content(document)).state == "valid"


def broken(signed):
    """Return a signed file with one byte of its letter changed after signing."""
    place = signed.rindex(b"/ByteRange") - 1
    return signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]


@pytest.mark.parametrize(
    "unsound",
    [
        pytest.param(lambda pdf, _: pdf + b"%", id="no signature"),
        pytest.param(lambda pdf, one: broken(one(pdf)), id="broken signature"),
        pytest.param(lambda pdf, one: one(pdf)[: len(pdf)] + b"\n9 0 obj", id="torn"),
    ],
)
def test_what_the_service_did_not_sign_soundly_is_refused_and_kept_nowhere(
    house, tmp_path, unsound
):
    signing = signing_house(house, tmp_path)
    service = Service(signing.issuer, house.clock.now())

    with (
        served(signing, tmp_path, lambda pdf: unsound(pdf, service.sign)) as document,
        pytest.raises(SigningFailedError),
    ):
        sign(signing)

    assert given(signing, document).state is SignatureState.WAITING
    assert signing.newest().sha256 == document.sha256
