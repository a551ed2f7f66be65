"""Worlds for the tests of the map, made by hand: the kiln tender, and a crowd of any size.

The answers of the analyses are written down, not computed: these tests are about the drawing.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace

from graphkam.domain.answers import (
    Direct,
    Gap,
    Gaps,
    Influence,
    LayerCoverage,
    Loss,
    PersonState,
    RoleCoverage,
    Spof,
    Stage,
    Tie,
    Ties,
)
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assignment,
    Employment,
    Relation,
    RivalTie,
    TeamMember,
)
from graphkam.domain.influence_map import InfluenceMap
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import FUNCTIONS, ROLES, SUPPORTS
from viz import influence_map

DAY = AsOf.on("2026-03-01", zone="UTC")
HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    'O\'Brien "Bob" & <b>Söhne</b>',
    "سلمان \u202eevil",
    "😀👩‍👩‍👧 李雷",
    "a\x00b\ud800c",
    "{{ 7*7 }} ${x} --> ]]>",
)


def person(id_: str, name: str, **values: object) -> PersonState:
    """One of their people; what is not given is unknown."""
    plain = PersonState(
        id=id_,
        name=name,
        title=None,
        department=None,
        layer=None,
        layer_source="unknown",
        function=(),
        power=0.4,
        power_source="guessed",
        power_disagreement=None,
        support=None,
        support_value=None,
        support_disagreement=None,
        roles=(),
        decision_holder=False,
        reached=False,
        reached_by_influence=False,
        coverage=0.0,
        target=None,
        placeholder=False,
    )
    if values.get("layer"):
        values.setdefault("layer_source", "given")
    return replace(plain, **values)  # type: ignore[arg-type]


def tie(team_id: str, person_id: str, strength: float, live: bool = True) -> Tie:
    """A tie without its touchpoints."""
    return Tie(team_id, person_id, strength, strength, live, not live, 1, None, None, None, ())


def layer(name: str, people: int, reached: int, coverage: float | None, status: str) -> LayerCoverage:
    """The coverage of a layer, as far as the map shows it."""
    return LayerCoverage(
        layer=name,
        people=people,
        reached=reached,
        coverage=coverage,
        support=None,
        status=status,
        threads=None,
        ours=0,
        strongest=None,
        guessed=0,
        unknown=0,
        target_gap=0.0,
    )


def gaps(layers: list[LayerCoverage], status: str, found: tuple[Gap, ...] = ()) -> Gaps:
    """The gaps of an account, as far as the map shows them."""
    roles = (RoleCoverage("approver", 0, 0, "unknown", ()), RoleCoverage("decider", 1, 1, "covered", ("gm",)))
    return Gaps("b", "2026-03-01", status, tuple(layers), (), roles, (), 0, found, (), (), "none")


def spof(*ids: str) -> Spof:
    """These people are single points of failure, in this order of impact."""
    losses = tuple(
        Loss(id_, id_, 1.0 - i / 10, 1.0, (), True, message("cuts us off")) for i, id_ in enumerate(ids)
    )
    return Spof("b", "2026-03-01", Direct((), ()), Influence((), losses, (), ()))


STAGE = Stage("b", "2026-03-01", "basic", "ordinary", 1.0, (), False, None, message("one pair"))


def kiln_facts() -> AccountFacts:
    """The kiln tender: our owner and one friend; a new general manager whom a rival knows."""
    return AccountFacts(
        account=Account("b", "Customer B 建材集团"),
        people=tuple(Employment(p.id, p.name) for p in KILN_PEOPLE),
        team=(
            TeamMember("li", "Li Jianguo", "Owner", "executive", "general_management"),
            TeamMember("he", "He Fang", "Service engineer", "operating", "service"),
        ),
        assignments=(Assignment("li", "account_manager"), Assignment("he", "service")),
        relations=(
            Relation("liu", "gm", "reports_to", source="people"),
            Relation("xu", "gm", "reports_to", source="people"),
            Relation("zhao", "liu", "reports_to", source="people"),
            Relation("qian", "liu", "reports_to", source="people"),
            Relation("sun", "xu", "reports_to", source="people"),
            Relation("xu", "gm", "confidant", informal=True),
            Relation("gm", "liu", "conflicts_with"),
            Relation("cfo", "gm", "influences", weight=0.6),
            Relation("liu", "zhao", "ally"),
            Relation("sun", "qian", "influences", source="inferred"),
        ),
        rivals=(RivalTie("Phoenix Kilns", "gm", 0.6),),
    )


KILN_PEOPLE = (
    person(
        "gm",
        "Wang Zhiyuan 王志远",
        title="General manager",
        layer="executive",
        power=0.9,
        support="opponent",
        roles=("decider",),
        function=("general_management",),
        target=0.7,
        decision_holder=True,
    ),
    person(
        "cfo",
        "Chen Mei",
        title="Chief accountant",
        layer="executive",
        layer_source="title",
        power=0.7,
        function=("finance",),
        roles=("approver", "economic_buyer"),
    ),
    person(
        "liu",
        "Liu Deming",
        title="Chief of the equipment section",
        layer="management",
        power=0.6,
        support="mentor",
        roles=("user", "influencer", "coach"),
        reached=True,
        coverage=0.86,
        target=0.8,
        function=("technical",),
    ),
    person(
        "xu",
        "Xu Qing 徐青",
        title="Chief of the technology section",
        layer="management",
        power=0.6,
        support="neutral",
        roles=("technical_buyer",),
        function=("technical",),
        target=0.5,
    ),
    person(
        "zhao",
        "Zhao Min",
        title="Kiln engineer",
        layer="operating",
        power=0.2,
        support="supporter",
        reached=True,
        coverage=0.42,
        function=("production",),
    ),
    person(
        "qian",
        "Qian Bo",
        title="Shift leader",
        layer="operating",
        layer_source="title",
        power=0.2,
        support="non_supporter",
    ),
    person("sun", "Sun Li", title="Process engineer", layer="operating", power=0.3),
    person("someone", "Somebody in purchasing", placeholder=True, function=("procurement",)),
)


def kiln() -> InfluenceMap:
    """The map of the kiln tender on the day after the general manager's appointment."""
    veto = Gap("veto", "technical_buyer", "red", ("xu",), message("no live tie"))
    nobody = Gap("person", "gm", "amber", ("gm",), message("no live tie"))
    return influence_map(
        kiln_facts(),
        DAY,
        KILN_PEOPLE,
        Ties(
            "2026-03-01",
            (tie("li", "liu", 0.86), tie("he", "zhao", 0.42), tie("he", "qian", 0.12, live=False)),
        ),
        gaps(
            [
                layer("operating", 3, 1, 0.12, "thin"),
                layer("management", 2, 1, 0.43, "thin"),
                layer("executive", 2, 0, 0.0, "open"),
            ],
            "red",
            (veto, nobody),
        ),
        spof("liu", "li"),
        STAGE,
        Constants(),
    )


