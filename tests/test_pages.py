"""The pages on both stores, as a browser without scripts gets them."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.log import request_log
from api.reader import Reader
from graphkam.desk import Desk
from graphkam.domain.moment import AsOf
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU, NAME

LOG = io.StringIO()
B = "/accounts/b%2F1"
PAGES = {
    "/": "worst first",
    f"{B}": "Coverage of the three layers",
    f"{B}/coverage/layer/management": "coverage = ",
    f"{B}/coverage/function/production": "coverage = ",
    f"{B}/coverage/role/decider": "coverage = ",
    f"{B}/coverage/decision/all": "coverage = ",
    f"{B}/ties/li/liu@b.example": "live from s",
    f"{B}/introductions": "Whom to meet next",
    f"{B}/map": "Influence map",
    f"/people/{LIU}": "Who judged what, when",
    "/people/gm": "Nobody judged this person",
    "/people/xu2": "Works at none of the accounts",
    "/team": "Our people",
    "/team/li": "If this person left us",
    "/team/gone": "Covers no account",
    "/queries": "Queries",
    "/queries/find_people": "required",
    "/problems/invalid": "RFC 9457",
}

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(LOG))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        client.headers["accept"] = "text/html"
        yield client


def text_of(page: str) -> str:
    """What a reader sees of a page."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", page)).split())


def test_every_page_in_both_languages(client: TestClient) -> None:
    for path, words in PAGES.items():
        english = client.get(path, params={"as_of": AS_OF})
        chinese = client.get(path, params={"as_of": AS_OF, "lang": "zh"})
        client.cookies.clear()
        assert (english.status_code, chinese.status_code) == (200, 200), path
        assert words in text_of(english.text), path
        assert words not in text_of(chinese.text).replace("RFC 9457", ""), path
        assert re.search(r"[\u4e00-\u9fff]{2}", chinese.text), path
        for answer in (english, chinese):
            assert "<script>alert" not in answer.text, path
            assert "<b>old</b>" not in answer.text, path
            assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", answer.text), path


MORE = ("/portfolio/flanks", "/portfolio/loads", "/portfolio/segments", "/portfolio/value", "/actions")
OF_ACCOUNT = ("decision", "relationship", "actions", "coaching", "sensitivity", "history", "whatif", "diff")


def test_chinese_pages_have_chinese_points_and_days(client: TestClient) -> None:
    for path in (*PAGES, *MORE, *(f"{B}/{page}" for page in OF_ACCOUNT)):
        page = client.get(path, params={"as_of": AS_OF, "lang": "zh"}).text
        seen = html.unescape(re.sub(r"<(script|style|svg).*?</\1>|<[^<>]*>", "", page, flags=re.DOTALL))
        assert re.findall(r"[\u4e00-\u9fff”）][,;:] ", seen.replace(NAME, "")) == [], path
        assert re.findall(r"[：；，。] (?=\S)", seen) == [], path
        assert re.findall(r"\d{4}-\d\d-\d\d", seen) == [], path


def test_the_map_writes_its_moment_as_other_pages_do(client: TestClient) -> None:
    english, day = client.get(f"{B}/map", params={"as_of": AS_OF}), client.get(f"{B}/map?lang=zh").text
    assert f"<small>as of {Reader('en').day(AS_OF)}</small>" in english.text
    assert re.search(r"<small>截至 \d{4}年\d+月\d+日 \d\d:\d\d \w+", day)


def test_history_has_the_days_of_the_time_zone(store: Store, settings: Settings) -> None:
    there = settings.model_copy(update={"timezone": "Asia/Shanghai"})
    with TestClient(create_app(there, store, log=request_log(LOG)), base_url="http://127.0.0.1") as client:
        page = client.get(f"{B}/history", params={"as_of": "2026-02-28T23:00:00Z"}).text
    days = re.findall(r'<th[^>]*><a href="[^"]*/map\?as_of=([^"&]*)"', page)
    assert days[:2] == ["2026-03-01", "2026-02-28"]
    assert ">1 Mar 2026</text>" in page  # under the chart too


def test_a_group_stays_one_through_its_history(client: TestClient) -> None:
    page = html.unescape(client.get(f"{B}/history", params={"as_of": AS_OF, "group": "true"}).text)
    assert f"{B}/map?as_of={AS_OF}&group=true" in page


def test_nobody_is_a_single_point_where_nobody_is_reached(client: TestClient) -> None:
    page = text_of(client.get("/accounts/c", params={"as_of": AS_OF}).text)
    assert "there is nobody to lose" in page
    assert "no single person's leaving" not in page


def test_who_shares_a_name_is_a_link_away(client: TestClient) -> None:
    page = client.get("/people/Xu", params={"as_of": AS_OF})
    assert page.status_code == 409
    assert set(re.findall(r'href="(/people/[^"?]*)', page.text)) == {"/people/xu", "/people/xu2"}


def test_pages_load_nothing_from_elsewhere(client: TestClient) -> None:
    for path in PAGES:
        page = client.get(path, params={"as_of": AS_OF}).text
        for address in re.findall(r"(?:src|href|hx-get|action)=\"([^\"]*)\"", page):
            assert address.startswith(("/", "#", "?", "mailto:", "data:")) or address == "", (path, address)
            assert not address.startswith("//")


