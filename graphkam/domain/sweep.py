"""What one pass over a `Frame` gives: every number of the analyses for all accounts, as columns.

The definitions are those of the analyses of one account (`gaps`, `spof`, `stage`, `exposure`, `ties`), whose
words stand here as places in the tuples of `vocabulary`. Undefined numbers are NaN, undefined places −1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphkam.domain.vocabulary import FUNCTIONS, LAYERS, ROLES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    F8 = NDArray[np.float64]
    I4 = NDArray[np.int32]
    I1 = NDArray[np.int8]
    U1 = NDArray[np.uint8]

SETS = (*LAYERS, *FUNCTIONS, *ROLES)
"""The second index of `set_*`: layers, then functions, then roles."""
FIRST_FUNCTION, FIRST_ROLE = len(LAYERS), len(LAYERS) + len(FUNCTIONS)
TYPES = ("ordinary", "partnership", "strategic")
DECISION_SOURCES = ("roles", "layers", "none")
DIRECT, INFLUENCE = 0, 1
"""The first index of `ours_*` and `theirs_*`: the flow graph."""
LIVE, COLD, GOING = 1, 2, 4
"""Bits of `tie_state`; GOING: live, and it stops being so within `cold_soon_days` if nothing happens."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sweep:
    """The answers for all accounts of a frame, as of one moment; levels as in `Frame`.

    The level `set` has a row for each account and a column for each of SETS. A column of a flow has a row for
    each of the two flow graphs.
    """

    # Accounts
    status: I1 = field(metadata={"level": "account"})
    """Place in ACCOUNT_STATES."""
    stage: I1 = field(metadata={"level": "account"})
    type: I1 = field(metadata={"level": "account"})
    """Place in TYPES."""
    strongest_share: F8 = field(metadata={"level": "account"})
    peer_layers: I1 = field(metadata={"level": "account"})
    """Bit i: peers meet in LAYERS[i]."""
    cut_by_manager: U1 = field(metadata={"level": "account"})
    outside_manager: F8 = field(metadata={"level": "account"})
    decision_source: I1 = field(metadata={"level": "account"})
    deciders: I4 = field(metadata={"level": "account"})
    """How many decision holders."""
    no_layer: I4 = field(metadata={"level": "account"})
    gaps_red: I4 = field(metadata={"level": "account"})
    gaps_amber: I4 = field(metadata={"level": "account"})
    gaps: I4 = field(metadata={"level": "gap"})
    """A row for each account, a column for each of GAP_KINDS."""
    exposure: F8 = field(metadata={"level": "account"})
    unreached: F8 = field(metadata={"level": "account"})
    largest_impact: F8 = field(metadata={"level": "account"})
    value_at_risk: F8 = field(metadata={"level": "account"})
    reached: I4 = field(metadata={"level": "flow account"})
    """People of theirs."""
    spofs: I4 = field(metadata={"level": "flow account"})
    """Single points of failure, both sides."""
    live_ties: I4 = field(metadata={"level": "account"})
    gone_cold: I4 = field(metadata={"level": "account"})
    """Ties with anybody but placeholders."""
    going_cold: I4 = field(metadata={"level": "account"})
    manager: I4 = field(metadata={"level": "account"})
    """Slot of the account manager, the longest assigned first; sponsor alike."""
    sponsor: I4 = field(metadata={"level": "account"})

    # Sets of people: see `analysis.coverage`
    set_people: I4 = field(metadata={"level": "set"})
    set_reached: I4 = field(metadata={"level": "set"})
    set_coverage: F8 = field(metadata={"level": "set"})
    set_support: F8 = field(metadata={"level": "set"})
    set_status: I1 = field(metadata={"level": "set"})
    """Place in COVERAGE_STATES."""
    set_threads: F8 = field(metadata={"level": "set"})
    set_ours: I4 = field(metadata={"level": "set"})
    set_top_share: F8 = field(metadata={"level": "set"})
    set_top_member: I4 = field(metadata={"level": "set"})
    set_top_person: I4 = field(metadata={"level": "set"})
    """Slots of the strongest pair."""
    set_guessed: I4 = field(metadata={"level": "set"})
    set_unknown: I4 = field(metadata={"level": "set"})
    set_target_gap: F8 = field(metadata={"level": "set"})

    # Their people
    person_works: U1 = field(metadata={"level": "person"})
    """1: at the account that day; whoever is not has nothing below."""
    person_layer: I1 = field(metadata={"level": "person"})
    person_source: I1 = field(metadata={"level": "person"})
    """Who told the layer: see `frame`."""
    person_power: F8 = field(metadata={"level": "person"})
    person_support: F8 = field(metadata={"level": "person"})
    """NaN: nobody judged."""
    person_coverage: F8 = field(metadata={"level": "person"})
    person_decides: U1 = field(metadata={"level": "person"})
    person_paths: I4 = field(metadata={"level": "person"})
    """Redundancy of a decision holder; −1 for others."""
    theirs_through: I4 = field(metadata={"level": "person"})
    """Who comes last before this one on all paths of `influence`: 0 nobody (several of ours lead here), 1 + slot
    of one of ours, 1 + members of the account + slot of one of theirs; −1: not reached."""
    theirs_cuts_off: I4 = field(metadata={"level": "flow person"})
    """How many; −1: neither tied nor reached."""
    theirs_impact: F8 = field(metadata={"level": "flow person"})
    theirs_reach_lost: F8 = field(metadata={"level": "flow person"})
    theirs_spof: U1 = field(metadata={"level": "flow person"})

    # Our people
    member_works: U1 = field(metadata={"level": "member"})
    ours_cuts_off: I4 = field(metadata={"level": "flow member"})
    ours_impact: F8 = field(metadata={"level": "flow member"})
    ours_reach_lost: F8 = field(metadata={"level": "flow member"})
    ours_spof: U1 = field(metadata={"level": "flow member"})

    # Ties
    tie_s: F8 = field(metadata={"level": "tie"})
    """NaN: no tie that day, as either side has left or nothing has happened yet."""
    tie_state: U1 = field(metadata={"level": "tie"})
