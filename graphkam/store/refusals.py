"""What the database says when something fails: whether to try again, a sentence for the user, words for the log."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Iterator

from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

log = logging.getLogger(__name__)
logging.getLogger("neo4j").addHandler(
    logging.NullHandler()
)  # or Python prints what it logs; errors are raised too

LOST = (ServiceUnavailable, SessionExpired)
"""The answer was lost: about one in ten such commits took place all the same."""
_SAID, _KEPT = 300, 2_000
"""Letters of the database's own words that a sentence has room for, and the log."""


def passing(error: DriverError | Neo4jError) -> bool:
    """Whether the same transaction may do better the next time.

    Who reads what another deletes is told by the embedded store that the record is not found.
    """
    gone = isinstance(error, Neo4jError) and error.code == "Neo.ClientError.Statement.EntityNotFound"
    return gone or isinstance(error, (ConstraintError, TransientError, *LOST)) or error.is_retryable()


def sentence(error: DriverError | Neo4jError, url: str, database: str) -> str:
    """What a user is told."""
    match error:
        case AuthError():
            return f"The database at {url} refused the user name or password."
        case ServiceUnavailable() if tls := next(_tls_errors(error), None):
            return _about_tls(url, tls)
        case ServiceUnavailable() | SessionExpired():
            return f"The database at {url} cannot be reached."
        case Neo4jError() if error.code and error.code.endswith("DatabaseNotFound"):
            return f"There is no database {database!r} at {url}."
        case _ if passing(error):
            said = words(error)[:_SAID]
            return f"Others write to the same records of the database without a pause; try again ({said})."
        case _:
            return f"The database refused: {words(error)[:_SAID]}"


def record(error: DriverError | Neo4jError, attempts: int) -> None:
    """Keep in the log what the database said, whole: the sentence for the user is cut."""
    if not isinstance(error, (AuthError, *LOST)):
        code = error.code if isinstance(error, Neo4jError) else type(error).__name__
        log.warning("The database refused, attempt %d (%s): %s", attempts, code, words(error))


def words(error: Exception) -> str:
    r"""What the database said, on one line and without the values in it: these may be people's.

    >>> words(ValueError("Duplicated key [li\x1fliu@b.example] found on index 'Tie[id]'"))
    "Duplicated key […] found on index 'Tie[id]'"
    >>> words(ValueError("Node(7) has label `Person` and property `id` = 'Liu',\nas liu@b.example has"))
    "Node(7) has label `Person` and property `id` = '…', as … has"
    """
    text = error.message if isinstance(error, Neo4jError) and error.message else str(error)
    line = " ".join(text.split()) or type(error).__name__
    return _VALUES.sub(lambda found: _masked(found[0]), line)[:_KEPT]


_VALUES = re.compile(r"""'[^']*'|"[^"]*"|\[[^\]]*\]|[^\s'"\[(,;:]+@[^\s'"\]),;:]+""")
_INDEX = re.compile(r"'\w+\[\w+\]'")
"""The name of an index, which is no value."""


def _masked(value: str) -> str:
    if _INDEX.fullmatch(value):
        return value
    return f"{value[0]}…{value[-1]}" if value[0] in "'\"[" else "…"


def _tls_errors(error: BaseException | None) -> Iterator[ssl.SSLError]:
    """The errors of TLS behind an error."""
    while error is not None:
        if isinstance(error, ssl.SSLError):
            yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _tls_errors(one)
        error = error.__cause__ or error.__context__


def _about_tls(url: str, error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"The certificate of the database at {url} is not trusted: {error.verify_message}. +s needs one that "
            "is signed for that host name by an authority which this computer knows (SSL_CERT_FILE names others); "
            "+ssc takes any, and so does not know whom it talks to."
        )
    return (
        f"The database at {url} does not answer in TLS: switch it on there (server.bolt.tls_level, "
        "dbms.ssl.policy.bolt), or leave the +s away in a network that is yours alone."
    )