def test_what_pages_lead_to_is_there(client: TestClient) -> None:
    for path in ("/", B, f"/people/{LIU}", "/team/li", "/queries"):
        page = client.get(path, params={"as_of": AS_OF}).text
        for address in set(re.findall(r"(?:href|hx-get|src)=\"(/[^\"]*)\"", page)):
            answer = client.get(html.unescape(address))
            assert answer.status_code == 200, (path, address)


def test_the_language_is_remembered(client: TestClient) -> None:
    assert "大客户总览" in client.get("/?lang=zh").text
    assert "大客户总览" in client.get("/").text
    assert "Portfolio" in client.get("/?lang=en").text
    assert 'lang="en"' in client.get("/").text


def test_the_portfolio_filters_and_finds(client: TestClient) -> None:
    def names(**parameters: str) -> list[str]:
        page = client.get("/", params={"as_of": AS_OF, **parameters}).text
        return [
            html.unescape(name) for name in re.findall(r'rowheader" scope="row"><a[^>]*>([^<]*)</a>', page)
        ]

    assert names() == [NAME, "Quiet Ltd"]
    assert names(show="no_manager") == ["Quiet Ltd"]
    assert names(show="no_sponsor") == [NAME, "Quiet Ltd"]
    assert names(q="quiet") == ["Quiet Ltd"]
    assert names(q="QUIET", show="red") == ["Quiet Ltd"]
    assert names(q="nothing like it") == []
    assert names(page="99") == [NAME, "Quiet Ltd"]
    found = client.get("/", params={"q": "liu"}).text
    assert f'href="/people/{html.escape(LIU).replace("@", "%40")}"' in found


