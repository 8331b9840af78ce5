"""Mail reaches a real server whole, and no text of a person changes its headers."""

from dataclasses import replace
from datetime import datetime

import pytest

from engine.adapters.mail import SmtpMailer
from engine.adapters.messengers import AppriseMessenger
from engine.errors import DeliveryFailedError, DeliveryRefusedError
from engine.ports import Message
from tests.mail_server import mail_server

MESSAGE = Message(
    id="0123456789abcdef0123",
    to="staf@kantor.example",
    subject="Mengisi format – berkas 7",
    text="Tugas baru: «Mengisi format».",
    html="<p>Tugas baru: «Mengisi format».</p>",
    at=datetime.fromisoformat("2024-08-19T08:30:00+07:00"),
)
SENDER = "Kecamatan Silaut <sop@kantor.example>"


@pytest.fixture
def postbox():
    with mail_server() as found:
        yield found


@pytest.fixture
def mailer(postbox):
    return SmtpMailer(postbox.url, sender=SENDER)


def test_a_letter_arrives_as_text_and_html_from_the_office(postbox, mailer):
    mailer.send(MESSAGE)

    (letter,) = postbox.letters
    assert postbox.recipients == ["staf@kantor.example"]
    assert letter["Subject"] == "Mengisi format – berkas 7"
    assert letter["From"] == SENDER
    assert letter["Message-ID"] == "<0123456789abcdef0123@kantor.example>"
    assert "Auto-Submitted" in letter
    kinds = [part.get_content_type() for part in letter.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    assert "«Mengisi format»" in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "subject",
    [
        "Rapat\r\nBcc: lain@jahat.example",
        "Rapat\nX-Lain: ya",
        "Rapat\rBcc: lain@jahat.example",
        "Rapat\u2028Bcc: lain@jahat.example",
        "Rapat\x00\x0bBcc: lain@jahat.example",
    ],
)
def test_a_subject_cannot_begin_another_header(postbox, mailer, subject):
    mailer.send(replace(MESSAGE, subject=subject))

    (letter,) = postbox.letters
    assert postbox.recipients == ["staf@kantor.example"]
    assert letter["Bcc"] is None
    assert letter["X-Lain"] is None
    assert letter["Subject"].startswith("Rapat ")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "staf",
        "a@b.example, c@d.example",
        "staf@kantor.example\r\nBcc: x@y.example",
        "Staf <staf@kantor.example>",
        "staf@kantor.example>",
        'a"b@kantor.example',
    ],
)
def test_what_is_no_mailbox_is_never_written_to(postbox, mailer, address):
    with pytest.raises(DeliveryRefusedError):
        mailer.send(replace(MESSAGE, to=address))

    assert postbox.letters == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param("550 no such mailbox", DeliveryRefusedError, id="never"),
        pytest.param("451 try again later", DeliveryFailedError, id="later"),
    ],
)
def test_what_the_server_answers_decides_whether_to_try_again(
    postbox, mailer, answer, expected
):
    postbox.answer = answer

    with pytest.raises(expected) as caught:
        mailer.send(MESSAGE)

    assert caught.value.facts["reason"] == answer


def test_a_server_that_does_not_answer_is_tried_again_later():
    with mail_server() as stopped:
        url = stopped.url

    with pytest.raises(DeliveryFailedError, match="ConnectionRefusedError"):
        SmtpMailer(url, sender=SENDER).send(MESSAGE)


@pytest.mark.parametrize(
    "address",
    [
        "json://127.0.0.1:8000/rahasia",
        "file:///etc/passwd",
        "ntfy://10.0.0.5/kantor",
        "mailto://a:b@kantor.example",
        "https://kantor.example/hook",
        "tgram:",
        "",
        "http://[",
    ],
)
def test_an_address_that_could_reach_into_the_office_is_not_known(address):
    messenger = AppriseMessenger()

    assert not messenger.knows(address)
    with pytest.raises(DeliveryRefusedError):
        messenger.send(replace(MESSAGE, to=address))


# Of the library's own imports; it asks for nothing that is gone in our Python.
@pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")
def test_a_telegram_address_is_known():
    assert AppriseMessenger().knows("tgram://123456789:abcdefg_hijklmnop/12315544/")
