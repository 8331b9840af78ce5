"""Mail over TLS: STARTTLS, smtps and a login, against a server nobody else knows."""

import ssl
from datetime import datetime

import pytest

from engine.adapters.mail import SmtpMailer
from engine.errors import DeliveryFailedError
from engine.ports import Message
from tests.certificates import certified
from tests.mail_server import mail_server

# The library warns of a login without STARTTLS; smtps has TLS from the beginning.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")

NAME, PASSWORD = "sop@kantor", "rah/asia:1"
WRITTEN = "sop%40kantor:rah%2Fasia%3A1@"
SENDER = "sop@kantor.example"
MESSAGE = Message(
    id="0123456789abcdef0123",
    to="staf@kantor.example",
    subject="Mengisi format",
    text="Tugas baru.",
    html="",
    at=datetime.fromisoformat("2024-08-19T08:30:00+07:00"),
)


@pytest.fixture
def certificate(tmp_path):
    """Return a server's context, and a client's that trusts it."""
    server, trusted = certified(tmp_path, "127.0.0.1")
    return server, ssl.create_default_context(cafile=trusted)


@pytest.fixture(params=["starttls", "smtps"])
def private(request, certificate):
    """Run a server that takes nothing in the open and nothing from strangers."""
    how = {request.param: certificate[0]}
    with mail_server(login=(NAME, PASSWORD), **how) as postbox:
        yield postbox


def mailer(url, context, login=WRITTEN):
    return SmtpMailer(url.replace("//", f"//{login}"), sender=SENDER, context=context)


def test_a_letter_arrives_over_tls_after_a_login(private, certificate):
    mailer(private.url, certificate[1]).send(MESSAGE)

    (letter,) = private.letters
    assert private.recipients == ["staf@kantor.example"]
    assert letter["Subject"] == "Mengisi format"


def test_a_server_that_nobody_vouches_for_gets_no_letter(private):
    with pytest.raises(DeliveryFailedError, match="SSLCertVerificationError"):
        mailer(private.url, None).send(MESSAGE)

    assert private.letters == []


def test_a_certificate_of_another_name_is_not_believed(tmp_path):
    server, trusted = certified(tmp_path, "mail.lain.example")
    context = ssl.create_default_context(cafile=trusted)

    with (
        mail_server(smtps=server) as postbox,
        pytest.raises(DeliveryFailedError, match="SSLCertVerificationError"),
    ):
        SmtpMailer(postbox.url, sender=SENDER, context=context).send(MESSAGE)

    assert postbox.letters == []


def test_a_wrong_password_is_tried_again_later_for_people_mend_it(private, certificate):
    login = "sop%40kantor:salah@"

    with pytest.raises(DeliveryFailedError) as caught:
        mailer(private.url, certificate[1], login).send(MESSAGE)

    assert caught.value.facts["reason"] == "535 AUTH"
    assert private.letters == []


def test_a_letter_without_login_is_not_taken_and_not_lost(private, certificate):
    with pytest.raises(DeliveryFailedError) as caught:
        mailer(private.url, certificate[1], "").send(MESSAGE)

    assert caught.value.facts["reason"] == "530 MAIL"
    assert private.letters == []
