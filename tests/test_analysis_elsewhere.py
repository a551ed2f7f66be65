"""Ways in from other accounts: who knew them there, and who knows somebody that worked with them."""

from __future__ import annotations

import math

import pytest

from graphkam.analysis import View, introductions
from graphkam.analysis.elsewhere import ways_from_elsewhere
from graphkam.careers import Careers
from graphkam.domain.facts import Account, AccountFacts, Assignment, Employment, Relation, TeamMember
from graphkam.domain.moment import AsOf
from tests.worlds import DEFAULTS, NOON, contact

LI, WU = TeamMember("li", "Li", level="executive"), TeamMember("wu", "Wu")
S = 1 - math.exp(-1)


def account(
    id_: str, *people: Employment, team: tuple[TeamMember, ...] = (LI, WU), **more: object
) -> AccountFacts:
    facts = {"people": people, "team": team, "touchpoints": (), **more}
    return AccountFacts(Account(id_, f"Account {id_.upper()}"), **facts)


def post(id_: str, begin: str | None = None, end: str | None = None, **more: object) -> Employment:
    return Employment(id_, id_.capitalize(), layer="executive", valid_from=begin, valid_to=end, **more)


HERE = account("a", post("gao", "2026-01-01"), assignments=(Assignment("li", "account_manager"),))
BEFORE = account(
    "b", post("gao", None, "2026-01-01"), post("xu"), touchpoints=(contact("wu", "gao", days=90),)
)


def ways(
    *elsewhere: AccountFacts, here: AccountFacts = HERE, at: AsOf = NOON
) -> dict[str, list[tuple[str, str, str]]]:
    view = View(here, at, DEFAULTS)
    found = ways_from_elsewhere(view, elsewhere, set(view.people))
    return {p: [(h.from_, h.to, h.kind) for h in way.way.hops] for p, way in found.items()}


def test_who_came_from_an_account_of_ours_is_known_from_there() -> None:
    """A meeting 90 days ago: s = ½, S = 1 − e^(−½) = 0.39, faded as it is; the tie here begins at 0."""
    [introduction] = introductions(View(HERE, NOON, DEFAULTS), 1, [BEFORE]).ties
    assert (introduction.team_id, introduction.person_id) == ("li", "gao")
    way = introduction.warm_path
    assert way is not None
    assert [(h.from_, h.to, h.kind, h.account_id) for h in way.hops] == [("wu", "gao", "former_tie", "b")]
    assert way.product == pytest.approx(1 - math.exp(-0.5))
    assert introduction.why.endswith("way in: Wu knows Gao from Account B")


def test_without_the_other_account_no_way_is_known() -> None:
    answer = introductions(View(HERE, NOON, DEFAULTS), 1, [])
    assert answer.ties[0].warm_path is None
    assert answer.ties[0].why.endswith("no way in is known yet")
    assert answer.names == {}


def test_what_has_faded_is_no_way_in() -> None:
    """After one year 0.06 is left of a meeting, S = 0.058; after 400 days S = 0.045."""
    year = account("b", post("gao", None, "2026-01-01"), touchpoints=(contact("wu", "gao", days=365),))
    more = account("b", post("gao", None, "2026-01-01"), touchpoints=(contact("wu", "gao", days=400),))
    assert ways(year) == {"gao": [("wu", "gao", "former_tie")]}
    assert ways(more) == {}


def test_one_of_ours_who_has_left_introduces_nobody() -> None:
    gone = TeamMember("wu", "Wu", valid_to="2026-02-01")
    left = account(
        "b", post("gao", None, "2026-01-01"), team=(gone,), touchpoints=(contact("wu", "gao", days=90),)
    )
    assert ways(left) == {}


def test_a_colleague_of_then_whom_we_know_now_can_introduce() -> None:
    """Gao left b in January; Xu was there with him, is there still, and Wu met her today: 0.63 × ½."""
    with_xu = account("b", post("gao", None, "2026-01-01"), post("xu"), touchpoints=(contact("wu", "xu"),))
    assert ways(with_xu) == {"gao": [("wu", "xu", "tie"), ("xu", "gao", "colleague")]}
    answer = introductions(View(HERE, NOON, DEFAULTS), 1, [with_xu])
    way = answer.ties[0].warm_path
    assert way is not None
    assert way.product == pytest.approx(S / 2)
    assert way.reason == "Wu knows Xu at Account B, who worked with Gao at Account B"
    assert answer.names["xu"] == "Xu"
    assert answer.names["b"] == "Account B"


def test_who_came_after_them_never_worked_with_them() -> None:
    after = account(
        "b", post("gao", None, "2026-01-01"), post("xu", "2026-01-01"), touchpoints=(contact("wu", "xu"),)
    )
    assert ways(after) == {}


def test_a_colleague_of_theirs_who_moved_to_another_account_counts_too() -> None:
    here = account("a", post("gao"), post("xu", None, "2026-01-01"))
    now = account("c", post("xu", "2026-01-01"), touchpoints=(contact("wu", "xu"),))
    assert ways(now, here=here) == {"gao": [("wu", "xu", "tie"), ("xu", "gao", "colleague")]}
    unmet = account("c", post("xu", "2026-01-01"))
    assert ways(unmet, here=here) == {}


def test_an_acquaintance_at_a_third_account_is_found_over_two_careers() -> None:
    """Gao and Xu were together at b; Xu is at c now, where Wu knows her."""
    there = account("b", post("gao", None, "2026-01-01"), post("xu", None, "2025-06-01"))
    now = account("c", post("xu", "2025-06-01"), touchpoints=(contact("wu", "xu"),))
    other = account("d", post("somebody"))
    related = Careers([HERE, there, now, other]).related("a")
    assert [f.account.id for f in related] == ["b", "c"]
    assert ways(*related) == {"gao": [("wu", "xu", "tie"), ("xu", "gao", "colleague")]}


def test_the_warmest_is_taken_wherever_it_begins() -> None:
    """Through Ann here: 0.63 × 0.9 = 0.57, warmer than 0.39 from elsewhere; with a weight of ½ it is 0.32."""
    for weight, first in ((0.9, "li"), (0.5, "wu")):
        here = account(
            "a",
            post("gao", "2026-01-01"),
            Employment("ann", "Ann"),
            assignments=HERE.assignments,
            relations=(Relation("ann", "gao", "influences", weight),),
            touchpoints=(contact("li", "ann"),),
        )
        way = introductions(View(here, NOON, DEFAULTS), 1, [BEFORE]).ties[0].warm_path
        assert way is not None
        assert way.hops[0].from_ == first


def test_order_and_the_account_itself_are_of_no_influence() -> None:
    now = account("c", post("gao"), touchpoints=(contact("li", "gao", days=80),))
    assert ways(BEFORE, now, HERE) == ways(HERE, now, BEFORE) == {"gao": [("li", "gao", "former_tie")]}


def test_before_they_came_nobody_knew_them() -> None:
    later = account("b", post("gao", "2026-06-01"), touchpoints=(contact("wu", "gao", days=5),))
    assert ways(later) == {}
