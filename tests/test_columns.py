"""What columns tell of a portfolio is what the facts tell."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graphkam.analysis.columns import amounts, known_at, managed
from graphkam.analysis.loads import managers
from graphkam.domain.facts import Account, AccountFacts, Assignment, TeamMember
from graphkam.domain.moment import AsOf
from graphkam.snapshot.framing import frame_of
from tests.test_compiled import MOMENTS
from tests.worlds import AT, accounts


@settings(deadline=None, max_examples=50, phases=(Phase.reuse, Phase.generate))
@given(st.lists(accounts(), max_size=4), st.sampled_from(MOMENTS), st.data())
def test_columns_tell_what_facts_tell(known: list[AccountFacts], at: AsOf, data: st.DataObject) -> None:
    facts = [replace(f, account=replace(f.account, id=f"a{i}", currency="EUR")) for i, f in enumerate(known)]
    places = [i for i in range(len(facts)) if data.draw(st.booleans())]
    parts, some = [(frame_of(facts), places)], [facts[i] for i in places]
    wanted = {u: found for u, found in managers(some, at).items() if found}
    assert dict(managed(parts, at)) == wanted
    assert [tuple(one) for one in amounts(parts)] == [(f.account.annual_value, "EUR") for f in some]
    for member in ("t0", "t4", "t", "nobody"):
        assert known_at(parts, member) == [f.account.id for f in some if member in {m.id for m in f.team}]


def test_who_left_us_or_no_longer_covers_manages_nothing() -> None:
    ours = (TeamMember("gone", "G", valid_to="2026-01-01"), TeamMember("kam", "K"), TeamMember("tech", "T"))
    covers = (
        Assignment("gone", "account_manager"),
        Assignment("kam", "account_manager", None, "2026-01-01"),
        Assignment("tech", "technical"),
    )
    one = AccountFacts(Account("a", "A"), team=ours, assignments=covers)
    other = AccountFacts(Account("b", "B"), team=ours, assignments=(Assignment("kam", "account_manager"),))
    frame = frame_of([one, other])
    assert managed([(frame, [0, 1])], AT) == {"kam": {"b"}}
    assert managed([(frame, [0])], AT) == {}
