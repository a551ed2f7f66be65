"""Mails as touchpoints: whose side everybody is on, awkward headers, and real mailboxes if there are any."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.domain.reports import ImportReport
from graphkam.domain.tables import TABLES
from graphkam.errors import DataError, UsageError
from graphkam.ingest import import_paths
from graphkam.ingest.cells import RefusedError
from graphkam.ingest.mail import Mail, instant_of, mail_of, touchpoint_id
from graphkam.ingest.mailfile import LONGEST_HEAD, read_mails
from graphkam.settings import Settings
from graphkam.store import Store

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ENRON = DATA / "enron-supplier-touchpoints" / "technology-suppliers-headers.mbox"
CORPUS = DATA / "mail-corpus"
UTC = ZoneInfo("UTC")
KEY_OF = TABLES["people"].key_of


def mails(data: bytes, *, mbox: bool = True) -> list[Mail]:
    return [mail_of(headers) for headers in read_mails(BytesIO(data), mbox=mbox)]


def mail(head: str | bytes) -> Mail:
    data = head if isinstance(head, bytes) else head.encode()
    (only,) = mails(data, mbox=False)
    return only


def parties(of: Mail) -> list[tuple[str, str | None, str]]:
    return [tuple(party) for party in of.parties]  # type: ignore[misc]


START = b"From - Sat Mar  1 10:00:00 2025\n"


def test_bodies_are_read_past_even_if_they_look_like_mail() -> None:
    data = (
        START + b"From: a@us.example\nSubject: one\n\nFrom here at 10:00 in 2025 we go on\n>From quoted\n\n"
        b"From Monday 10:00 2025 nothing is as before\nno header here\n\n"
        + START + b"Subject: two\r\n\r\nbody\r\n\r\n" + START + b"Subject: three\n"
        + START + b"Subject: four, without a blank line before\n"
    )  # fmt: skip
    assert [m.subject for m in mails(data)] == ["one", "two", "three", "four, without a blank line before"]


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"id,name\n1,Li\n", b"From the desk of\nSubject: x\n", bytes(range(256)) * 9]
)
def test_a_file_that_is_no_mbox(data: bytes) -> None:
    with pytest.raises(DataError, match="an mbox, whose messages begin with a line From SENDER DATE"):
        mails(data)


@pytest.mark.parametrize("data", [b"", b"\n", b"# Title\n", b"\x00\x01\x02"])
def test_a_file_that_is_no_mail(data: bytes) -> None:
    with pytest.raises(DataError, match="a mail, which begins with its headers"):
        mails(data, mbox=False)


def test_headers_and_lines_without_end_are_cut() -> None:
    endless = b"X-Junk: " + b"x" * (LONGEST_HEAD * 3) + b"\nSubject: behind\n"
    (first, second) = mails(
        START + b"Subject: one\n" + endless + b"\n" + b"y" * 5_000_000 + b"\n\n" + START + b"Subject: two\n"
    )
    assert (first.subject, second.subject) == ("one", "two")


def test_folded_and_badly_quoted_addresses() -> None:
    found = mail(
        'From: "Jordan,\n\tBob" <Bob.Jordan@COMPAQ.com>\n'
        "To: \"'Jennifer.Medcalf@enron.com'\" <Jennifer.Medcalf@enron.com>,\n\tli wei <li@b.example>,\n"
        " undisclosed-recipients:;, 'xu@b.example', Broken Name, <@>, \"x@evil.example\" <y@b.example>\n"
        "Cc: Li@B.example, wu@b.example (Wu)\nBcc: wu@b.example, ma@b.example\n"
    )
    assert parties(found) == [
        ("bob.jordan@compaq.com", "Jordan, Bob", "from"),
        ("jennifer.medcalf@enron.com", None, "to"),
        ("li@b.example", "li wei", "to"),
        ("xu@b.example", None, "to"),
        ("y@b.example", None, "to"),
        ("wu@b.example", "Wu", "cc"),
        ("ma@b.example", None, "cc"),
    ]


def test_addresses_are_found_where_quoting_is_beyond_repair() -> None:
    assert parties(mail('From: "Li <li@b.example>\n')) == [("li@b.example", None, "from")]


def test_a_sender_stands_in_for_a_missing_from() -> None:
    assert parties(mail("Sender: li@b.example\n")) == [("li@b.example", None, "from")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (b"=?utf-8?b?5b6Q5pWP?=", "徐敏"),
        (b"=?gb2312?B?0OzD9A==?=", "徐敏"),
        (b"=?iso-8859-1?q?M=FCller=2C_J=F6rg?=", "Müller, Jörg"),
        (b"=?no-such-charset?q?Li?=", "Li"),
        (b"=?utf-8?b?a?=", "=?utf-8?b?a?="),
        ("徐敏".encode("gb18030"), "徐敏"),
        ("Jörg Müller".encode("cp1252"), "Jörg Müller"),
        (b'"</script>\'"', "</script>"),
        ("😀 مرحبا".encode(), "😀 مرحبا"),
    ],
)
def test_names_in_all_encodings(written: bytes, name: str) -> None:
    assert parties(mail(b"From: " + written + b" <li@b.example>\n")) == [("li@b.example", name, "from")]


def test_the_id_is_the_message_id_or_made_of_date_sender_and_recipients() -> None:
    head = "Date: Sat, 1 Mar 2025 10:00:00 +0100\nFrom: a@us.example\nTo: b@b.example\n"
    assert mail(f"{head}Message-ID: <1@x>\n").id == "1@x"
    without = [mail(text).id for text in (head, head.upper().lower(), head + "Subject: other\n")]
    assert without[0] == without[2]
    others = [
        head.replace("10:00", "11:00"),
        head.replace("a@us", "c@us"),
        head.replace("b@b", "c@b"),
        f"{head}Message-ID: a b\n",
    ]
    assert len({without[0], *(mail(text).id for text in others)}) == 5
    assert touchpoint_id(mail(f"{head}Message-ID: <1@x>\n"), "b") == "mbox:1@x:b"
    assert len(touchpoint_id(mail(f"{head}Message-ID: <{'1' * 299}>\n"), "a" * 400)) < 50


@pytest.mark.parametrize(
    ("date", "stored"),
    [
        ("Tue, 19 Dec 2000 02:22:00 -0800 (PST)", "2000-12-19T10:22:00Z"),
        ("19 Dec 00 02:22 GMT", "2000-12-19T02:22:00Z"),
        ("Tue, 19 Dec 2000 02:22:00 -0000", "2000-12-19T02:22:00Z"),
        ("Tue, 19 Dec 2000 02:22:00", "2000-12-18T18:22:00Z"),
    ],
)
def test_dates(date: str, stored: str) -> None:
    assert instant_of(mail(f"Date: {date}\n"), ZoneInfo("Asia/Shanghai")) == stored


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "32 Dec 2000 02:22:00 +0000",
        "1 Jan 1801 00:00:00 +0000",
        "2000-12-19",
        "1 Jan 99999 1:1:1",
    ],
)
def test_bad_dates(date: str) -> None:
    with pytest.raises(RefusedError, match="a date"):
        instant_of(mail(f"X: y\nDate: {date}\n"), UTC)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_whatever_follows_a_header_is_read(data: bytes) -> None:
    for header in (b"From: ", b"To: ", b"Date: ", b"Message-ID: ", b"Subject: ", b""):
        for mbox in (True, False):
            for found in mails((START if mbox else b"") + b"X-Any: y\n" + header + data, mbox=mbox):
                touchpoint_id(found, "b")
                try:
                    instant_of(found, UTC)
                except RefusedError:
                    continue


# ---- into the stores ----

Import = Callable[..., ImportReport]


@pytest.fixture
def imported(store: Store, settings: Settings, tmp_path: Path) -> Import:
    """Import mails, given as their headers, with us.example as ours."""

    def run(*heads: str, files: dict[str, str] | None = None, **options: object) -> ImportReport:
        texts = {"box.mbox": "".join(f"{START.decode()}{head}\nbody\n\n" for head in heads), **(files or {})}
        for name, text in texts.items():
            (tmp_path / name).write_text(text, "utf-8")
        given = {"our_domains": ["us.example"], **options}
        return import_paths(store, [tmp_path / name for name in texts], settings=settings, **given)  # type: ignore[arg-type]

    return run


DAY = "Date: Sat, 1 Mar 2025 10:00:00 +0000\n"
LI_TO_LIU = f"{DAY}Message-ID: <1>\nFrom: Li Wei <li@us.example>\nTo: Liu <liu@b.example>\nSubject: Kilns\n"


def test_people_are_discovered_and_told(imported: Import, store: Store) -> None:
    cc = (
        f"{DAY}Message-ID: <2>\nFrom: gm@b.example\nTo: liu@b.example\n"
        "Cc: li@us.example, xu@b.example, gm@b.example\n"
    )
    report = imported(LI_TO_LIU, cc, account_domains={"B.example": "b"})
    assert report.created == {"accounts": 1, "team": 1, "people": 3, "touchpoints": 2}
    assert report.notes == (
        "Discovered: the account b, named after its mail domain",
        "Discovered: 1 of ours, with their mail addresses as ids",
        "Discovered: 3 of their people, with their mail addresses as ids",
    )
    stored = store.stored("touchpoints", ["mbox:1:b", "mbox:2:b"])
    first, second = stored["mbox:1:b"], stored["mbox:2:b"]
    assert (first["at"], first["channel"], first["source"]) == ("2025-03-01T10:00:00Z", "email", "mbox")
    assert (first["team_ids"], first["people_ids"], first["initiated_by"]) == (
        ["li@us.example"],
        ["liu@b.example"],
        "us",
    )
    assert (second["people_ids"], second["cc_ids"]) == (["gm@b.example", "liu@b.example"], ["xu@b.example"])
    assert (second["initiated_by"], second["subject"], first["subject"]) == ("them", None, "Kilns")
    assert store.stored("accounts", ["b"])["b"]["name"] == "b.example"
    assert store.stored("team", ["li@us.example"])["li@us.example"]["name"] == "Li Wei"
    again = imported(LI_TO_LIU, cc, account_domains={"b.example": "b"})
    assert (again.created, again.updated, again.notes) == ({}, {}, ())


def test_known_people_are_found_by_their_addresses(imported: Import, store: Store) -> None:
    files = {
        "accounts.csv": "id,name,domains\nb,B,b.example;b.test\nk,K,k.example\n",
        "team.csv": "id,name,email\nli,Li Wei,LI@us.example\n",
        "people.csv": "id,account_id,name,email,valid_to\n"
        "liu,b,Liu, Liu@b.example,\nliu,k,Liu,liu@k.example,2024-01-01\n",
    }
    other = f"{DAY}Message-ID: <2>\nFrom: li@us.example\nTo: liu@k.example, wu@b.test\n"
    for report in (imported(LI_TO_LIU, other, files=files), imported(LI_TO_LIU, other)):
        assert report.rejected == ()
    stored = store.stored("touchpoints", ["mbox:1:b", "mbox:2:b", "mbox:2:k"])
    assert {key: (row["team_ids"], row["people_ids"]) for key, row in stored.items()} == {
        "mbox:1:b": (["li"], ["liu"]),
        "mbox:2:b": (["li"], ["wu@b.test"]),
        "mbox:2:k": (["li"], ["liu"]),
    }
    assert [(f.file, f.rows, f.accepted) for f in report.files] == [("box.mbox", 2, 2)]


def test_who_is_known_at_another_account_has_a_post_where_they_write_from(
    imported: Import, store: Store
) -> None:
    files = {
        "accounts.csv": "id,name,domains\nb,B,b.example\nk,K,\n",
        "people.csv": "id,account_id,name,title,email\nliu,k,Liu Qiang,Chief,liu@b.example\n",
    }
    for n in (1, 0):  # told and made once; the second time the store knows
        report = imported(LI_TO_LIU, files=files if n else None)
        assert report.rejected == ()
        assert [str(note).startswith("Discovered: a post of 1 person") for note in report.notes].count(
            True
        ) == n
        assert report.created.get("people", 0) == 2 * n
    assert store.stored("touchpoints", ["mbox:1:b"])["mbox:1:b"]["people_ids"] == ["liu"]
    posts = store.stored("people", [KEY_OF({"id": "liu", "account_id": a}) for a in ("b", "k")]).values()
    assert {(p["account_id"], p["name"], p["title"], p["email"]) for p in posts} == {
        ("b", "Liu Qiang", None, "liu@b.example"),
        ("k", "Liu Qiang", "Chief", "liu@b.example"),
    }


def test_what_is_neither_good_nor_bad_is_skipped_and_bad_dates_are_rejected(
    imported: Import, tmp_path: Path
) -> None:
    heads = [
        f"{DAY}From: li@us.example\nTo: ma@us.example\n",
        f"{DAY}From: liu@b.example\nTo: x@elsewhere.example\n",
        f"{DAY}From: li@us.example\nTo: liu@sub.b.example\n",
        "Date: never\nFrom: li@us.example\nTo: x@elsewhere.example\n",
        LI_TO_LIU.replace("Sat, 1 Mar", "Sat, 31 Feb"),
        LI_TO_LIU,
        LI_TO_LIU.replace("Kilns", "Fwd: Kilns"),
    ]
    path = tmp_path / "rejected.csv"
    report = imported(*heads, account_domains={"b.example": "b"}, rejected=path)
    (file,) = report.files
    assert (file.rows, file.accepted, file.rejected, file.skipped, file.unchanged) == (7, 2, 1, 4, 1)
    assert [(r.row, r.column, r.value) for r in report.rejected] == [
        (5, "date", "Sat, 31 Feb 2025 10:00:00 +0000")
    ]
    assert report.created["touchpoints"] == 1
    assert path.read_text("utf-8-sig").splitlines()[1].startswith('box.mbox,5,"date: a date such as')


def test_a_domain_of_two_accounts_is_nobodys_until_one_is_named(imported: Import) -> None:
    files = {"accounts.csv": "id,name,domains\nb,B,b.example\nk,K,b.example\n"}
    report = imported(LI_TO_LIU, files=files)
    assert report.notes == ("b.example is a mail domain of several accounts: name one of them for it",)
    assert report.files[0].skipped == 1
    assert imported(LI_TO_LIU, files=files, account_domains={"b.example": "k"}).created["touchpoints"] == 1


def test_mail_needs_our_domains(imported: Import) -> None:
    with pytest.raises(UsageError, match="which mail domains are ours"):
        imported(LI_TO_LIU, our_domains=())


def test_a_single_mail_and_a_file_that_is_none(imported: Import) -> None:
    files = {"one.eml": LI_TO_LIU, "no.mbox": "id,name\n", "no.eml": "# no\n"}
    report = imported(LI_TO_LIU, files=files, account_domains={"b.example": "b"})
    assert {(r.file, r.row, " ".join(r.expected.split()[:2])) for r in report.rejected} == {
        ("no.mbox", None, "an mbox,"),
        ("no.eml", None, "a mail,"),
    }
    assert report.created["touchpoints"] == 1


@pytest.mark.skipif(not ENRON.exists(), reason="the Enron mailbox is not beside the project (../shared/data)")
def test_compaq_at_enron(store: Store, settings: Settings) -> None:
    report = import_paths(
        store, [ENRON], settings=settings, our_domains=["compaq.com"], account_domains={"enron.com": "enron"}
    )
    (file,) = report.files
    assert (file.rows, file.accepted, file.skipped, file.rejected) == (486, 460, 26, 0)
    assert report.created == {"accounts": 1, "team": 68, "people": 129, "touchpoints": 460}
    with ENRON.open("rb") as box:
        ids = [touchpoint_id(mail_of(headers), "enron") for headers in read_mails(box, mbox=True)]
    rows = store.stored("touchpoints", ids).values()
    on = Counter(team_id for row in rows for team_id in row["team_ids"])  # type: ignore[union-attr]
    assert on.most_common(1)[0][1] == 269


@pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of awkward mails is not beside the project (../shared/data)"
)
def test_every_awkward_mail_is_read(store: Store, settings: Settings) -> None:
    paths = sorted(
        path for path in CORPUS.iterdir() if path.suffix in (".txt", ".eml") and path.name != "LICENSE.txt"
    )
    report = import_paths(
        store, paths, settings=settings, format="eml",
        our_domains=["python.org", "dom.ain"], account_domains={"cravindogs.com": "dogs", "example.com": "x"},
    )  # fmt: skip
    assert len(report.files) == 30
    assert [r.file for r in report.rejected if r.row is None] == ["msg_19.txt"]
    assert report.created["touchpoints"] == 1
