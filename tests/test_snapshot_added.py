"""A touchpoint that is taken in gives what reading its account again gives, or is not taken in."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis.example import kiln
from graphkam.domain.facts import Touchpoint
from graphkam.domain.growing import Growing
from graphkam.domain.moment import instant_text
from graphkam.domain.packed import FIELDS
from graphkam.domain.tables import Row
from graphkam.snapshot import Snapshot, added, portfolio
from graphkam.snapshot.added import facts_with
from graphkam.snapshot.framing import frame_of
from graphkam.store import Store
from tests.test_snapshot import KILN, Watched, contents, write
from tests.test_snapshot_disk import in_order
from tests.test_snapshot_frame import differing, packed, world


def row_of(touchpoint: Touchpoint) -> Row:
    names = (*FIELDS[:2], *FIELDS[2:6], FIELDS[6])
    lists = map(list, touchpoint[3:7])
    values = (touchpoint.id, touchpoint.channel, *lists, touchpoint.initiated_by)
    return {**dict(zip(names, values, strict=True)), "at": instant_text(touchpoint.at)}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_columns_with_one_more_are_those_of_all(seed: int, random: Random) -> None:
    for facts in world(seed, 3):
        if not facts.touchpoints:
            continue
        place = random.randrange(len(facts.touchpoints))
        last = facts.touchpoints[place]._replace(at=float(random.randrange(10**6, 2 * 10**9)), id="last")
        before = replace(facts, touchpoints=facts.touchpoints[:place] + facts.touchpoints[place + 1 :])
        after = replace(before, touchpoints=(*before.touchpoints, last))
        account = Growing(frame_of([before]))
        if not account.take(row_of(last), account.revision):
            known = {m.id for m in facts.team}.issuperset(last.team)
            assert not known or not before.touchpoints
        else:
            assert differing(account.frame(), frame_of([after])) == []
        assert packed(facts_with(before, [row_of(last)], 3).touchpoints) == packed(after.touchpoints)


def sizes(account: Growing) -> tuple[int, int]:
    return len(account.frame().tie_person), len(account.frame().contact_at)


def test_the_worlds_compared_make_new_ties_and_longer_ones() -> None:
    done: Counter[str] = Counter()
    for seed in range(40):
        for facts in world(seed, 3):
            for touchpoint in facts.touchpoints[:5]:
                others = tuple(t for t in facts.touchpoints if t is not touchpoint)
                account = Growing(frame_of([replace(facts, touchpoints=others)]))
                ties, contacts = sizes(account)
                taken = account.take(row_of(touchpoint._replace(at=1e9 + seed)), 0)
                new, longer = (
                    now > before for now, before in zip(sizes(account), (ties, contacts), strict=True)
                )
                kind = "read" if not taken else "new" if new else "longer" if longer else "none"
                done[kind] += 1
    assert min(done[what] for what in ("new", "longer", "none")) > 5


def test_of_two_at_one_moment_only_reading_tells_which_is_first() -> None:
    touchpoint = Touchpoint("t", 1e9, "call", ("li",), ("liu",))
    facts = replace(kiln().facts, touchpoints=(touchpoint,))
    account = Growing(frame_of([facts]))
    assert not account.take(row_of(touchpoint._replace(id="s")), 1)
    assert differing(account.frame(), frame_of([facts])) == []
    assert account.take(row_of(touchpoint._replace(id="s", people=("xu",))), 1)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 4), st.integers(0, 4))
def test_some_accounts_of_a_frame(seed: int, begin: int, more: int) -> None:
    portfolio = world(seed, 4)
    end = min(4, begin + more)
    assert differing(frame_of(portfolio).part(begin, end), frame_of(portfolio[begin:end])) == []


MET: Row = {
    "id": "new",
    "at": "2026-02-03T09:00:00Z",
    "channel": "call",
    "account_id": "b",
    "team_ids": ["li"],
    "people_ids": ["gm"],
}


def test_a_touchpoint_is_taken_in_without_a_question(store: Store) -> None:
    write(store, **KILN)
    watched = Watched(store)
    snapshot = Snapshot(cast(Store, watched))
    snapshot.accounts(), snapshot.account("b")
    watched.asked.clear()
    assert snapshot.add(MET, store.write("touchpoints", [MET]))
    assert snapshot.revision == store.revision()
    frame, facts = snapshot.frame(), snapshot.accounts()
    assert watched.asked == []
    assert contents(facts) == contents(Snapshot(store).accounts())
    assert differing(in_order(frame), in_order(Snapshot(store).frame())) == []
    assert [f.revision for f in facts if f.account.id == "b"] == [store.revision()]


def test_what_was_made_ready_before_a_write_counts_only_after_it(store: Store) -> None:
    """And is made anew where somebody else wrote meanwhile, so that the account was read again."""
    write(store, **KILN)
    snapshot = Snapshot(store)
    snapshot.accounts()
    assert snapshot.coming(MET) is None
    assert snapshot.add(MET, store.write("touchpoints", [MET]))
    other: Row = {**MET, "id": "other", "at": "2026-02-04T09:00:00Z"}
    coming, before = snapshot.coming(other), contents(snapshot.accounts())
    assert coming is not None
    assert contents(snapshot.accounts()) == before
    assert snapshot.add(other, store.write("touchpoints", [other]), coming)
    third: Row = {**MET, "id": "third", "at": "2026-02-05T09:00:00Z"}
    coming = snapshot.coming(third)
    write(store, people=[{"id": "aa", "account_id": "b", "name": "First in order"}])
    snapshot.accounts()
    assert snapshot.add(third, store.write("touchpoints", [third]), coming)
    assert contents(snapshot.accounts()) == contents(Snapshot(store).accounts())
    assert differing(in_order(snapshot.frame()), in_order(Snapshot(store).frame())) == []


def test_what_cannot_be_told_is_read(store: Store) -> None:
    """A write of somebody else since, one of ours who is new there, the same touchpoint once more, a change."""
    write(store, **KILN)
    snapshot = Snapshot(store)
    snapshot.accounts()
    write(store, orders=[{"id": "o", "account_id": "b", "at": "2026-01-01", "amount": 1.0}])
    changed: Row = {**MET, "channel": "visit"}
    stranger: Row = {**MET, "id": "other", "team_ids": ["idle"]}
    for row in (MET, MET, changed, stranger):
        assert not snapshot.add(row, store.write("touchpoints", [row]))
        assert contents(snapshot.accounts()) == contents(Snapshot(store).accounts())
    both = [{**MET, "id": "x"}, {**MET, "id": "y", "at": "2026-02-04T09:00:00Z"}]
    assert not snapshot.add(both[0], store.write("touchpoints", both))
    assert contents(snapshot.accounts()) == contents(Snapshot(store).accounts())


def test_an_account_that_is_not_kept_is_left_to_be_read(store: Store) -> None:
    write(store, **KILN)
    snapshot = Snapshot(store)
    assert not snapshot.add(MET, store.write("touchpoints", [MET]))
    assert snapshot.revision == -1


def test_touchpoints_wait_until_somebody_looks(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many at once, at one account and another, with and without a look in between, and too many to wait."""
    write(store, **KILN)
    snapshot = Snapshot(store)
    for unseen in (100, 2):
        monkeypatch.setattr(added, "UNSEEN", unseen)
        snapshot.accounts()
        for i in range(5):
            row: Row = {**MET, "id": f"{unseen}-{i}", "at": f"2026-02-0{9 - i}T0{i}:{unseen % 60:02}:00Z"}
            assert snapshot.add(row, store.write("touchpoints", [row]))
            if i == 3:
                assert contents([snapshot.account("b")]) == contents([Snapshot(store).account("b")])
        assert contents(snapshot.accounts()) == contents(Snapshot(store).accounts())
        assert differing(in_order(snapshot.frame()), in_order(Snapshot(store).frame())) == []


