"""The project's queries: one per `.cypher` file, with a header that says what it answers and takes.

    // title: Who covers an account
    // description: Our people assigned to the account on a day.
    //   A line that begins with three spaces goes on with the line before.
    // param account_id: string
    // param as_of: date = today
    MATCH …

A parameter without default is required. Besides values, a default may be `null` (no value), `today` (of a
date), `zone` (the time zone of the settings) or `constant` (the constant of that name, see domain.constants).
Unknown keys, or declared parameters that are not the `$used` ones, are a QueryFileError naming file and line.
"""

from graphkam.queries.files import load, load_from, parse
from graphkam.queries.query import Parameter, Query

__all__ = ["Parameter", "Query", "load", "load_from", "parse"]
