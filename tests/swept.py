"""What a sweep of the compiled engine tells of one account, in the words of the other analyses."""

from __future__ import annotations

import math
from typing import Any

from graphkam.domain.frame import Frame
from graphkam.domain.sweep import COLD, DECISION_SOURCES, FIRST_FUNCTION, GOING, LIVE, SETS, TYPES, Sweep
from graphkam.domain.vocabulary import (
    ACCOUNT_STATES,
    COVERAGE_STATES,
    FUNCTIONS,
    GAP_KINDS,
    LAYERS,
    ROLES,
    STAGES,
)


def number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


class Told:
    """What a sweep tells of one account."""

    def __init__(self, frame: Frame, found: Sweep, a: int) -> None:
        self.f, self.s, self.a = frame, found, a
        self.p0, self.p1 = frame.first_person[a : a + 2]
        self.m0, self.m1 = frame.first_member[a : a + 2]
        self.people = [frame.person_id[i] for i in range(self.p0, self.p1)]
        self.members = [frame.member_id[i] for i in range(self.m0, self.m1)]

    def all(self) -> dict[str, Any]:
        s, a = self.s, self.a
        works = [i for i in range(len(self.people)) if s.person_works[self.p0 + i]]
        holders = [i for i in works if s.person_decides[self.p0 + i]]
        assert [i for i in range(len(self.people)) if s.person_paths[self.p0 + i] >= 0] == holders
        losses = {
            "direct ours": self.losses(0, "ours"),
            "direct theirs": self.losses(0, "theirs"),
            "influence ours": self.losses(1, "ours"),
            "influence theirs": self.losses(1, "theirs"),
        }
        return {
            "ties": self.ties(),
            "live ties": s.live_ties[a],
            "cold": (s.gone_cold[a], s.going_cold[a]),
            "people": {self.people[i]: self.person(self.p0 + i) for i in works},
            "team": {u for i, u in enumerate(self.members) if s.member_works[self.m0 + i]},
            "paths": {self.people[i]: s.person_paths[self.p0 + i] for i in holders},
            "losses": losses,
            "cuts off": self.cuts_off({*losses["influence ours"], *losses["influence theirs"]}),
            "spofs": list(s.spofs[:, a]),
            "reached": list(s.reached[:, a]),
            "sets": self.sets(),
            "roles": self.roles(),
            "gaps": dict(zip(GAP_KINDS, s.gaps[a], strict=True)),
            "severities": [s.gaps_red[a], s.gaps_amber[a]],
            "status": ACCOUNT_STATES[s.status[a]],
            "no layer": s.no_layer[a],
            "decision": (s.deciders[a], DECISION_SOURCES[s.decision_source[a]]),
            "stage": (
                STAGES[s.stage[a]],
                TYPES[s.type[a]],
                number(s.strongest_share[a]),
                number(s.outside_manager[a]),
            ),
            "shape": (
                {x for i, x in enumerate(LAYERS) if s.peer_layers[a] >> i & 1},
                bool(s.cut_by_manager[a]),
            ),
            "exposure": tuple(
                number(x[a]) for x in (s.exposure, s.unreached, s.largest_impact, s.value_at_risk)
            ),
            "care": [None if u < 0 else self.members[u] for u in (s.manager[a], s.sponsor[a])],
        }

    def ties(self) -> dict[tuple[str | None, str | None], tuple[object, ...]]:
        found = {}
        for t in range(self.f.first_tie[self.a], self.f.first_tie[self.a + 1]):
            if not math.isnan(self.s.tie_s[t]):
                state = self.s.tie_state[t]
                pair = self.members[self.f.tie_member[t]], self.people[self.f.tie_person[t]]
                bits = tuple(bool(state & bit) for bit in (LIVE, COLD, GOING))
                found[pair] = (self.s.tie_s[t], *bits)
        return found

    def person(self, i: int) -> tuple[object, ...]:
        s, layer = self.s, self.s.person_layer[i]
        return (
            None if layer < 0 else LAYERS[layer],
            None if layer < 0 else s.person_source[i],
            s.person_power[i],
            number(s.person_support[i]),
            s.person_coverage[i],
            bool(s.person_decides[i]),
        )

    def losses(self, graph: int, side: str) -> dict[str | None, tuple[object, ...]]:
        ids, first = (self.people, self.p0) if side == "theirs" else (self.members, self.m0)
        columns = [
            getattr(self.s, f"{side}_{x}")[graph] for x in ("impact", "reach_lost", "cuts_off", "spof")
        ]
        impact, reach, cuts, fails = columns
        return {
            id_: (number(impact[i]), number(reach[i]), cuts[i], bool(fails[i]))
            for i, id_ in enumerate(ids, first)
            if cuts[i] >= 0
        }

    def cuts_off(self, known: set[str | None]) -> dict[str | None, set[str | None]]:
        nodes = ["", *self.members, *self.people]
        found: dict[str | None, set[str | None]] = {id_: set() for id_ in known}
        for i, person in enumerate(self.people):
            through = self.s.theirs_through[self.p0 + i]
            while through > 0:
                found[nodes[through]].add(person)
                slot = through - 1 - len(self.members)
                through = self.s.theirs_through[self.p0 + slot] if slot >= 0 else 0
        return found

    def sets(self) -> dict[tuple[str, str], tuple[object, ...]]:
        s, a, found = self.s, self.a, {}
        for k, name in enumerate(SETS[: len(LAYERS) + len(FUNCTIONS)]):
            if k >= FIRST_FUNCTION and not s.set_people[a, k]:
                continue
            top = s.set_top_member[a, k], s.set_top_person[a, k]
            columns = (s.set_people, s.set_reached, s.set_ours, s.set_guessed, s.set_unknown)
            found["layer" if k < FIRST_FUNCTION else "function", name] = (
                tuple(x[a, k] for x in columns),
                COVERAGE_STATES[s.set_status[a, k]],
                number(s.set_coverage[a, k]),
                number(s.set_support[a, k]),
                number(s.set_threads[a, k]),
                number(s.set_top_share[a, k]),
                None if top[0] < 0 else (self.members[top[0]], self.people[top[1]]),
                s.set_target_gap[a, k],
            )
        return found

    def roles(self) -> dict[str, tuple[object, ...]]:
        s, a, found = self.s, self.a, {}
        for k, role in enumerate(ROLES, len(SETS) - len(ROLES)):
            holders = s.set_people[a, k]
            state = COVERAGE_STATES[s.set_status[a, k]] if holders else "unknown"
            found[role] = (holders, s.set_reached[a, k], state)
        return found
