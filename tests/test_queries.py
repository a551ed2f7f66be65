"""Query files: what their header may say, how parameters are bound."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graphkam.domain.constants import Constants
from graphkam.domain.tables import TABLES
from graphkam.errors import QueryFileError, UsageError
from graphkam.queries import Parameter, Query, load, load_from, parse
from graphkam.queries.values import TYPES

HEAD = "// title: Who covers\n// description: Ours on a day.\n"


def query(*parameters: Parameter) -> Query:
    return Query("who", "Who", "…", parameters, "")


def test_a_file_gives_title_description_and_parameters_in_order(tmp_path: Path) -> None:
    (tmp_path / "who.cypher").write_text(
        "// title: Who covers: an account\n"
        "// description: Ours\n//   on a day.\n"
        "// param account_id: string\n"
        "// param as_of: date = today\n"
        "// param most: integer = 5\n"
        "// param kinds: list<string> = a;b\n"
        "// param name: string = null\n"
        "// a comment: after the header this would be read as a key\n".replace(
            "// a comment", "\n// a comment"
        )
        + "RETURN $account_id, $as_of, $most, $kinds, $name\n",
        encoding="utf-8",
    )
    found = load_from(tmp_path)
    assert list(found) == ["who"]
    assert (found["who"].title, found["who"].description) == ("Who covers: an account", "Ours on a day.")
    assert found["who"].parameters == (
        Parameter("account_id", "string"),
        Parameter("as_of", "date", None, False, "today"),
        Parameter("most", "integer", 5, False),
        Parameter("kinds", "list<string>", ["a", "b"], False),
        Parameter("name", "string", None, False),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "// author: Li\nRETURN 1", ":3: unknown header key 'author'"),
        (HEAD + "// Param x: string\nRETURN $x", ":3: unknown header key"),
        (HEAD + "// just words\nRETURN 1", ":3: a header line must be"),
        (HEAD + "// title: again\nRETURN 1", ":3: title is given twice"),
        (HEAD + "// param a: string\n// param a: string\nRETURN $a", ":4: parameter a is declared twice"),
        (HEAD + "// param a: text\nRETURN $a", ":3: unknown type 'text'"),
        (HEAD + "// param a b: string\nRETURN $a", ":3: 'a b' is no name"),
        (HEAD + "// param a: integer = many\nRETURN $a", ":3: the default 'many' of parameter a"),
        (HEAD + "// param a: string\nRETURN 1", ":3: parameter a is declared but $a is not used"),
        (HEAD + "RETURN 1,\n  $a", ":4: $a is used but not declared"),
        (HEAD + "RETURN $`a`", ":3: write a parameter as $name"),
        (HEAD + "RETURN 1;", ":3: a file holds one statement"),
        (HEAD, ":3: there is no statement"),
        (HEAD + "// param a: string\n\n/* $a */ // $a", ":5: there is no statement"),
        ("// title: T\nRETURN 1", ":1: the header has no description"),
        ("RETURN 1", ":1: the header has no title"),
    ],
)
def test_a_file_that_breaks_the_rules_is_refused_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(QueryFileError) as caught:
        parse("who", text, "cypher/queries/who.cypher")
    assert f"cypher/queries/who.cypher{said}" in str(caught.value)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.cypher").write_bytes(b"// title: \xff\nRETURN 1")
    with pytest.raises(QueryFileError, match=r"bad\.cypher:1: the file is not UTF-8"):
        load_from(tmp_path)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryFileError, match="cypher/nowhere"):
        load_from(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "hidden",
    ["'$x ; // no'", '"$x \\" $y"', "'it\\'s $x'", "`$x``$y`", "/* $x ;\n $y */ 1", "1 // $x ;\n"],
)
def test_a_dollar_or_semicolon_in_strings_comments_and_backticks_does_not_count(hidden: str) -> None:
    text = HEAD + f"// param a: string\nRETURN {hidden}, $a"
    assert [p.name for p in parse("who", text, "who").parameters] == ["a"]


def test_binding_converts_texts() -> None:
    given = {
        "s": "Liu's",
        "who": " LIÚ  Bo",
        "i": "-3",
        "f": "2.5",
        "b": "Yes",
        "d": " 2026-03-01 ",
        "l": "a; b;;c",
        "m": '{"meeting": 1}',
        "any": [1, None, "x"],
    }
    kinds = dict(zip(given, TYPES, strict=True))
    assert kinds["d"] == "date"
    assert query(*(Parameter(n, kinds[n]) for n in given)).bind(given) == {
        "s": "Liu's",
        "who": "liu bo",
        "i": -3,
        "f": 2.5,
        "b": True,
        "d": "2026-03-01",
        "l": ["a", "b", "c"],
        "m": {"meeting": 1.0},
        "any": [1, None, "x"],
    }


def test_binding_takes_values_of_the_right_type_as_they_are() -> None:
    q = query(Parameter("f", "float"), Parameter("d", "date"), Parameter("l", "list<string>"))
    assert q.bind({"f": 2, "d": date(2026, 3, 1), "l": ("a; b",)}) == {
        "f": 2.0,
        "d": "2026-03-01",
        "l": ["a; b"],
    }


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 7),
        ("string", "\ud800"),
        ("integer", "2.5"),
        ("integer", 2.5),
        ("integer", True),
        ("integer", 2**63),
        ("float", "nan"),
        ("float", float("inf")),
        ("float", True),
        ("float", "much"),
        ("boolean", "perhaps"),
        ("boolean", 1),
        ("date", "2026-02-30"),
        ("date", "20260301"),
        ("date", "2026-03-01T09:00"),
        ("date", datetime(2026, 3, 1)),
        ("list<string>", [1]),
        ("list<string>", {"a": 1}),
        ("list", "a;b"),
        ("map<float>", "[1]"),
        ("map<float>", "{"),
        ("map<float>", {"meeting": "1"}),
        ("map<float>", {"meeting": True}),
        ("map<float>", {"meeting": float("nan")}),
    ],
)
def test_a_value_of_the_wrong_type_is_a_usage_error(kind: str, value: object) -> None:
    with pytest.raises(UsageError, match="parameter x of query who must be"):
        query(Parameter("x", kind)).bind({"x": value})


def test_missing_unknown_and_null_parameters() -> None:
    q = query(
        Parameter("x", "string"), Parameter("n", "integer", 5, False), Parameter("o", "date", None, False)
    )
    assert q.bind({"x": ""}) == {"x": "", "n": 5, "o": None}
    assert q.bind({"x": "", "n": None}) == {"x": "", "n": 5, "o": None}
    with pytest.raises(UsageError, match=r"needs the parameter x \(string\)"):
        q.bind({"x": None})
    with pytest.raises(UsageError, match="has no parameter 'y'; it takes x, n, o"):
        q.bind({"x": "", "y": 1})


def test_today_is_the_day_of_asking() -> None:
    q = query(Parameter("as_of", "date", None, False, "today"))
    assert q.bind({}, today=date(2026, 3, 1)) == {"as_of": "2026-03-01"}
    assert q.bind({"as_of": "today"}, today=date(2026, 3, 1)) == {"as_of": "2026-03-01"}
    assert q.bind({}, zone="UTC")["as_of"] == datetime.now(UTC).date().isoformat()


def test_zone_and_constants_are_those_of_the_caller() -> None:
    text = HEAD + (
        "// param zone: string = zone\n// param live: float = constant\n"
        "// param weights: map<float> = constant\n"
        "RETURN $zone, $live, $weights"
    )
    q = parse("who", text)
    assert q.bind(
        {}, zone="Asia/Shanghai", constants=Constants.of({"live": 0.3, "weights": {"call": 2}})
    ) == {
        "zone": "Asia/Shanghai",
        "live": 0.3,
        "weights": {**Constants().weights, "call": 2.0},
    }
    assert q.bind({"live": 0.7})["live"] == 0.7
    with pytest.raises(QueryFileError, match="the default 'constant' of parameter size"):
        parse("who", HEAD + "// param size: float = constant\nRETURN $size")


def test_a_long_value_does_not_fill_the_screen() -> None:
    with pytest.raises(UsageError) as caught:
        query(Parameter("x", "integer")).bind({"x": "9" * 5000})
    assert len(str(caught.value)) < 200


def test_a_reference_that_may_be_unknown_is_looked_up_by_a_text() -> None:
    """The embedded store looks through all nodes for one whose id is null; of an empty text the index knows none."""
    nullable = {c.name for t in TABLES.values() for c in t.columns if c.refers and not c.required}
    lookup = re.compile(r"\{id: (?:\w+\.|\$)(\w+)")
    found = [
        (folder, name, line)
        for folder in ("queries", "facts", "write", "checks")
        for name, query in load(folder).items()
        for line in query.text.splitlines()
        if line.startswith("OPTIONAL MATCH")
        and (hit := lookup.search(line))
        and hit[1] in nullable - {"account_id"}
    ]
    assert found == []