def crowd(people: int = 500, lines: int = 1300, seed: int = 7, names: tuple[str, ...] = ()) -> InfluenceMap:
    """A large account: so many cards (ours and rivals among them) and lines of all kinds."""
    rng = random.Random(seed)
    ours, rivals = max(2, people * 8 // 100), max(1, people // 100)
    theirs = _crowd_people(rng, people - ours - rivals, names)
    ids = [p.id for p in theirs]
    team = tuple(
        TeamMember(f"u{i:03}", f"{rng.choice(_FIRST)} {rng.choice(_LAST)}", "Key account manager", level)
        for i, level in zip(range(ours), _levels(ours), strict=False)
    )
    bosses = {
        "operating": [p.id for p in theirs if p.layer == "management"],
        "management": [p.id for p in theirs if p.layer == "executive"],
    }
    relations = [
        Relation(p.id, boss[i * len(boss) // len(theirs)], "reports_to", source="people")
        for i, p in enumerate(theirs)
        if (boss := bosses.get(p.layer or "", []))
    ]
    ties = {
        (t.team_id, t.person_id): t
        for t in (
            tie(rng.choice(team).id, rng.choice(ids), round(rng.uniform(0.1, 0.98), 2), rng.random() < 0.7)
            for _ in range(lines // 3)
        )
    }
    theirs = tuple(
        _with_ties(p, [t.strength for t in ties.values() if t.person_id == p.id and t.live]) for p in theirs
    )
    seen = set()
    while len(relations) + len(ties) + rivals < lines:
        a, b = rng.sample(ids, 2)
        kind = rng.choices(("influences", "confidant", "ally", "conflicts_with"), (6, 2, 2, 1))[0]
        if (a, b, kind) not in seen:
            seen.add((a, b, kind))
            source = "inferred" if rng.random() < 0.3 else None
            relations.append(Relation(a, b, kind, rng.random(), rng.random() < 0.3, source))
    facts = AccountFacts(
        account=Account("big", "Grand Continental Holdings"),
        team=team,
        assignments=tuple(Assignment(m.id, "account_manager") for m in team[:2]),
        relations=tuple(relations),
        rivals=tuple(RivalTie(f"Rival {i}", ids[i * 7], 0.5) for i in range(rivals)),
    )
    counts = {
        name: [p for p in theirs if p.layer == name] for name in ("operating", "management", "executive")
    }
    states = {"operating": "covered", "management": "thin", "executive": "open"}
    layers = [layer(n, len(c), len(c) // 3, 0.3, states[n]) for n, c in counts.items()]
    people_gaps = tuple(Gap("person", p.id, "amber", (p.id,), message("open")) for p in theirs[:3])
    return influence_map(
        facts,
        DAY,
        theirs,
        Ties("2026-03-01", tuple(ties.values())),
        gaps(layers, "red", people_gaps),
        spof(*ids[4:8], team[0].id),
        STAGE,
        Constants(),
    )


_FIRST = ("Anna", "Boris", "Chen", "Dmitri", "Elena", "Farid", "Greta", "Hiro", "Ines", "Jun", "Karl", "Lin")
_LAST = (
    "Abele",
    "Baker",
    "Castellanos",
    "Dubois",
    "Eriksen",
    "Fischer",
    "Guo",
    "Hashimoto",
    "Ivanova",
    "王小明",
)


def _levels(count: int) -> list[str]:
    return [
        "executive" if i < count / 8 else "management" if i < count / 2 else "operating" for i in range(count)
    ]


def _with_ties(one: PersonState, live: list[float]) -> PersonState:
    coverage = 1.0 - math.prod(1.0 - strength for strength in live)
    return replace(one, reached=bool(live), coverage=coverage)


def _crowd_people(rng: random.Random, count: int, names: tuple[str, ...]) -> tuple[PersonState, ...]:
    people = []
    for i in range(count):
        share = i / count
        name = names[i] if i < len(names) else f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
        level = "executive" if share < 0.06 else "management" if share < 0.3 else "operating"
        people.append(
            person(
                f"p{i:03}",
                name,
                title=rng.choice(("Head of purchasing", "Plant engineer", "Vice president of production")),
                layer=None if share > 0.95 else level,
                function=(rng.choice(FUNCTIONS),),
                power=round(rng.random(), 2),
                support=rng.choice((*SUPPORTS, None, None)),
                roles=tuple(rng.sample(ROLES, rng.choice((0, 0, 1, 2)))),
                target=rng.choice((None, 0.5, 0.9)),
                placeholder=i % 40 == 39,
            )
        )
    return tuple(people)
