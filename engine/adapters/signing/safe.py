"""The office's safe: AES-256-GCM under a key that its secret is stretched to.

Whoever has the database without the secret has nothing; a changed byte is found.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from engine.errors import SigningFailedError

_PURPOSE = b"mutubaku/signing-keys/1"
_NONCE = 12


class Safe:
    """Encrypts what the office keeps for its officers."""

    def __init__(self, secret: str) -> None:
        """Derive the key; `secret` is the office's secret key."""
        derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE)
        self._cipher = AESGCM(derived.derive(secret.encode()))

    def lock(self, content: bytes) -> bytes:
        """Return content encrypted, never twice the same."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, _PURPOSE)

    def unlock(self, locked: bytes) -> bytes:
        """Return what `lock` was given.

        Raises:
            SigningFailedError: it was changed, or locked under another secret.
        """
        try:
            return self._cipher.decrypt(locked[:_NONCE], locked[_NONCE:], _PURPOSE)
        except (InvalidTag, ValueError) as error:
            raise SigningFailedError(detail="safe") from error
