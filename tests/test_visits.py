"""The revisit plan: who should see whom by when, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkam.analysis import View
from graphkam.analysis.visits import cadence, urgency, visits
from graphkam.domain.constants import Constants
from graphkam.domain.customers import Visit
from graphkam.domain.facts import Account, AccountFacts, Assignment, Employment, TeamMember
from graphkam.errors import SettingsError
from tests.worlds import DEFAULTS, NOON, contact

THEIRS = (
    Employment("boss", "Bo", layer="executive", power=0.8),
    Employment("head", "He", layer="management", power=0.5),
    Employment("clerk", "Cy", layer="operating", power=0.2),
)
OURS = (
    TeamMember("kam", "Ka", level="management"),
    TeamMember("vp", "Vi", level="executive"),
    TeamMember("rep", "Re", level="operating"),
)
COVER = (Assignment("kam", "account_manager"), Assignment("vp", "executive_sponsor"))
BASE = AccountFacts(
    Account("a", "A", grade="gold", currency="CNY", annual_value=100.0), THEIRS, OURS, assignments=COVER
)


def plan(*accounts: AccountFacts, constants: Constants = DEFAULTS) -> tuple[Visit, ...]:
    return visits([View(f, NOON, constants) for f in accounts], NOON, constants).items


def of(person: str, facts: AccountFacts, constants: Constants = DEFAULTS) -> Visit | None:
    return next((v for v in plan(facts, constants=constants) if v.person_id == person), None)


def met(*days: tuple[str, str, float], **more: object) -> AccountFacts:
    return replace(BASE, touchpoints=tuple(contact(*one) for one in days), **more)


def test_who_was_never_met_is_due_today_and_a_peer_goes() -> None:
    visit = of("boss", BASE)
    assert visit is not None
    assert (visit.team_id, visit.due, visit.days, visit.last) == ("vp", "2026-03-01", 0, None)
    assert (visit.worth, visit.priority) == (80.0, 80.0)
    head = of("head", BASE)
    assert head is not None
    assert head.team_id == "kam"
    assert of("clerk", BASE) is None, "operating, and no tie to keep"


def test_after_the_cadence_a_visit_is_overdue() -> None:
    visit = of("head", met(("rep", "head", 50.0)))
    assert visit is not None
    assert (visit.team_id, visit.cadence, visit.last) == ("rep", 45.0, "2026-01-10")
    assert (visit.due, visit.days) == ("2026-02-24", -5)
    assert visit.reason == "last contact 50 days ago, every 45 days is the rule"


def test_what_is_not_due_within_the_month_is_left_out() -> None:
    assert of("head", met(("kam", "head", 14.0))) is None, "due in 31 days"
    visit = of("head", met(("kam", "head", 15.0)))
    assert visit is not None
    assert (visit.due, visit.days) == ("2026-03-31", 30)
    assert visit.reason == "every 45 days is the rule, last contact 15 days ago"
    assert visit.priority == pytest.approx(50.0 / 31)


def test_a_tie_that_goes_cold_is_due_before_that() -> None:
    visit = of("boss", met(("kam", "boss", 80.0)))
    assert visit is not None
    assert visit.cold_on == "2026-03-11", "s = 1 fades to one half in 90 days"
    assert (visit.due, visit.days) == ("2026-03-11", 10), (
        "the cadence is 90 days too, and the rest of the day"
    )
    assert visit.team_id == "kam", "who has the tie, not the peer"
    clerk = of("clerk", met(("rep", "clerk", 80.0)))
    assert clerk is not None
    assert clerk.due < "2026-03-11", "45 days have passed"


def test_a_tie_that_fades_before_the_cadence_is_due_when_it_goes_cold() -> None:
    silver = met(("kam", "boss", 80.0), account=replace(BASE.account, grade="silver"))
    visit = of("boss", silver)
    assert visit is not None
    assert (visit.cadence, visit.due, visit.days) == (180.0, "2026-03-11", 10)
    assert visit.reason == "the tie goes cold on 2026-03-11 if nothing happens"


def test_a_complaint_or_a_newsletter_is_no_visit() -> None:
    crowd = " ".join(["head", *(f"x{i}" for i in range(50))])
    visit = of("head", met(("kam", "head", 3.0), ("kam", crowd, 1.0)))
    assert visit is None or visit.last == "2026-02-28", "the crowd weighs a little"
    complained = replace(BASE, touchpoints=(contact("kam", "head", 3.0, "complaint"),))
    never = of("head", complained)
    assert never is not None
    assert never.last is None


@pytest.mark.parametrize(
    ("grade", "days"), [("diamond", 30.0), ("gold", 45.0), ("silver", 90.0), (None, 45.0)]
)
def test_the_cadence_follows_the_grade(grade: str | None, days: float) -> None:
    graded = replace(BASE, account=replace(BASE.account, grade=grade))
    assert cadence(View(graded, NOON, DEFAULTS), "head") == days


def test_the_cadence_is_a_table_that_can_be_set() -> None:
    own = Constants.of({"cadence": {"middle_management": 10}, "visit_days": 7})
    visit = of("head", met(("kam", "head", 4.0)), own)
    assert visit is not None
    assert visit.days == 6
    assert own.cadence["middle_executive"] == 90.0
    with pytest.raises(SettingsError, match="unknown entry"):
        Constants.of({"cadence": {"gold_management": 10}})


def test_lost_and_dropped_accounts_and_placeholders_are_left_out() -> None:
    for change in ({"segment": "BZ"}, {"lifecycle": "lost"}):
        assert plan(replace(BASE, account=replace(BASE.account, **change))) == ()
    somebody = replace(BASE, people=(replace(THEIRS[0], placeholder=True),))
    assert plan(somebody) == ()
    assert plan(replace(BASE, assignments=())) == (), "nobody of ours has to do with it"


def test_the_most_urgent_for_the_most_value_comes_first() -> None:
    big = replace(BASE, account=replace(BASE.account, id="b", annual_value=1000.0))
    euro = replace(BASE, account=replace(BASE.account, id="e", annual_value=1e9, currency="EUR"))
    unknown = replace(BASE, account=replace(BASE.account, id="u", annual_value=None))
    found = [(v.account_id, v.person_id) for v in plan(unknown, euro, BASE, big)]
    assert found == [
        ("b", "boss"),
        ("b", "head"),
        ("a", "boss"),
        ("a", "head"),
        ("e", "boss"),
        ("e", "head"),
        ("u", "boss"),
        ("u", "head"),
    ], "two accounts in CNY before the one in EUR, the unknown last"


def test_urgency_falls_with_the_days() -> None:
    found = [urgency(days, 30) for days in range(-3, 32)]
    assert found == sorted(found, reverse=True)
    assert 0.0 < found[-2] < found[0] == 1.0
