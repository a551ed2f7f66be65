"""Answers about the portfolio as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Parts, percent
from graphkam.domain.customers import Customers, Visits
from graphkam.domain.flanks import Flanks, Holder
from graphkam.domain.labels import label as word
from graphkam.domain.message import Message, message, plural, row
from graphkam.domain.vocabulary import COVERAGE_STATES
from graphkam.domain.worth import Loads, Part, Segments, Worth

Names = Mapping[str, str]


def money(values: Mapping[str, float]) -> Message:
    """Amounts by currency on one line.

    >>> money({"CNY": 1234567.0, "": 5.0}), money({})
    ('1,234,567 CNY, 5', '–')
    """
    return row([f"{value:,.0f} {unit}".rstrip() for unit, value in values.items()] or ["–"])


def worth(answer: Worth, names: Names) -> Parts:
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
            None if line.balance is None else word(line.balance, "balance"),
        )
        for line in answer.items
    ]
    layers = [(word(one.layer), *(one.accounts[state] for state in COVERAGE_STATES)) for one in answer.layers]
    heading = message(
        "Annual value {value}; at risk {risk}; as of {moment}",
        value=money(answer.value),
        risk=money(answer.at_risk),
        moment=answer.as_of,
    )
    depend = columns(
        "currency",
        "how many accounts",
        "annual value",
        "largest",
        "its share",
        "top accounts",
        "effective number",
    )
    effort = columns(
        "account",
        "annual value",
        "currency",
        "share of value",
        "effort",
        "share of effort",
        "ratio",
        "balance",
    )
    return [
        heading,
        Table(depend, hanging, message("Dependence on single accounts")),
        Table((*columns("layer"), *map(word, COVERAGE_STATES)), layers, message("Layers over all accounts")),
        _parts(message("kind"), answer.kinds),
        _parts(message("segment"), answer.segments),
        _parts(message("stage of life"), answer.lifecycles),
        Table(effort, served, message("Share of effort against share of value")),
    ]


def _share(part: float | None) -> str:
    return "–" if part is None else f"{part:.1%}"


def _parts(what: Message, parts: Iterable[Part]) -> Table:
    rows = [(word(p.what), p.accounts, money(p.value), money(p.at_risk)) for p in parts]
    return Table((what, *columns("how many accounts", "annual value", "at risk")), rows)


def segments(answer: Segments, names: Names) -> Parts:  # noqa: ARG001
    """Segments, contradictions, room to grow."""
    rows = [
        (
            f"{line.name} ({line.account_id})",
            _known(line.segment),
            _known(line.suggested),
            line.contradicts,
            line.room,
            line.currency,
            [f"{offer.product} ({len(offer.buyers)})" for offer in line.products],
            _joined(line.reasons),
        )
        for line in answer.items
    ]
    titles = columns(
        "account", "segment", "data say", "contradicted", "room", "currency", "products to offer", "why"
    )
    heading = plural(
        "{n} contradiction, as of {moment}",
        "{n} contradictions, as of {moment}",
        answer.contradictions,
        moment=answer.as_of,
    )
    return [heading, Table(titles, rows)]


def _known(text: str | None) -> Message | None:
    return None if text is None else word(text)


def _joined(reasons: Iterable[str]) -> str:
    """Sentences one after the other."""
    first, *others = [*reasons] or [""]
    return reduce(
        lambda before, next_: message("{first}; {second}", first=before, second=next_), others, first
    )


def loads(answer: Loads, names: Names) -> Parts:
    """What account managers carry."""
    rows = [
        (
            f"{line.name} ({line.id})",
            len(line.accounts),
            word(line.state, "load"),
            None if line.rank is None else word(line.rank, "rank"),
            money(line.own.value),
            money(line.own.at_risk),
            len(line.below),
            line.whole.accounts,
            money(line.whole.value),
            line.whole.red_alarms,
            _joined(one.reason for one in line.mismatches),
        )
        for line in answer.items
    ]
    titles = (
        *columns("name", "how many accounts", "load", "rank", "annual value", "at risk", "people below"),
        *columns("accounts with them", "annual value with them", "red alarms", "grade against value"),
    )
    heading = message("Account managers, as of {moment}", moment=answer.as_of)
    parts: Parts = [heading, Table(titles, rows)]
    for what, ids in (
        (message("Without account manager"), answer.no_manager),
        (message("Without executive sponsor"), answer.no_sponsor),
        (message("Served by our sales alone"), answer.sales_alone),
    ):
        counted = message("{what}: {n}", what=what, n=len(ids))
        listed = row([f"{names[i]} ({i})" if i in names else i for i in ids])
        parts.append(message("{first}: {second}", first=counted, second=listed) if ids else counted)
    return parts


def customers(answer: Customers, names: Names) -> Parts:  # noqa: ARG001
    """The best customers."""
    rows = [
        (
            f"{line.name} ({line.account_id})",
            *(factor.value for factor in line.factors),
            _known(line.segment),
            line.value,
            line.currency,
            list(line.managers),
        )
        for line in answer.items
    ]
    factors = [word(factor.factor, "factor") for line in answer.items[:1] for factor in line.factors]
    last = columns("segment", "annual value", "currency", "managers")
    heading = message("Best customers first, as of {moment}", moment=answer.as_of)
    return [heading, Table((*columns("account"), *factors, *last), rows)]


def visits(answer: Visits, names: Names) -> Parts:  # noqa: ARG001
    """Whom to see."""
    rows = [
        (
            visit.due,
            f"{visit.member} ({visit.team_id})" if visit.team_id else message("nobody covers it"),
            f"{visit.person} ({visit.person_id})",
            f"{visit.account} ({visit.account_id})",
            word(visit.layer),
            visit.last,
            visit.cold_on,
            visit.reason,
        )
        for visit in answer.items
    ]
    titles = columns("due", "ours", "theirs", "account", "layer", "last contact", "cold on", "why")
    heading = plural(
        "{n} person to see until {day}, as of {moment}",
        "{n} people to see until {day}, as of {moment}",
        len(rows),
        day=answer.until,
        moment=answer.as_of,
    )
    return [heading, Table(titles, rows)]


def flanks(answer: Flanks) -> Parts:
    """What rivals hold, and what says that they are weak."""
    rows = [
        (
            f"{f.name} ({f.account_id})",
            f.product,
            _share(f.share),
            _share(f.before),
            [_rival(h) for h in f.holders],
            message("weak") if f.weak else "",
            [sign.reason for sign in f.signs],
        )
        for f in answer.items
    ]
    titles = (
        *columns("account", "product", "our share", "a year ago", "rivals"),
        "",
        *columns("signs of weakness"),
    )
    heading = plural(
        "Rivals hold {n} product at our accounts, and are weak in {weak}; as of {moment}",
        "Rivals hold {n} products at our accounts, and are weak in {weak}; as of {moment}",
        len(rows),
        weak=answer.weak,
        moment=answer.as_of,
    )
    return [heading, Table(titles, rows)]


def _rival(holder: Holder) -> str:
    """Who holds it, with what it was ordered of."""
    if not holder.lost:
        return holder.competitor
    return message("{first}: {second}", first=holder.competitor, second=money(holder.lost))
