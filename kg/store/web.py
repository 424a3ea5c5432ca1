"""Requests to SPARQL servers: bounded in time and size, failures in words, user and password.

User and password come from the environment (KG_STORE_USER, KG_STORE_PASSWORD), never from an
address, which ends up in logs. They are sent in the way for which the server asks, Basic or Digest
(RFC 7617, RFC 7616), and only when it asks.
"""

import os
import re
import ssl
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import httpx

from kg.errors import KgError

USER, PASSWORD = "KG_STORE_USER", "KG_STORE_PASSWORD"
SECONDS_TO_CONNECT, SECONDS_TO_WAIT = 10.0, 300.0
LARGEST_ANSWER = 256 << 20  # bytes
_LATER = (429, 502, 503, 504)  # what a server answers that may do it another time
_PIECE = 1 << 16
_LONGEST_WORD = 200


class Unreachable(KgError):
    """Report a server that did not answer; the same request may succeed later."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: its status, the media type, its own name, and the body."""

    status: int
    media_type: str
    server: str
    body: bytes

    @property
    def is_good(self) -> bool:
        """Tell whether the request was done."""
        return 200 <= self.status < 300

    @property
    def said(self) -> str:
        """Return the status and the first line of what the server says, shortened."""
        text = self.body[:20_000].decode(errors="replace")
        if "html" in self.media_type:
            text = re.sub(r"(?s)<(style|script).*?</\1>|<title>.*?</title>|<[^>]*>", "\n", text)
        line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
        short = line if len(line) <= _LONGEST_WORD else f"{line[:_LONGEST_WORD]}…"
        return f"{self.status}: {short}" if short else str(self.status)


class Web:
    """A connection to servers that is kept open; to be closed, or used with `with`."""

    def __init__(self, seconds: float = SECONDS_TO_WAIT) -> None:
        self._seconds = seconds
        self._user = os.environ.get(USER, "")
        timeout = httpx.Timeout(seconds, connect=SECONDS_TO_CONNECT)
        auth = _Credentials(self._user, os.environ.get(PASSWORD, ""))
        self._client = httpx.Client(
            timeout=timeout, auth=auth if self._user else None, verify=_certificates()
        )

    def __enter__(self) -> "Web":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a request and take up the whole answer; whatever its status, it is returned.

        KgError where user or password are wanted, the address has moved, or the answer is larger
        than LARGEST_ANSWER; Unreachable where the server does not answer, or says: later.
        """
        with self.streamed(
            method, url, params=params, form=form, content=content, headers=headers
        ) as (reply, pieces):
            body = bytearray()
            for piece in pieces:
                body += piece
                if len(body) > LARGEST_ANSWER:
                    size = LARGEST_ANSWER >> 20
                    raise KgError(f"{url} answers with more than {size} MiB: ask for less.")
        whole = Reply(reply.status, reply.media_type, reply.server, bytes(body))
        if whole.status in _LATER:
            raise Unreachable(f"{url} cannot answer now ({whole.said}).")
        return whole

    @contextmanager
    def streamed(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[Reply, Iterator[bytes]]]:
        """Give the head of an answer, and its body in pieces, which can be read once."""
        try:
            with self._client.stream(
                method, url, params=params, data=form, content=content, headers=headers
            ) as response:
                media_type = response.headers.get("content-type", "").partition(";")[0]
                server = response.headers.get("server", "")
                if response.is_redirect:
                    moved = response.headers.get("location", "another place")
                    raise KgError(f"{url} has moved to {moved}: use that address.")
                head = Reply(response.status_code, media_type.strip().lower(), server, b"")
                self._check_user(head, url)
                yield head, response.iter_bytes(_PIECE)
        except httpx.TimeoutException as error:
            raise Unreachable(f"{url} does not answer within {self._seconds:g} s.") from error
        except (httpx.TransportError, httpx.StreamError) as error:
            why = str(error) or type(error).__name__
            raise Unreachable(f"{url} does not answer: {why}.") from error
        except (httpx.InvalidURL, httpx.DecodingError) as error:
            raise KgError(f"{url}: {error}") from error

    def _check_user(self, head: Reply, url: str) -> None:
        if head.status == 401 and self._user:
            raise KgError(f"{url} does not take the user and the password in {USER}, {PASSWORD}.")
        if head.status == 401:
            raise KgError(f"{url} wants a user: set {USER} and {PASSWORD} in the environment.")


@cache
def _certificates() -> ssl.SSLContext:
    """Read the authorities that are trusted once: it takes longer than most questions."""
    return httpx.create_ssl_context()


class _Credentials(httpx.Auth):
    """Answers a server's question for user and password as it is asked: Digest or Basic."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            asked = response.headers.get("www-authenticate", "").lower()
            if response.status_code != 401:
                return
            self._chosen = self._digest if asked.startswith("digest") else self._basic
        yield from self._chosen.auth_flow(request)


def check_address(url: str) -> str:
    """Return the address of a server without a slash at its end; KgError where it is none.

    A password in it is refused: addresses stand in logs and in the history of a shell.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise KgError(f'"{url}" is no address of a server: it begins with http:// or https://.')
    if parts.username or parts.password:
        raise KgError(
            "User and password do not belong in an address, since addresses stand in logs: set "
            f"{USER} and {PASSWORD} in the environment."
        )
    return url.rstrip("/")
