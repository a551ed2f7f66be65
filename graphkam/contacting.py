"""Recording a touchpoint: the store first, then what is kept of its account."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.desk import Desk
from graphkam.domain.logged import Logged
from graphkam.domain.tables import Value
from graphkam.recording import record


def log(desk: Desk, values: Mapping[str, Value]) -> Logged:
    """Record a touchpoint; the same again changes nothing. Raises what `record` raises.

    The account need not be read again after it, as the snapshot takes the touchpoint in. Cost: some questions to
    the store, a write, and a copy of the account's contacts.
    """
    recorded = record(desk.store, "touchpoints", values, desk.settings.timezone)
    if recorded.written is None or recorded.written.revision is None:
        return Logged(recorded.row, recorded.created, desk.revision())
    desk.snapshot.add(recorded.row, recorded.written)
    return Logged(recorded.row, recorded.created, recorded.written.revision)
