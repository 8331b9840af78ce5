"""Signatures on documents: who owes one, who may give it, what it said.

A document that its step calls signed owes one signature per signer. The
signer's own certificate is the signature; the seal of the office only attests
that the signer approved. Nobody signs what they made alone.
"""

import base64
import binascii
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.domain.identity import Actor
from engine.domain.values import DocumentId, RoleKey, UserId

PERFORMER = "performer"  # the signer who completes the step itself
SEAL_OWNER = "seal"
_CODE_BYTES = 10
_CODE_GROUP = 4
# Crockford's alphabet: what people misread (I, L, O, U) is none of its signs.
_PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_WRITTEN = str.maketrans(_PLAIN, _CROCKFORD)
_READ = str.maketrans(
    _CROCKFORD + _CROCKFORD.lower() + "oOiIlL", _PLAIN + _PLAIN + "AABBBB", "- "
)


class SignatureState(StrEnum):
    """Waiting for its signer, given, or void because its document is."""

    WAITING = "waiting"
    SIGNED = "signed"
    VOID = "void"


class SigningMethod(StrEnum):
    """With what a signature was given, and what the office chooses from."""

    CERTIFICATE = "certificate"
    SEAL = "seal"
    SERVICE = "service"


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """A signature that a document owes or bears.

    Attributes:
        place: from 1, the order in which a document is signed.
        role: the post that signs.
        signer: who signs or signed; None: whoever has the role then.
        title: capacity as printed, with «Plt.» or «Plh.» where it applies.
        before, after: sha256 of the file without and with it, empty until given.
        fingerprint: sha256 of the certificate, hex.
        certified: the certificate comes from an authority that the office trusts.
    """

    id: str
    document: DocumentId
    place: int
    state: SignatureState
    role: RoleKey
    created_at: datetime
    signer: UserId | None = None
    signer_name: str = ""
    title: str = ""
    nip: str = ""
    method: SigningMethod | None = None
    signed_at: datetime | None = None
    before: str = ""
    after: str = ""
    fingerprint: str = ""
    certified: bool = False
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyFacts:
    """What a certificate says of itself; the validity's end is not included."""

    holder: str
    issuer: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    certified: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SigningKey:
    """A key that the office keeps, encrypted by its own secret.

    Attributes:
        owner: a user's id, or `seal`.
        content: encrypted; opened for one signature only.
        ended_at: when another took its place, else None.
    """

    id: str
    owner: str
    content: bytes
    holder: str
    issuer: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    certified: bool
    added_at: datetime
    ended_at: datetime | None = None
    version: int = 1

    def is_valid(self, now: datetime) -> bool:
        """Tell whether the certificate is good at an aware instant."""
        return self.valid_from <= now < self.valid_until


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How a signature stands in a document.

    Attributes:
        place: which of the document's rooms it fills, from 1.
        signer: name of the person or office.
        reason: why, as PDF readers show it.
        at: aware; when it was given.
        picture: a PDF of one page that fills the room.
    """

    place: int
    signer: str
    reason: str
    at: datetime
    picture: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundSignature:
    """A signature that a file bears.

    Attributes:
        signer: as its certificate names the holder.
        issuer: as its certificate names who issued it.
        signed_at: by the signer's own clock, or None.
        intact: neither the signature nor what it covers was changed.
        whole: nothing but further signatures was added since.
        certified: its chain ends in an authority that the office trusts.
    """

    signer: str
    issuer: str = ""
    fingerprint: str
    signed_at: datetime | None
    intact: bool
    whole: bool
    certified: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Traces:
    """What a file tells of itself, whatever became of it since.

    Attributes:
        signatures: in their order.
        codes: printed on its first pages.
    """

    signatures: tuple[FoundSignature, ...] = ()
    codes: tuple[str, ...] = ()


def added_signature(before: Traces, after: Traces) -> FoundSignature | None:
    """Return the one signature that a file has more than it had.

    None where there is not exactly one more, where it is broken or leaves out a part
    of the file, or where one of those before is not as it was.
    """
    if len(after.signatures) != len(before.signatures) + 1:
        return None
    added = after.signatures[-1]
    if not all(one.intact for one in after.signatures) or not added.whole:
        return None
    kept = [one.fingerprint for one in after.signatures[:-1]]
    return added if kept == [one.fingerprint for one in before.signatures] else None


def may_sign(signature: Signature, actor: Actor) -> bool:
    """Tell whether a waiting signature is the actor's to give."""
    if signature.state is not SignatureState.WAITING:
        return False
    if signature.signer is not None:
        return signature.signer == actor.user
    return signature.role in actor.roles


def made_alone(signer: UserId, makers: Collection[UserId]) -> bool:
    """Tell whether the signer is the only one who made what is to be signed."""
    return bool(makers) and set(makers) == {signer}


def code_of(document: DocumentId) -> str:
    """Return the code that is printed on a document, empty where its id gives none."""
    try:
        name = bytes.fromhex(document)
    except ValueError:
        return ""
    if len(name) != _CODE_BYTES:
        return ""
    signs = base64.b32encode(name).decode().translate(_WRITTEN)
    return "-".join(
        signs[start : start + _CODE_GROUP]
        for start in range(0, len(signs), _CODE_GROUP)
    )


def document_of(code: str) -> DocumentId | None:
    """Return the document of a code as people type it, None where it is no code."""
    signs = code.strip().translate(_READ)
    try:
        name = base64.b32decode(signs)
    except (binascii.Error, ValueError):
        return None
    return DocumentId(name.hex()) if len(name) == _CODE_BYTES else None
