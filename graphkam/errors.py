"""What can go wrong, as a tree. The message of each error is one sentence for the user.

GraphKAMError
├── UsageError            the call itself is off (exit code 2, HTTP 422)
├── NotFoundError         no such account, person, query … (exit code 1, HTTP 404)
├── AmbiguousError        a name that fits several; carries the candidates (exit code 1, HTTP 409)
├── ConflictError         the same key is there with other content, or was changed meanwhile (HTTP 409)
│   └── StaleError        what was to be changed is no longer what the caller saw (HTTP 412)
├── DataError             a value that cannot be taken; says where, what and what was expected (HTTP 422)
│   └── InvalidError      several such values; carries each with what was expected
├── SettingsError         a setting or the constants file is wrong (exit code 2)
├── QueryFileError        a .cypher file breaks its own rules
└── StoreError            the database: cannot start, cannot be reached, refused (exit code 1, HTTP 503)
    ├── StoreOwnedError   another process owns the embedded store
    └── SchemaError       the stored schema is newer than this program, or damaged
"""

from __future__ import annotations


class GraphKAMError(Exception):
    """Something that the user can understand and act on."""


class UsageError(GraphKAMError):
    """The command or request was used wrongly."""


class NotFoundError(GraphKAMError):
    """There is nothing of that id or name."""


class AmbiguousError(GraphKAMError):
    """A name that fits more than one; `candidates` are (id, name) pairs."""

    def __init__(self, message: str, candidates: list[tuple[str, str]]) -> None:
        super().__init__(message)
        self.candidates = candidates


class ConflictError(GraphKAMError):
    """The same key exists with other content."""


class StaleError(ConflictError):
    """What was to be changed has changed since the caller looked at it."""


class DataError(GraphKAMError):
    """A value that cannot be taken."""


class InvalidError(DataError):
    """Values that cannot be taken; `errors` are (where, what was expected) pairs."""

    def __init__(self, message: str, errors: list[tuple[str, str]]) -> None:
        super().__init__(message)
        self.errors = errors


class SettingsError(GraphKAMError):
    """A setting is wrong; the message names it."""


class QueryFileError(GraphKAMError):
    """A .cypher file whose header and text do not agree."""


class StoreError(GraphKAMError):
    """The database could not do what was asked."""


class StoreOwnedError(StoreError):
    """Another process owns the embedded store of this data directory."""


class SchemaError(StoreError):
    """The stored schema does not fit this program."""
