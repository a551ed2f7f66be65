"""What is recorded of their people, ours, and touchpoints, as answers. Reads only; computes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphkam.domain.cards import Contact, Contacts, Found, Judgement, Member, Members, People, Post, RoleHeld
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.search import search_text
from graphkam.domain.tables import TABLES, Row
from graphkam.domain.titles import read_title
from graphkam.errors import NotFoundError

if TYPE_CHECKING:
    from graphkam.store import Store

_LISTS = tuple(c.name for c in TABLES["touchpoints"].columns if c.type == "ids")


def search(store: Store, text: str, at: AsOf, limit: int, after: tuple[str, str] | None) -> People:
    """People whose name holds `text`, or whose id it is, by name; `after` is the (name, id) to go on behind.

    `next` of the answer is None; whether there are more shows a limit that is one larger.
    """
    name, id_ = after or (None, None)
    rows = store.read(
        "search_people",
        search=search_text(text),
        id=text,
        as_of=at.day,
        after_name=name,
        after_id=id_,
        limit=limit,
    )
    found: dict[str, Found] = {}
    for row in rows:
        one = found.setdefault(row["person_id"], Found(row["person_id"], row["person"], row["title"], {}))
        one.accounts.setdefault(row["account_id"], row["account"])
    return People(str(at), tuple(found.values()))


def career(store: Store, person_id: str) -> tuple[dict[str, Any], tuple[Post, ...]]:
    """Name, email and phone of one of theirs, and every post, newest first. NotFoundError."""
    rows = store.read("person", person_id=person_id)
    if not rows:
        raise NotFoundError(message("none of their people has the id {id}", id=person_id))
    posts = (
        Post(
            account_id=row["account_id"],
            account=row["account"],
            title=row["title"],
            department=row["department"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            **_standing(row),
        )
        for row in rows
    )
    return rows[0], tuple(posts)


def _standing(row: dict[str, Any]) -> dict[str, Any]:
    """Layer and functions of a post, from its title where nobody gave them."""
    read, given = read_title(row["title"]), tuple(row["functions"] or ())
    return {
        "layer": row["layer"] or read.layer,
        "layer_source": (row["layer_source"] or "given") if row["layer"] else read.layer and "title",
        "function": given or read.functions,
        "function_source": "given" if given else "title" if read.functions else "unknown",
    }


def roles(store: Store, person_id: str) -> tuple[RoleHeld, ...]:
    """Every buying role that one of theirs has or had."""
    return tuple(RoleHeld(**row) for row in store.read("person_roles", person_id=person_id))


def judgements(store: Store, person_id: str, at: AsOf) -> tuple[Judgement, ...]:
    """Who had judged one of theirs how by then, newest first."""
    rows = store.read("person_judgements", person_id=person_id)
    return tuple(Judgement(**row) for row in rows if at.has_happened(row["at"]))


def members(store: Store, at: AsOf) -> Members:
    """Everybody of ours by name."""
    rows = store.read("our_people", as_of=at.day)
    return Members(
        str(at),
        tuple(
            Member(
                id=row["team_id"],
                accounts=tuple(row["accounts"]),
                **{
                    k: row[k]
                    for k in ("name", "title", "level", "function", "valid_from", "valid_to", "left_to")
                },
            )
            for row in rows
        ),
    )


def promises(store: Store, team_id: str) -> list[dict[str, Any]]:
    """The commitments that one of ours owns, as rows of their table."""
    return store.read("promises_of", team_id=team_id)


def touchpoints(
    store: Store, of: str, id_: str, at: AsOf, limit: int, after: tuple[float, str] | None
) -> Contacts:
    """Touchpoints `of` an "account" or "person" up to the moment, newest first, behind (seconds, id)."""
    before, before_id = after or (at.instant, None if at.whole_day else "")
    rows = store.read(
        f"{of}_touchpoints", **{f"{of}_id": id_}, before=before, before_id=before_id, limit=limit
    )
    return Contacts(str(at), tuple(contact(row) for row in rows))


def contact(row: Row | dict[str, Any]) -> Contact:
    """A stored row of the touchpoints table as an answer."""
    values = {name: row.get(name) for name in TABLES["touchpoints"].names}
    return Contact(**{k: tuple(v or ()) if k in _LISTS else v for k, v in values.items()})  # type: ignore[arg-type]
