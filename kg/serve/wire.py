"""What server and worker say to each other through pipes: a head in JSON, then bytes."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SIZES = struct.Struct(">II")  # of head and body


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Answered:
    """What came of a query: an HTTP status, and an answer or the reason why there is none."""

    status: int
    media_type: str
    body: bytes

    @property
    def is_good(self) -> bool:
        """Tell whether the query was answered."""
        return self.status == 200


def refusal(status: int, reason: str) -> Answered:
    """Return the reason for which there is no answer, as plain text."""
    return Answered(status, "text/plain; charset=utf-8", f"{reason}\n".encode())


def to_frame(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """Return a message: the sizes of its two parts, and both."""
    text = json.dumps(head).encode()
    return SIZES.pack(len(text), len(body)) + text + body