def test_alarms_stand_on_the_account_and_open_to_their_facts(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    found = desk.alarms(ACCOUNT, desk.at(AS_OF)).items
    page = client.get(B, params={"as_of": AS_OF}).text
    text = text_of(page).casefold()
    rows = re.findall(r'<details class="alarm">.*?</details>', page, re.DOTALL)
    english = Reader("en")
    assert len(rows) == len(found) > 2
    for alarm, row in zip(found, rows, strict=True):
        assert english.say(alarm.reason).casefold() in text
        assert f"to do: {english.say(alarm.todo)}".casefold() in text
        assert row.count("<li>") == len(alarm.facts) > 0
    assert "a spare burner · li 1 feb 2026" in text
    chinese = text_of(client.get(B, params={"as_of": AS_OF, "lang": "zh"}).text)
    assert "要做：" in chinese
    assert "承诺逾期" in chinese


def test_only_the_first_alarms_are_shown_until_all_are_asked_for(client: TestClient, store: Store) -> None:
    store.write(
        "incidents",
        [
            {
                "id": f"i{n}",
                "account_id": ACCOUNT,
                "opened_at": "2026-01-01",
                "kind": "other",
                "what": f"<i>{n}",
            }
            for n in range(12)
        ],
    )
    few, many = (
        client.get(B, params={"as_of": AS_OF, **more}).text.count('<details class="alarm">')
        for more in ({}, {"all_alarms": "1"})
    )
    assert few == 8
    assert many == len(client.app.state.desk.alarms(ACCOUNT, AsOf.on(AS_OF, "UTC")).items) > 12  # type: ignore[attr-defined]


def test_the_portfolio_counts_alarms(client: TestClient) -> None:
    lines = client.app.state.desk.accounts(client.app.state.desk.at(AS_OF)).items  # type: ignore[attr-defined]
    page = text_of(client.get("/", params={"as_of": AS_OF}).text)
    for line in lines:
        assert f"{line.alarms.red} red, {line.alarms.amber} amber" in page
    assert "with red alarms" in page


def test_the_defence_of_each_layer_stands_on_the_account(client: TestClient) -> None:
    page = text_of(client.get(B, params={"as_of": AS_OF}).text)
    assert "Weakest: executive. The supporters of the three layers do not hang together." in page


def test_coverage_adds_up_to_what_the_account_says(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at = desk.at(AS_OF)
    for layer in desk.gaps(ACCOUNT, at).layers:
        page = client.get(f"{B}/coverage/layer/{layer.layer}", params={"as_of": AS_OF}).text
        people = re.findall(r'class="person" data-power="([^"]*)" data-coverage="([^"]*)"', page)
        assert len(people) == layer.people
        if layer.people:
            share = sum(float(p) * float(c) for p, c in people) / sum(float(p) for p, _ in people)
            assert share == pytest.approx(layer.coverage)


def test_contributions_add_up_to_the_tie(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    (tie,) = (t for t in desk.ties(ACCOUNT, desk.at(AS_OF)).items if t.team_id == "li")
    page = client.get(f"{B}/ties/li/{LIU}", params={"as_of": AS_OF}).text
    parts = [float(v) for v in re.findall(r'class="number contribution" data-value="([^"]*)"', page)]
    assert len(parts) == 3
    assert sum(parts) == pytest.approx(tie.s)


def test_a_long_tie_shows_its_older_touchpoints_together(client: TestClient, store: Store) -> None:
    old = [
        {
            "id": f"call-{n}",
            "at": f"2025-{1 + n % 8:02}-{1 + n % 28:02}T10:00:00Z",
            "channel": "call",
            "account_id": ACCOUNT,
            "team_ids": ["li"],
            "people_ids": [LIU],
        }
        for n in range(230)
    ]
    store.write("touchpoints", old)  # type: ignore[arg-type]
    page = client.get(f"{B}/ties/li/{LIU}", params={"as_of": AS_OF}).text
    assert "33 older touchpoints together" in text_of(page)
    parts = [float(v) for v in re.findall(r'class="number contribution" data-value="([^"]*)"', page)]
    whole = float(re.findall(r'class="number sum" data-value="([^"]*)"', page)[0])
    assert len(parts) == 201
    assert sum(parts) == pytest.approx(whole)


def test_parts_come_without_the_page_around_them(client: TestClient) -> None:
    whole = client.get(f"{B}/ties/li/{LIU}")
    part = client.get(f"{B}/ties/li/{LIU}", headers={"hx-request": "true"})
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert "<table" in part.text


def test_guesses_are_marked(client: TestClient) -> None:
    page = text_of(client.get(f"{B}/coverage/layer/management", params={"as_of": AS_OF}).text)
    assert "by layer" in page  # nobody judged anybody's power
    assert "guessed" not in page
    person = text_of(client.get(f"/people/{LIU}", params={"as_of": AS_OF}).text)
    assert "Fitter operating guessed from the title" in " ".join(person.split())


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/accounts/nowhere", 404, "Not found"),
        ("/nowhere", 404, "Not found"),
        ("/people/XU", 409, "XÚ"),
        ("/accounts/b%2F1?as_of=soon", 422, "soon"),
        ("/accounts/b%2F1/ties/li/xu", 404, "no tie"),
        ("/accounts/b%2F1/coverage/layer/basement", 404, "no such coverage"),
        ("/queries/find_people?run=1", 422, "needs the parameter"),
    ],
)
def test_errors_are_pages_too(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert words in text_of(answer.text)


def test_a_query_runs_from_its_page(client: TestClient) -> None:
    page = client.get("/queries/find_people", params={"search": "liu", "run": "1"}).text
    assert "1 row" in text_of(page)
    assert LIU in text_of(page)


def test_queries_are_told_in_the_language_of_the_reader(client: TestClient) -> None:
    chinese = text_of(client.get("/queries?lang=zh").text)
    assert "我方一人见过的所有人 contacts_of" in chinese
    assert "Everybody one of ours has met" not in chinese
    assert "<code>others</code>" in client.get("/queries/contacts_of?lang=zh").text
    listed = client.get("/api/v1/queries?lang=zh").json()["items"]
    assert {q["name"]: q["title"] for q in listed}["gone_cold"] == "已变冷的关系"


def test_who_left_us_is_not_asked_what_their_leaving_would_cost(client: TestClient) -> None:
    page = text_of(client.get("/team/gone").text)
    assert "Left us on 1 Jun 2025" in page
    assert "If this person left us" not in page
    there = text_of(client.get("/team/gone?as_of=2025-05-31").text)
    assert "If this person left us" in there
    assert "?as_of=2025-05-31" in client.get("/team/gone").text


def test_static_files_may_be_kept_for_ever(client: TestClient) -> None:
    page = client.get(f"{B}/map").text
    for address in re.findall(r'(?:src|href)="(/(?:static|map-files)/[^"]*)"', page + client.get("/").text):
        answer = client.get(address)
        assert "immutable" in answer.headers["cache-control"], address
    assert client.get("/favicon.ico").status_code == 200
    assert client.get("/static/../security.py").status_code == 404
    assert client.get("/map-files/x/..%2Fpage.py").status_code == 404


def test_our_people_come_a_page_at_a_time(client: TestClient, store: Store) -> None:
    assert "3 people of ours, by name" in text_of(client.get("/team").text)
    store.write("team", [{"id": f"new{n:02}", "name": f"Newcomer {n:02}"} for n in range(60)])
    first, last = (client.get("/team", params={"page": page}).text for page in ("1", "99"))
    assert "Newcomer 00" in first
    assert "Newcomer 59" not in first
    assert "Newcomer 59" in last
    assert "Page 2 of 2" in last


def test_sentences_write_days_and_lists_as_their_reader_does(client: TestClient) -> None:
    english = text_of(client.get(B, params={"as_of": AS_OF}).text)
    chinese = text_of(client.get(B, params={"as_of": AS_OF, "lang": "zh"}).text)
    alarms = client.app.state.desk.alarms(ACCOUNT, client.app.state.desk.at(AS_OF)).items  # type: ignore[attr-defined]
    days = {day for alarm in alarms for day in re.findall(r"\d{4}-\d\d-\d\d", f"{alarm.reason} {alarm.todo}")}
    assert days
    for day in days:
        assert Reader("en").day(day) in english
        assert Reader("zh").day(day) in chinese
        assert day not in english + chinese
