"""What is answered to somebody who recorded a touchpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphkam.domain.cards import Contact
from graphkam.domain.tables import Row


class Logged(NamedTuple):
    """The touchpoint as it is stored now, whether it was new, and the store's revision that holds it."""

    row: Row
    created: bool
    revision: int


@dataclass(frozen=True)
class RecordedContact(Contact):
    """A touchpoint as it was recorded."""

    revision: int
    """Of the store: whatever is answered as of this one or a later one counts the touchpoint."""
