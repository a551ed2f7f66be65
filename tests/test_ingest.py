"""Imports from beginning to end, on both stores."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from graphkam.domain.reports import ImportReport
from graphkam.domain.tables import TABLES
from graphkam.errors import UsageError
from graphkam.ingest import import_paths, write_template
from graphkam.settings import Settings
from graphkam.store import Store

Import = Callable[..., ImportReport]


@pytest.fixture
def imported(store: Store, settings: Settings, tmp_path: Path) -> Import:
    """Write some files, texts or rows, into a fresh directory and import it."""
    runs = iter(range(100))

    def run(files: Mapping[str, str | bytes], **options: object) -> ImportReport:
        directory = tmp_path / f"run{next(runs)}"
        directory.mkdir()
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (directory / name).write_bytes(data)
        return import_paths(store, [directory], settings=settings, **options)  # type: ignore[arg-type]

    return run


def told(report: ImportReport) -> set[tuple[str, int | None, str | None, str]]:
    """Where and what was refused, with the beginning of what was expected."""
    return {(r.file, r.row, r.column, " ".join(r.expected.split()[:4])) for r in report.rejected}


def counts(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    return {f.file: (f.rows, f.accepted, f.rejected, f.unchanged) for f in report.files}


def keys(store: Store, table: str, *wanted: str) -> set[str]:
    return set(store.stored(table, wanted))


WORLD = {
    "accounts.csv": "id,name,domains\nb,B Chemicals,b.example\nk,K Grid,\n",
    "team.csv": "id,name,email,level,reports_to\n"
    "li,Li Wei,li@us.example,executive,\nma,Ma Jun,,operating,li\n",
    "people.csv": "id,account_id,name,layer,reports_to\n"
    "gm,b,Guo,executive,\nliu,b,Liu,management,gm\nxu,b,Xu,management,gm\n",
    "touchpoints.csv": "id,at,channel,account_id,team_ids,people_ids\nt1,2026-01-10,visit,b,li;ma,liu\n",
}


def test_a_directory_whatever_the_order_of_its_files_and_rows(imported: Import, store: Store) -> None:
    turned = {name: _backwards(text) for name, text in WORLD.items()}
    report = imported(turned)
    assert report.rejected == ()
    assert report.created == {"accounts": 2, "team": 2, "people": 3, "touchpoints": 1}
    assert counts(report)["people.csv"] == (3, 3, 0, 0)
    assert report.fill["people.csv"] == {
        "id": 1.0, "account_id": 1.0, "name": 1.0, "layer": 1.0, "reports_to": 0.6667,
    }  # fmt: skip
    assert store.stored("touchpoints", ["t1"])["t1"]["at"] == "2026-01-10T12:00:00Z"


def test_an_end_alone_is_compared_with_the_stored_beginning(imported: Import, store: Store) -> None:
    team = "id,name,valid_from\nli,Li,2026-01-10\nma,Ma,\nwu,Wu,2026-01-10\n"
    assert imported({"team.csv": team}).rejected == ()
    ends = "id,name,valid_to\nli,Li,2026-01-10\nma,Ma,2020-01-01\nwu,Wu,2026-01-11\nnew,New,2020-01-01\n"
    report = imported({"team.csv": ends})
    assert told(report) == {("team.csv", 2, "valid_to", "a date after the")}
    assert counts(report)["team.csv"] == (4, 3, 1, 0)
    late = "id,name,valid_from\nma,Ma,2020-01-01\nwu,Wu,2026-01-09\n"
    assert told(imported({"team.csv": late})) == {("team.csv", 2, "valid_from", "a date before the")}
    ids = ["li", "ma", "wu"]
    assert {id_: row["valid_to"] for id_, row in store.stored("team", ids).items()} == {
        "li": None,
        "ma": "2020-01-01",
        "wu": "2026-01-11",
    }


def _backwards(text: str) -> str:
    header, *rows = text.splitlines()
    return "\n".join([header, *reversed(rows)]) + "\n"


def test_the_same_files_again_change_nothing(imported: Import, store: Store) -> None:
    imported(WORLD)
    revision = store.revision()
    report = imported(WORLD)
    assert (report.created, report.updated, report.rejected) == ({}, {}, ())
    assert all(f.unchanged == f.accepted == f.rows for f in report.files)
    assert store.revision() == revision


def test_absent_columns_stay_and_empty_cells_are_unknown(imported: Import, store: Store) -> None:
    imported(WORLD)
    report = imported({"people.csv": "id,account_id,name,layer\nliu,b,Liu Bo,\n"})
    assert report.updated == {"people": 1}
    row = store.stored("people", ["liu\x1fb\x1f"])["liu\x1fb\x1f"]
    assert (row["name"], row["layer"], row["reports_to"]) == ("Liu Bo", None, "gm")


def test_unknown_columns_are_named_and_left_out(imported: Import) -> None:
    report = imported({"accounts.csv": "id,name,Shoe size,colour\na,A,44,red\n"})
    assert report.notes == ("accounts.csv: unknown columns left out: Shoe size, colour",)
    assert report.rejected == ()


def test_a_rejected_row_takes_those_that_need_it_with_it(imported: Import, store: Store) -> None:
    report = imported(
        {
            "accounts.csv": "id,name,parent_id,type\na,A,,gold\nsub,S,a,\nsubsub,SS,sub,\nok,Ok,,\n",
            "people.csv": "id,account_id,name\np,a,P\nq,ok,Q\n",
            "team.csv": "id,name\nu,U\n",
            "touchpoints.csv": "id,at,channel,account_id,team_ids,people_ids\n"
            "t1,2026-01-01,visit,ok,u,q;p\nt2,2026-01-01,visit,ok,u,q\nt3,2026-01-01,visit,ok,u,q;nobody\n",
            "needs.csv": "id,account_id,kind,what,owner_id\nn,ok,pain point,noise,ghost\n",
            "strategy.csv": "id,account_id,kind,what,parent_id\ns,ok,goal,grow,n\n",
        }
    )
    assert told(report) == {
        ("accounts.csv", 2, "type", "one of: customer, partner,"),
        ("accounts.csv", 3, "parent_id", "a row that was"),
        ("accounts.csv", 4, "parent_id", "a row that was"),
        ("people.csv", 2, "account_id", "a row that was"),
        ("touchpoints.csv", 2, "people_ids", "a row that was"),
        ("touchpoints.csv", 4, "people_ids", "the id of one"),
        ("needs.csv", 2, "owner_id", "the id of one"),
        ("strategy.csv", 2, "parent_id", "a row that was"),
    }
    assert keys(store, "touchpoints", "t1", "t2", "t3") == {"t2"}
    assert report.created == {"accounts": 1, "people": 1, "team": 1, "touchpoints": 1}
    why = next(r.expected for r in report.rejected if r.file == "people.csv")
    assert why == "a row that was taken; accounts.csv, line 2 was not"


def test_rows_that_need_a_rejected_row_are_taken_if_the_store_has_it(imported: Import, store: Store) -> None:
    imported(WORLD)
    report = imported(
        {
            "people.csv": "id,account_id,name,power\nliu,b,Liu,strong\n",
            "roles.csv": "person_id,account_id,role\nliu,b,Decider\n",
        }
    )
    assert told(report) == {("people.csv", 2, "power", "a number from 0")}
    assert report.created == {"roles": 1}


def test_one_key_with_two_contents_is_an_error_on_each_row(imported: Import, store: Store) -> None:
    report = imported(
        {
            "accounts.csv": "id,name\na,A\nb,B\nb,B\na,Other\na,A\n",
            "accounts_2.csv": "id,name\na,A\nb,B\nc,C\n",
            "people.csv": "id,account_id,name\np,a,P\n",
        }
    )
    same = "one row for one"
    assert told(report) == {
        ("accounts.csv", 2, "id", same),
        ("accounts.csv", 5, "id", same),
        ("accounts.csv", 6, "id", same),
        ("accounts_2.csv", 2, "id", same),
        ("people.csv", 2, "account_id", "a row that was"),
    }
    assert counts(report)["accounts.csv"] == (5, 2, 3, 1)
    assert counts(report)["accounts_2.csv"] == (3, 2, 1, 1)
    assert report.created == {"accounts": 2}


def test_copies_of_a_row_go_with_it(imported: Import) -> None:
    report = imported({"people.csv": "id,account_id,name\np,nowhere,P\np,nowhere,P\n"})
    assert told(report) == {
        ("people.csv", 2, "account_id", "the id of an"),
        ("people.csv", 3, None, "a row that was"),
    }
    assert counts(report)["people.csv"] == (2, 0, 2, 0)


def test_people_and_team_share_one_space_of_ids(imported: Import, store: Store) -> None:
    report = imported(
        {
            "accounts.csv": "id,name\na,A\n",
            "team.csv": "id,name\nx,X\nu,U\n",
            "people.csv": "id,account_id,name\nx,a,X\np,a,P\n",
        }
    )
    assert told(report) == {
        ("team.csv", 2, "id", "an id of its"),
        ("people.csv", 2, "id", "an id of its"),
    }
    again = imported({"team.csv": "id,name\np,P\nv,V\n", "people.csv": "id,account_id,name\nu,a,U\n"})
    assert told(again) == {("team.csv", 2, "id", "an id of its"), ("people.csv", 2, "id", "an id of its")}
    assert again.created == {"team": 1}


CIRCLE = "somebody who is not"


def test_reporting_circles_cost_their_lines_only(imported: Import, store: Store) -> None:
    report = imported(
        {
            "accounts.csv": "id,name,parent_id\nb,B,\nx,X,y\ny,Y,x\nz,Z,y\n",
            "team.csv": "id,name,reports_to\nu,U,v\nv,V,u\nw,W,u\ns,S,s\n",
            "people.csv": "id,account_id,name,reports_to,valid_from,valid_to\n"
            "p,b,P,q,,\nq,b,Q,r,,\nr,b,R,p,,\no,b,O,p,,\n"
            "old,b,Old,new,,2026-01-01\nold,b,Old,,2026-01-01,\nnew,b,New,,,2026-01-01\nnew,b,New,old,2026-01-01,\n",
            "relations.csv": "from_id,to_id,kind\no,new,reports_to\n",
        }
    )
    assert told(report) == {
        ("accounts.csv", 3, "parent_id", "an id that is"),
        ("accounts.csv", 4, "parent_id", "an id that is"),
        ("accounts.csv", 5, "parent_id", "a row that was"),
        ("team.csv", 2, "reports_to", CIRCLE),
        ("team.csv", 3, "reports_to", CIRCLE),
        ("team.csv", 5, "reports_to", "another id than the"),
        ("people.csv", 2, "reports_to", CIRCLE),
        ("people.csv", 3, "reports_to", CIRCLE),
        ("people.csv", 4, "reports_to", CIRCLE),
    }
    assert report.created == {"accounts": 1, "team": 4, "people": 8, "relations": 1}
    lines = {
        (r["person_id"], r["manager_id"])
        for r in store.read("reporting_lines", people=["p", "o", "old", "new"])
    }
    assert lines == {("o", "p"), ("o", "new"), ("old", "new"), ("new", "old")}


def test_circles_through_what_is_stored(imported: Import, store: Store) -> None:
    imported(WORLD)
    report = imported(
        {
            "accounts.csv": "id,name\nb,B Chemicals\n",
            "team.csv": "id,name,reports_to\nli,Li Wei,ma\n",
            "people.csv": "id,account_id,name,reports_to\ngm,b,Guo,liu\n",
            "relations.csv": "from_id,to_id,kind\ngm,xu,reports to\n",
        }
    )
    assert told(report) == {
        ("team.csv", 2, "reports_to", CIRCLE),
        ("people.csv", 2, "reports_to", CIRCLE),
        ("relations.csv", 2, "to_id", CIRCLE),
    }
    assert report.created == {}
    swapped = imported(
        {"people.csv": "id,account_id,name,reports_to\ngm,b,Guo,liu\nliu,b,Liu,\nxu,b,Xu,liu\n"}
    )
    assert swapped.rejected == ()
    assert swapped.updated == {"people": 3}


def test_deep_hierarchies_and_forward_references(imported: Import, store: Store) -> None:
    chain = "".join(f"a{n},A{n},a{n + 1}\n" for n in range(200))
    report = imported({"accounts.csv": f"id,name,parent_id\n{chain}a200,Top,\n"})
    assert report.created == {"accounts": 201}
    assert store.stored("accounts", ["a0"])["a0"]["parent_id"] == "a1"


NAMES = [
    'O\'Brien "Bob"',
    "</script><b>",
    "😀👨‍👩‍👧",
    "𠮷野家",
    "مرحبا\u200f (ש)",
    "=1+1",
    "-",
    "one\ntwo",
    "{x} %s \\n",
]


def test_names_come_out_as_they_went_in(imported: Import, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "name"], *([f"a{n}", name] for n, name in enumerate(NAMES))])
    assert imported({"accounts.csv": path.read_bytes()}).rejected == ()
    stored = store.stored("accounts", [f"a{n}" for n in range(len(NAMES))])
    assert [stored[f"a{n}"]["name"] for n in range(len(NAMES))] == NAMES


def test_bad_files_are_told_and_the_others_are_taken(imported: Import) -> None:
    report = imported(
        {
            "accounts.csv": "id,name\na,A\n",
            "team.csv": b"",
            "people.csv": "id,name\np,P\nq,Q\n",
            "roles.csv": "person_id,account_id,role,Role\n",
            "needs.csv": b"\x81\x8d\x8f\x90\x9d\n" * 9,
            "bonds.csv": '"account_id,kind,what\na,social,golf\n',
            "surveys.csv": "id,account_id,at,question,score\n",
            "orders.xlsx": b"no workbook",
            "touchpoint.csv": "id\n",
            "README.md": "# Read me",
        }
    )
    assert told(report) == {
        ("team.csv", None, None, "a header row; the"),
        ("people.csv", 1, "account_id", "this column, which is"),
        ("roles.csv", 1, "role", "this column once; it"),
        ("needs.csv", 1, "id", "this column, which is"),
        ("needs.csv", 1, "account_id", "this column, which is"),
        ("needs.csv", 1, "kind", "this column, which is"),
        ("needs.csv", 1, "what", "this column, which is"),
        ("bonds.csv", 1, None, 'a closing quote (")'),
        ("orders.xlsx", None, None, "a spreadsheet that can"),
    }
    assert counts(report)["people.csv"] == (2, 0, 2, 0)
    assert counts(report)["surveys.csv"] == (0, 0, 0, 0)
    assert report.created == {"accounts": 1}
    assert report.notes == ("touchpoint.csv was left out: it is not named after a table",)


def test_bad_cells_cost_their_rows_only(imported: Import, store: Store) -> None:
    rows = [
        b"ok1,B one", b'open,"never closed', b"nul,a\x00b", b"bad\xff\xfe,x", b"ok2,B two",
        b"big," + b"x" * 3_000_000, b"few", b'quote,"a"b', "ok3,Bß😀".encode(), b",no id",
        b"semi;colon,x", b"ok4,B four",
    ]  # fmt: skip
    report = imported({"accounts.csv": b"\n".join([b"id,name", *rows]) + b"\n"})
    assert {r.row for r in report.rejected} == {3, 4, 5, 7, 8, 9, 11, 12}
    assert report.created == {"accounts": 4}
    assert all(len(r.value or "") <= 81 and (r.value or "").isprintable() for r in report.rejected)
    assert store.stored("accounts", ["ok3"])["ok3"]["name"] == "Bß😀"


def test_a_report_stays_short_and_the_rejected_file_complete(imported: Import, tmp_path: Path) -> None:
    rows = "".join(f"a{n},A,{n}\n" for n in range(1500))
    path = tmp_path / "rejected.csv"
    report = imported({"accounts.csv": f"id,name,type\n{rows}"}, rejected=path)
    assert len(report.rejected) == 1000
    assert counts(report)["accounts.csv"] == (1500, 0, 1500, 0)
    assert len(_table(path)) == 1501


def _table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_rejected_rows_are_written_with_their_cells_and_why(imported: Import, tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    imported(
        {
            "accounts.csv": 'id,name,annual_value\na,=HYPERLINK("x"),"1,5"\nb,B,2\nc,@c,-x\n',
            "people.csv": b"id,account_id,name,phone\np,zz,+86 1,+86 2\n"
            b"q,b,M\xfc\xfcller\xc3\xa9\xc3\xa9\xc3\xa9,1\n",
        },
        rejected=path,
    )
    amount = "annual_value: a number of at least 0, with a point and without separators, % or currency"
    unknown = "account_id: the id of an account, in these files or stored"
    assert _table(path) == [
        ["file", "row", "why", "id", "name", "annual_value", "account_id", "phone"],
        ["accounts.csv", "2", amount, "a", '\'=HYPERLINK("x")', "1,5", "", ""],
        ["accounts.csv", "4", amount, "c", "'@c", "'-x", "", ""],
        ["people.csv", "2", unknown, "p", "'+86 1", "", "zz", "'+86 2"],
        [
            "people.csv",
            "3",
            "name: text; these bytes are none (tried: UTF-8, GB18030, Windows-1252)",
            "q",
            "M\ufffd\ufffdllerééé",
            "",
            "b",
            "1",
        ],
    ]


def test_a_dry_run_tells_all_and_writes_nothing(imported: Import, store: Store) -> None:
    imported({"accounts.csv": "id,name\nb,B Chemicals\nk,K\n"})
    revision = store.revision()
    files = {**WORLD, "roles.csv": "person_id,account_id,role\nliu,b,boss\n"}
    report = imported(files, dry_run=True)
    assert store.revision() == revision
    assert told(report) == {("roles.csv", 2, "role", "one of: initiator, user,")}
    assert report.created == {"team": 2, "people": 3, "touchpoints": 1}
    assert report.updated == {"accounts": 2}
    real = imported(files)
    assert (real.created, real.updated) == (report.created, report.updated)
    again = imported(files, dry_run=True)
    assert (again.created, again.updated) == ({}, {})
    assert counts(again) == counts(imported(files))


def test_a_workbook_gives_the_same_as_files(
    imported: Import, store: Store, settings: Settings, tmp_path: Path
) -> None:
    imported(WORLD)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in WORLD.items():
        sheet = book.create_sheet(name.removesuffix(".csv").capitalize())
        for row in csv.reader(text.splitlines()):
            sheet.append(row)
    book.save(tmp_path / "world.xlsx")
    report = import_paths(store, [tmp_path / "world.xlsx"], settings=settings)
    assert [(f.file, f.format, f.rows, f.unchanged) for f in report.files] == [
        ("world.xlsx:Accounts", "xlsx", 2, 2),
        ("world.xlsx:Team", "xlsx", 2, 2),
        ("world.xlsx:People", "xlsx", 3, 3),
        ("world.xlsx:Touchpoints", "xlsx", 1, 1),
    ]


def test_templates_import_without_a_rejection(store: Store, settings: Settings, tmp_path: Path) -> None:
    write_template(tmp_path / "new" / "files")
    report = import_paths(store, [tmp_path / "new" / "files"], settings=settings)
    assert report.rejected == ()
    assert report.notes == ()
    assert {name: n for name, n in report.created.items() if n} == {
        name: 1 + (name == "people") for name in TABLES
    }
    for table in TABLES.values():
        with (tmp_path / "new" / "files" / f"{table.name}.csv").open(
            encoding="utf-8-sig", newline=""
        ) as file:
            header, *rows = csv.reader(file)
        assert tuple(header) == table.names
        assert len(rows) == 1 + (table.name == "people")
    with pytest.raises(UsageError, match="is there already"):
        write_template(tmp_path / "new" / "files")


def test_paths_that_are_none(store: Store, settings: Settings, tmp_path: Path) -> None:
    def refused(*paths: Path, **options: object) -> str:
        with pytest.raises(UsageError) as caught:
            import_paths(store, paths, settings=settings, **options)  # type: ignore[arg-type]
        return str(caught.value)

    assert "there is no file" in refused(tmp_path / "none.csv")
    assert "holds nothing to import" in refused(tmp_path)
    assert "is no format" in refused(tmp_path, format="pdf")
    path = tmp_path / "accounts.csv"
    path.write_text("id,name\na,A\n")
    assert "name another file" in refused(path, rejected=path)
    assert "cannot be written" in refused(path, rejected=tmp_path / "no" / "where.csv")
    other = tmp_path / "clients.csv"
    other.write_text("id,name\nb,B\n")
    report = import_paths(store, [path, path, other], settings=settings)
    assert [(r.file, " ".join(r.expected.split()[:5])) for r in report.rejected] == [
        ("clients.csv", "a file named after its")
    ]
    assert [f.rows for f in report.files] == [0, 1]


def test_progress_is_told_to_the_end(imported: Import) -> None:
    told: list[tuple[str, int, int]] = []
    imported(WORLD, progress=lambda *step: told.append(step))
    last = {what: (done, total) for what, done, total in told}
    assert list(last) == ["reading", "checking", "writing"]
    assert all(done == total for done, total in last.values())