def test_frames_that_were_handed_out_stay_as_they_are(store: Store) -> None:
    write(store, **KILN)
    snapshot = Snapshot(store)
    before = snapshot.frame().contact_at.copy()
    assert snapshot.add(MET, store.write("touchpoints", [MET]))
    handed = [frame for frame, places in snapshot.parts() if "b" in [frame.account_id[p] for p in places]]
    seen = [frame.contact_at.copy() for frame in handed]
    later: Row = {**MET, "id": "later", "at": "2026-02-02T09:00:00Z"}
    assert snapshot.add(later, store.write("touchpoints", [later]))
    assert all((frame.contact_at == at).all() for frame, at in zip(handed, seen, strict=True))
    assert len(snapshot.frame().contact_at) == len(before) + 2


def test_after_many_all_revisions_are_compared_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "UNASKED", 2)
    write(store, **KILN)
    snapshot = Snapshot(store)
    snapshot.accounts()
    rows: list[Row] = [{**MET, "id": f"n{i}", "at": f"2026-02-0{1 + i}T09:00:00Z"} for i in range(4)]
    behind = []
    for row in rows:
        assert snapshot.add(row, store.write("touchpoints", [row]))
        behind.append(store.revision() - snapshot.revision)
    assert behind == [0, 0, 1, 2]
    assert contents(snapshot.accounts()) == contents(Snapshot(store).accounts())
    assert snapshot.revision == store.revision()
