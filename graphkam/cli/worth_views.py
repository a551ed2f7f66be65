"""Answers about the portfolio as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphkam.cli.output import Table
from graphkam.cli.views import Parts, percent, said
from graphkam.domain.customers import Customers, Visits
from graphkam.domain.flanks import Flanks
from graphkam.domain.message import Translate
from graphkam.domain.vocabulary import COVERAGE_STATES
from graphkam.domain.worth import Loads, Part, Segments, Worth

Names = Mapping[str, str]


def money(values: Mapping[str, float]) -> str:
    """Amounts by currency on one line.

    >>> money({"CNY": 1234567.0, "": 5.0}), money({})
    ('1,234,567 CNY, 5', '–')
    """
    return ", ".join(f"{value:,.0f} {unit}".rstrip() for unit, value in values.items()) or "–"


def worth(answer: Worth, names: Names, translate: Translate) -> Parts:  # noqa: ARG001
    """Value, dependence, effort."""
    hanging = [
        (
            d.currency,
            d.accounts,
            d.value,
            f"{names.get(d.largest, '')} ({d.largest})",
            percent(d.largest_share),
            f"{d.top_accounts}: {percent(d.top_share)}",
            d.effective,
        )
        for d in answer.dependence
    ]
    served = [
        (
            f"{line.name} ({line.account_id})",
            line.value,
            line.currency,
            _share(line.value_share),
            line.effort,
            _share(line.effort_share),
            line.ratio,
            line.balance,
        )
        for line in answer.items
    ]
    layers = [(one.layer, *(one.accounts[state] for state in COVERAGE_STATES)) for one in answer.layers]
    return [
        f"Annual value {money(answer.value)}; at risk {money(answer.at_risk)}; as of {answer.as_of}",
        Table(
            ("currency", "accounts", "value", "largest", "its share", "top accounts", "effective number"),
            hanging,
            "Dependence on single accounts",
        ),
        Table(("layer", *COVERAGE_STATES), layers, "Layers over all accounts"),
        _parts("kind", answer.kinds),
        _parts("segment", answer.segments),
        _parts("stage of life", answer.lifecycles),
        Table(
            (
                "account",
                "value",
                "currency",
                "share of value",
                "effort",
                "share of effort",
                "ratio",
                "balance",
            ),
            served,
            "Share of effort against share of value",
        ),
    ]


def _share(part: float | None) -> str:
    return "–" if part is None else f"{100 * part:.1f} %"


def _parts(what: str, parts: Iterable[Part]) -> Table:
    rows = [(p.what or "unknown", p.accounts, money(p.value), money(p.at_risk)) for p in parts]
    return Table((what, "accounts", "value", "at risk"), rows)


def segments(answer: Segments, names: Names, translate: Translate) -> Parts:  # noqa: ARG001
    """Segments, contradictions, room to grow."""
    rows = [
        (
            f"{line.name} ({line.account_id})",
            line.segment,
            line.suggested,
            line.contradicts,
            line.room,
            line.currency,
            [f"{offer.product} ({len(offer.buyers)})" for offer in line.products],
            "; ".join(said(reason, translate) for reason in line.reasons),
        )
        for line in answer.items
    ]
    columns = (
        "account",
        "segment",
        "data say",
        "contradicted",
        "room",
        "currency",
        "products to offer",
        "why",
    )
    heading = f"{answer.contradictions} contradictions, as of {answer.as_of}"
    return [heading, Table(columns, rows)]


def loads(answer: Loads, names: Names, translate: Translate) -> Parts:
    """What account managers carry."""
    rows = [
        (
            f"{line.name} ({line.id})",
            len(line.accounts),
            line.state,
            line.rank,
            money(line.own.value),
            money(line.own.at_risk),
            len(line.below),
            line.whole.accounts,
            money(line.whole.value),
            line.whole.red_alarms,
            "; ".join(said(one.reason, translate) for one in line.mismatches),
        )
        for line in answer.items
    ]
    columns = (
        "name",
        "accounts",
        "load",
        "rank",
        "value",
        "at risk",
        "below",
        "accounts with them",
        "value with them",
        "red alarms",
        "grade against value",
    )
    parts: Parts = [f"Account managers, as of {answer.as_of}", Table(columns, rows)]
    for heading, ids in (
        ("Without account manager", answer.no_manager),
        ("Without executive sponsor", answer.no_sponsor),
        ("Served by our sales alone", answer.sales_alone),
    ):
        listed = ", ".join(f"{names[i]} ({i})" if i in names else i for i in ids)
        parts.append(f"{heading}: {len(ids)}{': ' + listed if listed else ''}")
    return parts


def customers(answer: Customers, names: Names, translate: Translate) -> Parts:  # noqa: ARG001
    """The best customers."""
    rows = [
        (
            f"{line.name} ({line.account_id})",
            *(factor.value for factor in line.factors),
            line.segment,
            line.value,
            line.currency,
            list(line.managers),
        )
        for line in answer.items
    ]
    factors = tuple(factor.factor for line in answer.items[:1] for factor in line.factors)
    columns = ("account", *factors, "segment", "value", "currency", "managers")
    return [f"Best customers first, as of {answer.as_of}", Table(columns, rows)]


def visits(answer: Visits, names: Names, translate: Translate) -> Parts:  # noqa: ARG001
    """Whom to see."""
    rows = [
        (
            visit.due,
            f"{visit.member} ({visit.team_id})" if visit.team_id else "nobody covers it",
            f"{visit.person} ({visit.person_id})",
            f"{visit.account} ({visit.account_id})",
            visit.layer,
            visit.last,
            visit.cold_on,
            said(visit.reason, translate),
        )
        for visit in answer.items
    ]
    columns = ("due", "ours", "theirs", "account", "layer", "last", "cold on", "why")
    return [f"{len(rows)} people to see until {answer.until}, as of {answer.as_of}", Table(columns, rows)]


def flanks(answer: Flanks, translate: Translate) -> Parts:
    """What rivals hold, and what says that they are weak."""
    rows = [
        (
            f"{f.name} ({f.account_id})",
            f.product,
            _share(f.share),
            _share(f.before),
            [f"{h.competitor} {money(h.lost)}" if h.lost else h.competitor for h in f.holders],
            "weak" if f.weak else "",
            [said(sign.reason, translate) for sign in f.signs],
        )
        for f in answer.items
    ]
    columns = ("account", "product", "our share", "a year ago", "rivals", "", "signs of weakness")
    heading = f"Rivals hold {len(rows)} products at our accounts, and are weak in {answer.weak}"
    return [f"{heading}, as of {answer.as_of}", Table(columns, rows)]
