"""Passwords: argon2id, the parameters of RFC 9106's second recommendation."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class Argon2Passwords:
    """Hashes and checks passwords; slow on purpose (tens of milliseconds)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Hash at the recommended price, or as somebody's own hasher does."""
        self._hasher = hasher or PasswordHasher()

    def hashed(self, password: str) -> str:
        """Return the text under which a password is kept, salted anew each time."""
        return self._hasher.hash(password)

    def matches(self, hashed: str, password: str) -> bool:
        """Tell whether a password is the one; a hash nobody made matches nothing."""
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, hashed: str) -> bool:
        """Tell whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(hashed)
