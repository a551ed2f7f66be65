"""The doctor: is what is stored what should be?

- *ties*: each tie is summed again from its touchpoints, and put right where it differs: it is only a cache.
- *constraints*: those of the schema against those of the database; a lost index drops its constraint silently.
- *counts*: every node is looked up by its id; as many must be found by the index as a scan finds, each once.
- *references*: the ids that records carry against their relationships (the queries of `cypher/checks`).

Cost: reads everything once; ten seconds for a million touchpoints is usual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from graphkam.domain.constants import Constants
from graphkam.domain.message import message, plural
from graphkam.domain.reports import Diagnosis, Finding
from graphkam.domain.tables import SEPARATOR
from graphkam.queries import load
from graphkam.store.bolt import Bolt, NothingToDo, Transaction
from graphkam.store.columns import CHUNK_ROWS
from graphkam.store.schema import Guard, guards, present_guards
from graphkam.store.ties import rebuild

_TOUCHPOINTS_AT_ONCE = 50_000
_EXAMPLES = 5


def examine(bolt: Bolt, constants: Constants, *, repair: bool) -> Diagnosis:
    """Everything that is not as it should be. Ties are always mended; `repair` makes lost constraints again."""
    checked: Counter[str] = Counter()
    findings = [
        *_guards(bolt, checked, repair=repair),
        *_counts(bolt, checked),
        *_references(bolt, checked),
        *_ties(bolt, checked, constants),
    ]
    return Diagnosis(all(f.mended for f in findings), dict(checked), tuple(findings))


def _guards(bolt: Bolt, checked: Counter[str], *, repair: bool) -> Iterator[Finding]:
    present = present_guards(bolt)
    for guard in guards():
        checked["constraints"] += 1
        if guard not in present:
            mended, why = _made_again(bolt, guard) if repair else (False, "")
            name = f"{guard.on}.{guard.property}"
            reason = message("the constraint or index on {name} is missing", name=name)
            if why:
                reason = message("the constraint on {name} cannot be made again: {why}", name=name, why=why)
            yield Finding("constraints", name, 1, (), mended, reason)


def _made_again(bolt: Bolt, guard: Guard) -> tuple[bool, str]:
    """Whether a lost constraint was made again, and why not.

    Duplicates are looked for before: the embedded store refuses them too, but keeps half a constraint.
    """
    pattern = f"(n:{guard.on})" if guard.node else f"()-[n:{guard.on}]->()"
    twice = (
        f"MATCH {pattern} WITH n.{guard.property} AS value, count(*) AS n WHERE n > 1 RETURN count(*) AS n"
    )
    if guard.unique and (duplicates := bolt.run(twice)[0]["n"]):
        return False, plural(
            "{n} value is there more than once", "{n} values are there more than once", duplicates
        )
    bolt.run(guard.text)
    return True, ""


def _counts(bolt: Bolt, checked: Counter[str]) -> Iterator[Finding]:
    for label in sorted({guard.on for guard in guards() if guard.unique and guard.node}):
        seen: Counter[str] = Counter()
        lost: list[str] = []
        every = [str(row["id"]) for row in bolt.run(f"MATCH (n:{label}) RETURN n.id AS id")]
        seen.update(every)
        for at in range(0, len(every), CHUNK_ROWS):
            ids = every[at : at + CHUNK_ROWS]
            found = Counter(_looked_up(bolt, label, ids))
            lost += [i for i in ids if not found[i]]
        checked["nodes"] += seen.total()
        twice = [i for i, n in seen.items() if n > 1]
        if lost:
            yield _finding(
                "counts", label, lost, "the index does not find {n} node", "the index does not find {n} nodes"
            )
        if twice:
            yield _finding(
                "counts", label, twice, "{n} id is there more than once", "{n} ids are there more than once"
            )


def _looked_up(bolt: Bolt, label: str, ids: list[str]) -> list[str]:
    rows = bolt.run(f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN collect(n.id) AS ids", ids=ids)
    return [i for row in rows for i in row["ids"]]


def _references(bolt: Bolt, checked: Counter[str]) -> Iterator[Finding]:
    for name, query in load("checks").items():
        checked["references"] += 1
        found = bolt.read(lambda tx, name=name: tx.one(name), "checks")  # type: ignore[misc]
        if found["n"]:
            yield Finding(
                "references",
                name,
                found["n"],
                tuple(map(_plain, found["examples"])),
                False,
                message("{n} {title}", n=found["n"], title=message(query.title)),
            )


def _ties(bolt: Bolt, checked: Counter[str], constants: Constants) -> Iterator[Finding]:
    for accounts in _accounts_by_size(bolt):

        def work(tx: Transaction, accounts: list[str] = accounts) -> tuple[int, list[str]]:
            revision = tx.count_up()
            ties, wrong, touched = rebuild(tx, accounts, constants)
            if not wrong:
                raise NothingToDo((ties, wrong))
            tx.send("touched", {"account_id": touched}, n=revision)
            return ties, wrong

        ties, wrong = bolt.write(work)
        checked["ties"] += ties
        if wrong:
            yield _finding(
                "ties",
                ", ".join(accounts[:_EXAMPLES]),
                wrong,
                "{n} tie differed from its touchpoints",
                "{n} ties differed from their touchpoints",
                mended=True,
            )


def _accounts_by_size(bolt: Bolt) -> Iterator[list[str]]:
    """All accounts that have touchpoints or ties, in parts of about `_TOUCHPOINTS_AT_ONCE` touchpoints."""
    sizes: Counter[str] = Counter()
    for text in (
        "MATCH (n:Touchpoint) RETURN n.account_id AS id, count(n) AS n",
        "MATCH (n:Tie) RETURN n.account_id AS id, count(n) AS n",
    ):
        sizes.update({row["id"]: row["n"] for row in bolt.run(text)})
    part: list[str] = []
    filled = 0
    for account, size in sorted(sizes.items()):
        if part and filled + size > _TOUCHPOINTS_AT_ONCE:
            yield part
            part, filled = [], 0
        part.append(account)
        filled += size
    if part:
        yield part


def _finding(
    check: str, subject: str, wrong: list[str], one: str, many: str, *, mended: bool = False
) -> Finding:
    examples = tuple(map(_plain, wrong[:_EXAMPLES]))
    return Finding(check, subject, len(wrong), examples, mended, plural(one, many, n=len(wrong)))


def _plain(key: Any) -> str:
    return str(key).replace(SEPARATOR, " / ")
