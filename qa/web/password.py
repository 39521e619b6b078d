"""One password for the whole site, kept as a scrypt hash; who knows it gets a signed cookie.

The hash is a line `scrypt$n$r$p$salt$key`, salt and key in base64, that `qa serve --make-password`
prints.
"""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Final, Self

from index.errors import InputError

# RFC 7914's parameters for an interactive login: 16 MB and about 50 ms.
_N, _R, _P = 2**14, 8, 1
_SALT, _KEY = 16, 32  # bytes
_MEMORY: Final = 64 * 2**20  # bytes that a hash may ask for
SHORTEST: Final = 8  # characters
LONGEST: Final = 1_000
LASTS: Final = 12 * 3600  # seconds until one has to log in again


@dataclass(frozen=True, slots=True)
class Password:
    """The hash of a password."""

    n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    @classmethod
    def make(cls, password: str) -> Self:
        """Hash a password.

        Raises:
            InputError: it is too short or too long.
        """
        if not SHORTEST <= len(password) <= LONGEST:
            raise InputError(
                f"the password has {len(password)} characters, it takes {SHORTEST} to {LONGEST}"
            )
        salt = secrets.token_bytes(_SALT)
        return cls(_N, _R, _P, salt, _derive(password, salt, _N, _R, _P))

    @classmethod
    def parse(cls, line: str) -> Self:
        """Read what `str` wrote.

        Raises:
            InputError: it is no such line.
        """
        try:
            name, n, r, p, salt, key = line.strip().split("$")
            made = cls(int(n), int(r), int(p), _decoded(salt), _decoded(key))
            made.matches("")  # numbers that scrypt does not take are an error here
        except ValueError:
            name = ""
        if name != "scrypt" or len(made.key) != _KEY:
            raise InputError("the password is no hash; make one: qa serve --make-password")
        return made

    def __str__(self) -> str:
        numbers = f"scrypt${self.n}${self.r}${self.p}"
        return f"{numbers}${_encoded(self.salt)}${_encoded(self.key)}"

    def matches(self, password: str) -> bool:
        """Tell whether it is the password; takes about 50 ms on purpose."""
        given = _derive(password[:LONGEST], self.salt, self.n, self.r, self.p)
        return hmac.compare_digest(given, self.key)


class Sessions:
    """Signed tokens that end; they hold nothing and end with the process."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def token(self, now: float | None = None) -> str:
        """Return a token that is good for `LASTS` seconds."""
        until = str(int((time.time() if now is None else now) + LASTS))
        return f"{until}.{self._signed(until)}"

    def holds(self, token: str, now: float | None = None) -> bool:
        """Tell whether it is a token of ours that has not ended."""
        until, _, signature = token.partition(".")
        if not hmac.compare_digest(self._signed(until).encode(), signature.encode()):
            return False
        return int(until) > (time.time() if now is None else now)

    def _signed(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()


def _derive(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=_KEY)


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
