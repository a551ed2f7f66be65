"""Circles of lines, against a search that shares no code with the one that is tested."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.ingest.hierarchy import Line, on_circles

DAYS = ["2024-01-01", "2025-01-01", "2026-01-01"]


def brute(lines: list[Line]) -> set[int]:
    """A line is on a circle if, on some day, its lower end can be reached upwards from its upper end."""
    found = set()
    for day in ["1900-01-01", *DAYS]:
        valid = [
            i
            for i, line in enumerate(lines)
            if (line.start or "") <= day and (line.end is None or day < line.end)
        ]
        for i in valid:
            reached = {lines[i].above}
            while more := {lines[j].above for j in valid if lines[j].below in reached} - reached:
                reached |= more
            if lines[i].below in reached:
                found.add(i)
    return found


NAMES = st.sampled_from("abcde")
DATED = st.builds(Line, NAMES, NAMES, st.sampled_from([None, *DAYS]), st.sampled_from([None, *DAYS])).filter(
    lambda line: line.below != line.above and (not line.start or not line.end or line.start < line.end)
)


@settings(max_examples=300, deadline=None)
@given(st.lists(DATED, max_size=10))
def test_the_lines_on_circles_are_those_that_a_search_day_by_day_finds(lines: list[Line]) -> None:
    assert on_circles(lines) == brute(lines)


@settings(deadline=None)
@given(st.lists(DATED, max_size=10), st.randoms())
def test_the_order_of_lines_is_of_no_influence(lines: list[Line], random) -> None:
    shuffled = random.sample(lines, len(lines))
    assert {lines[i] for i in on_circles(lines)} == {shuffled[i] for i in on_circles(shuffled)}


def test_a_long_chain_and_a_long_ring() -> None:
    chain = [Line(str(n), str(n + 1)) for n in range(20_000)]
    assert on_circles(chain) == set()
    ring = [*chain, Line("20000", "0")]
    assert on_circles(ring) == set(range(20_001))


def test_two_who_changed_places_are_no_circle() -> None:
    assert on_circles([Line("liu", "xu", None, "2026-01-01"), Line("xu", "liu", "2026-01-01")]) == set()
    assert on_circles([Line("liu", "xu", None, "2026-01-02"), Line("xu", "liu", "2026-01-01")]) == {0, 1}
