"""Keys that the office keeps: officers' own, and its seal.

A passphrase passes through and is kept by nobody: neither in a row nor in an
error nor in the audit chain, which names a key by its certificate's fingerprint.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from engine.domain.identity import MACHINE, Actor
from engine.domain.signing import SEAL_OWNER, KeyFacts, SigningKey
from engine.errors import CertificateInvalidError, VersionConflictError
from engine.services.office.directory import LETTERHEAD
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.signing_ports import KeyKeeper


class SigningKeyService:
    """What officers do with their own key."""

    def __init__(self, *, desk: Desk, keeper: Callable[[], KeyKeeper]) -> None:
        """Keep keys with a keeper, which is asked for when one comes."""
        self._desk = desk
        self._keeper = keeper

    def own(self, actor: Actor) -> SigningKey | None:
        """Return the actor's key in use, None without one."""
        with self._desk.database.read() as uow:
            return uow.signing_keys.of(actor.user)

    def deposit(self, actor: Actor, pkcs12: bytes, passphrase: str) -> SigningKey:
        """Keep an officer's key; one that was there before ends.

        Raises:
            PassphraseWrongError, KeyFileInvalidError: it cannot be opened.
            CertificateInvalidError: its certificate is not good now.
            VersionConflictError: the officer brought another one meanwhile.
        """
        now = self._desk.clock.now()
        facts, content = self._keeper().admit(pkcs12, passphrase)
        _require_good(facts, now)
        key = _kept(actor.user, facts, content, now)
        with self._desk.database.write() as uow:
            changes = Changes(uow=uow, now=now, actor=actor)
            earlier = uow.signing_keys.of(actor.user)
            if earlier is not None:
                uow.signing_keys.save(replace(earlier, ended_at=now))
            uow.signing_keys.add(key)
            standing = uow.signing_keys.of(actor.user)
            if standing is None or standing.id != key.id:
                raise VersionConflictError(what="signing_keys", id=actor.user)
            changes.record(
                "signing_key.deposited", facts={"fingerprint": key.fingerprint}
            )
            changes.write()
        return key

    def withdraw(self, actor: Actor) -> None:
        """Take an officer's key out of use; what it signed stays signed."""
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            key = uow.signing_keys.of(actor.user)
            if key is None:
                return
            changes = Changes(uow=uow, now=now, actor=actor)
            uow.signing_keys.save(replace(key, ended_at=now, content=b""))
            changes.record(
                "signing_key.withdrawn", facts={"fingerprint": key.fingerprint}
            )
            changes.write()


class SealKeeper:
    """The office's seal, made when it is first needed and when one has ended."""

    def __init__(self, *, desk: Desk, keeper: Callable[[], KeyKeeper]) -> None:
        """Keep the seal with a keeper, which is asked for when one is made."""
        self._desk = desk
        self._keeper = keeper

    def key(self, now: datetime) -> SigningKey:
        """Return a seal that is good at an aware instant."""
        with self._desk.database.read() as uow:
            key = uow.signing_keys.of(SEAL_OWNER)
            letterhead = uow.office.get(LETTERHEAD)
        if key is not None and key.is_valid(now):
            return key
        return self._made(_office_name(letterhead), now)

    def _made(self, name: str, now: datetime) -> SigningKey:
        facts, content = self._keeper().new_seal(name, now)
        with self._desk.database.write() as uow:
            earlier = uow.signing_keys.of(SEAL_OWNER)
            if earlier is not None and earlier.is_valid(now):
                return earlier  # another process was faster
            changes = Changes(uow=uow, now=now, actor=MACHINE)
            if earlier is not None:
                uow.signing_keys.save(replace(earlier, ended_at=now))
            key = _kept(SEAL_OWNER, facts, content, now)
            uow.signing_keys.add(key)
            standing = uow.signing_keys.of(SEAL_OWNER) or key
            if standing.id != key.id:
                return standing  # faster by the width of this transaction
            changes.record("seal.made", facts={"fingerprint": key.fingerprint})
            changes.write()
        return key


def _office_name(letterhead: object) -> str:
    known = letterhead if isinstance(letterhead, dict) else {}
    district = str(known.get("kecamatan") or "")
    return f"Segel internal Kecamatan {district}" if district else "Segel internal"


def _kept(owner: str, facts: KeyFacts, content: bytes, now: datetime) -> SigningKey:
    return SigningKey(
        id=new_id(),
        owner=owner,
        content=content,
        holder=facts.holder,
        issuer=facts.issuer,
        fingerprint=facts.fingerprint,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        certified=facts.certified,
        added_at=now,
    )


def _require_good(facts: KeyFacts, now: datetime) -> None:
    if not facts.valid_from <= now < facts.valid_until:
        raise CertificateInvalidError(
            from_day=facts.valid_from.date().isoformat(),
            until_day=facts.valid_until.date().isoformat(),
        )
