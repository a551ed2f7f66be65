"""Recording a touchpoint: the store first, then what is kept of its account."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.desk import Desk
from graphkam.domain.logged import Logged
from graphkam.domain.tables import Value
from graphkam.recording import checked


def log(desk: Desk, values: Mapping[str, Value]) -> Logged:
    """Record a touchpoint; the same again changes nothing. Raises what `recording.record` raises.

    The account need not be read again after it, as the snapshot takes the touchpoint in: what can be made ready of it
    is before it is stored, but nobody sees it until then. Cost: some questions to the store, and a write.
    """
    row = checked(desk.store, "touchpoints", values, desk.settings.timezone)
    coming = desk.coming(row)
    written = desk.store.write("touchpoints", [row], replacing=False)
    if written.revision is None:
        return Logged(row, written.created > 0, desk.revision())
    desk.snapshot.add(row, written, coming)
    desk.snapshot.standing.touched(written.before.keys(), written.revision)
    return Logged(row, written.created > 0, written.revision)
