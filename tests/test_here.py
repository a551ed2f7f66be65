"""Who is meant by an id or a name at one account."""

from __future__ import annotations

import pytest

from graphkam.domain.cards import Member
from graphkam.domain.facts import Account, AccountFacts, Employment, TeamMember
from graphkam.errors import AmbiguousError
from graphkam.here import Here

FACTS = AccountFacts(
    Account("a", "A"),
    people=(
        Employment("liu", "Liu Changhe"),
        Employment("liu", "Liu Changhe", valid_to="2020-01-01"),
        Employment("x:1", "Xu"),
        Employment("x2", "XÚ"),
        Employment("Li", "Somebody"),
    ),
    team=(TeamMember("li", "Li"), TeamMember("t:1", "Wu")),
)
HERE = Here(FACTS)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("liu", "liu"),
        ("  liu  CHANGHE ", "liu"),
        ("Li", "Li"),
        ("li", "li"),
        ("x2", "x2"),
        ("Liu", "Liu"),
        ("", ""),
        ("\x00", "\x00"),
    ],
)
def test_an_id_goes_before_a_name_and_strangers_stay_as_they_are(text: str, id_: str) -> None:
    assert HERE.id_of(text) == id_


def test_a_name_of_several_is_refused() -> None:
    with pytest.raises(AmbiguousError) as error:
        HERE.id_of("xu")
    assert error.value.candidates == [("x2", "XÚ"), ("x:1", "Xu")]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("li:liu", ("li", "liu")),
        ("li:x:1", ("li", "x:1")),
        ("t:1:x:1", ("t:1", "x:1")),
        ("t:1:liu", ("t:1", "liu")),
        ("wu:liu changhe", ("t:1", "liu")),
        ("somebody else:liu", ("somebody else", "liu")),
        ("a:b", ("a", "b")),
        ("nothing", ("nothing", "")),
    ],
)
def test_a_pair_is_cut_at_the_colon_that_makes_sense(text: str, pair: tuple[str, str]) -> None:
    assert HERE.pair(text) == pair


def test_others_of_ours_join_if_they_are_named() -> None:
    def member(id_: str, name: str) -> Member:
        return Member(id_, name, None, "executive", None, None, "2027-01-01", None, ())

    members = [member("new", "New Hand"), member("other", "Other"), member("li", "Li")]
    for text in ("new", "new hand"):
        joined = HERE.joined_by(FACTS, [text, "li"], members)
        assert joined.team[2:] == (TeamMember("new", "New Hand", level="executive", valid_to="2027-01-01"),)
    assert HERE.joined_by(FACTS, ["nobody", "li"], members) is FACTS
