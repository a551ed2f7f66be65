"""Who has which mail address: known from this import or the store, or discovered now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from graphkam.domain.message import Message, message
from graphkam.domain.tables import Row
from graphkam.errors import UsageError
from graphkam.ingest.cells import RefusedError, id_
from graphkam.ingest.mail import Party
from graphkam.ingest.staging import Staging

if TYPE_CHECKING:
    from graphkam.store import Store

OURS = ""
"""The side of our own people, where theirs is the id of their account."""


class Directory:
    """Sides of domains and ids of addresses, for one import.

    An address belongs to the side of its domain, which must be that very domain: name subdomains too. People
    are known by an e-mail address in this import or in the store; others are discovered, with the address in
    lower case as their id. Whoever is known with it at other accounts only has a post here too (`posts`): without
    one, contacts here would not be theirs.
    """

    def __init__(
        self,
        staging: Staging,
        store: Store,
        our_domains: Iterable[str],
        account_domains: Mapping[str, str],
        note: Callable[[Message], None],
    ) -> None:
        self._staging = staging
        self._store = store
        self._note = note
        self._named = {_domain(domain): _account(account) for domain, account in account_domains.items()}
        self._sides = self._accounts() | self._named | dict.fromkeys(map(_domain, our_domains), OURS)
        self._ids: dict[tuple[str, str], str] = {}
        self._asked: set[str] = set()
        self._known = self._staged_addresses()
        self._discovered: dict[tuple[str, str], str | None] = {}
        self._posts: dict[tuple[str, str], str] = {}

    def side(self, party: Party) -> str | None:
        """OURS, the id of the account, or None for an address of neither."""
        return self._sides.get(party.address.partition("@")[2])

    def look_up(self, parties: Iterable[Party]) -> None:
        """Ask the store for the addresses that have not been asked for, all at once."""
        new = {party.address for party in parties if self.side(party) is not None} - self._asked
        if new:
            self._asked |= new
            for found in self._store.read("addresses", addresses=sorted(new)):
                side = OURS if found["kind"] == "team" else str(found["account_id"])
                self._known[found["address"]].append((side, str(found["id"])))

    def id_of(self, party: Party) -> str:
        """The id of somebody on one of the two sides; discovered if nobody has the address."""
        side = self.side(party) or OURS
        who = side, party.address
        if who not in self._ids:
            known = self._found(*who)
            if known is None:
                self._discovered[who] = party.name
            elif side != OURS and all(where != side for where, _ in self._known[party.address]):
                self._posts[who] = known
            self._ids[who] = known or party.address
        elif who in self._discovered and self._discovered[who] is None:
            self._discovered[who] = party.name
        return self._ids[who]

    def _found(self, side: str, address: str) -> str | None:
        """The smallest id that has the address: of ours, of that account, of another account."""
        known = self._known.get(address, [])
        ours = sorted(id_ for where, id_ in known if where == OURS)
        here = sorted(id_ for where, id_ in known if where == side)
        elsewhere = sorted(id_ for where, id_ in known if where not in (OURS, side))
        candidates = ours if side == OURS else here or elsewhere
        if len(set(here)) > 1:
            self._note(
                message(
                    "{address} is the address of several: {id} was taken", address=address, id=candidates[0]
                )
            )
        return candidates[0] if candidates else None

    def discovered(self) -> Iterator[tuple[str, Row]]:
        """The rows, with their tables, of everybody who was discovered, and of accounts that are new."""
        sides = {side for side, _ in (*self._discovered, *self._posts)} - {OURS}
        known = self._store.existing("accounts", sorted(sides))
        for side in sorted(sides - known):
            if not self._staging.tables["accounts"].of_ident(side):
                domains = sorted(domain for domain, account in self._named.items() if account == side)
                yield "accounts", {"id": side, "name": domains[0], "domains": list(domains)}
        for (side, address), name in self._discovered.items():
            row: Row = {"id": address, "name": name or address, "email": address}
            if side == OURS:
                yield "team", row
            else:
                yield "people", {"id": address, "account_id": side, **row}

    def posts(self) -> Iterator[Row]:
        """The posts of those whom other accounts know, at the account of whose domain their address is."""
        for (side, address), person in self._posts.items():
            here = self._staging.tables["people"].of_ident(person)
            stored = [] if here else self._store.read("person", person_id=person)
            name = here[0].row["name"] if here else stored[0]["person"] if stored else address
            yield {"id": person, "account_id": side, "name": name, "email": address}

    def _accounts(self) -> dict[str, str]:
        """The accounts of the domains that the accounts themselves name; not of those named by several."""
        accounts: dict[str, set[str]] = defaultdict(set)
        for row in self._store.read("mail_domains"):
            accounts[_domain(row["domain"])].add(str(row["account_id"]))
        for staged in self._staging.tables["accounts"].rows():
            domains = staged.row.get("domains")
            for domain in domains if isinstance(domains, list) else ():
                accounts[_domain(domain)].add(str(staged.row["id"]))
        for domain, ids in sorted(accounts.items()):
            if len(ids) > 1 and domain not in self._named:
                self._note(
                    message(
                        "{domain} is a mail domain of several accounts: name one of them for it",
                        domain=domain,
                    )
                )
        return {domain: next(iter(ids)) for domain, ids in accounts.items() if len(ids) == 1}

    def _staged_addresses(self) -> dict[str, list[tuple[str, str]]]:
        """The sides and ids of the addresses in this import's own tables."""
        known: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for table in ("team", "people"):
            for staged in self._staging.tables[table].rows():
                address = staged.row.get("email")
                if isinstance(address, str):
                    side = str(staged.row["account_id"]) if table == "people" else OURS
                    known[address.strip().lower()].append((side, str(staged.row["id"])))
        return known


def _domain(text: str) -> str:
    return text.strip().lower().removeprefix("@")


def _account(text: str) -> str:
    try:
        return id_(text)
    except RefusedError as error:
        raise UsageError(
            message("{text!r} is no account: expected {expected}", text=text, expected=error.expected)
        ) from None
