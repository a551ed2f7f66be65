"""Who manages how many accounts, told from columns: no account is made into objects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from graphkam.domain.frame import Frame
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import ASSIGNMENTS

if TYPE_CHECKING:
    from graphkam.domain.frame import I8

_EPOCH = 719163
"""The ordinal of 1970-01-01."""


def managed(frame: Frame, at: AsOf, places: Sequence[int] | None = None) -> dict[str, int]:
    """How many of these accounts (None: all) each account manager has that day, as `manager_loads` counts them.

    Errors: none. Cost: linear in assignments and terms. Source: docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> managed(frame_of([kiln().facts]), kiln().at)
    {'li': 1}
    """
    day = at.day.toordinal() - _EPOCH
    here = (frame.term_from <= day) & (day < frame.term_to)
    works = np.add.reduceat(np.append(here, False), frame.first_term[:-1]) > 0
    account = _owners(frame.first_assignment)
    member = frame.first_member[account] + frame.assignment_member
    manages = (frame.assignment_as == ASSIGNMENTS.index("account_manager")) & works[member]
    manages &= (frame.assignment_from <= day) & (day < frame.assignment_to)
    if places is not None:
        manages &= np.isin(account, places)
    loads: dict[str, int] = {}
    for place in np.unique(member[manages]).tolist():  # a member stands once at each account
        id_ = frame.member_id[place] or ""
        loads[id_] = loads.get(id_, 0) + 1
    return loads


def _owners(first: I8) -> I8:
    """The account of each record of a level."""
    return np.repeat(np.arange(len(first) - 1), np.diff(first))
