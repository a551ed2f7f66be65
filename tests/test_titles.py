"""What titles tell: forms written by hand in both languages, laws, and the table itself."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphkam.domain.titles import NOTHING, Reading, read_title
from graphkam.domain.titletable import KINDS, matches, spelt_out, table, tokens
from graphkam.domain.vocabulary import FUNCTIONS, LAYERS

FORMS = {
    "executive": """
        CEO | Chief Executive Officer | C.E.O. | President | Chairman of the Board | Managing Director
        MD | GM
        General Manager | Deputy General Manager | Vice General Manager | Dy. GM | Founder | Co-Founder
        Owner
        Vice President | VP | V.P. | V-P | Vice-President | VicePresident | SVP | Sr. VP | EVP
        E.V.P., Operations
        Executive Vice-President | Group Vice President | VP Sales | Vice President, Regulatory Affairs
        Trading Vice President | President & COO | Vice Chairman & CEO | CFO | C.F.O.
        Chief Financial Officer
        Deputy Chief Financial Officer | Chief Risk Management Officer | Chief Procurement Officer (CPO)
        CIO
        General Counsel | Executive Director | Non-Executive Director | Board Member | Secretary General
        Partner
        Managing Partner | Acting CEO | CEO (acting) | Interim President | President-elect
        Regional President
        Manager, Chief Risk Management Officer | Director and Vice President | ex-CEO, Chairman
        formerly CFO, now CEO | Senior Managing Director | Non-executive Chairman | Country Manager
        Mng Dir
        CEO, Bell North America | CTO and Co-Founder | Assistant to the CEO; General Manager
        formerly CFO now CEO | 总经理兼职工代表
        总经理 | 總經理 | 董事长 | 总裁 | 副总经理 | 副总 | 副總 | 生产副总 | 常务副总 | 副总裁
        执行副总裁 | 首席执行官
        首席财务官 | 首席人力资源官 | 王总 | 张董 | 老板 | 厂长 | 局长 | 院长 | 行长 | 党委书记
        总工程师 | 总会计师
        董事会秘书 | 秘书长 | 代总经理 | 总监兼副总经理 | 董事长兼总经理 | 副总经理、财务总监 | 销售VP
        执行长 | 财务长
        研发部副总 | 总经理（代） | 集团CIO | 分管采购的副总裁 | 副总裁兼首席财务官
    """,
    "management": """
        Manager | Mgr | Mgr. | Senior Manager | Sr. Mgr, Purchasing | Purchasing Manager
        Manager - Procurement
        Director | Dir | Director, Sales / Head of Exports | Sales Director Asia Pacific
        Group Procurement Director
        Head of Procurement | Global Head of Sourcing | Head, Legal & Compliance | Deputy Director
        Dept. Manager
        Section Head | Associate Director | Assistant Vice President | AVP | Assistant General Manager
        Associate General Counsel | Plant Manager | Financial Controller | Treasurer | Chief of Staff
        Chief of the Equipment Section | Head of CEO Communications | President's Office Manager
        Company Secretary
        Director of Executive Education | Director Buyer Relations | Manager, Real-Time Trading Desk
        Supervisor
        Interim Head of Finance | Chief Accountant | Head Buyer | Project Manager | Key Account Manager
        经理 | 采购部经理 | 採購部經理 | 采购 部 经理 | IT经理 | 技术总监 | HR总监 | 部长 | 副部长
        采购部长 | 采购处处长
        设备科科长 | 課長 | 副科长 | 车间主任 | 办公室主任 | 总经理办公室主任 | 招标办主任 | 副总工程师
        大客户部经理 | 协理
        副理 | 主管 | 部门负责人 | 经理（采购） | 代理财务总监 | 质检科科长 | 工会主席 | 助理总经理
        项目经理 | 秘书处处长
        销售经理/客户经理 | 售前经理 | 中原区经理 | Office of Finance 财务总监
    """,
    "operating": """
        Engineer | Sr. Engineer | Buyer | Buyer II | Senior Buyer | Analyst Risk Management | Trader
        Specialist
        Accountant | Lawyer | In House Lawyer | Legal Counsel | Technician | Foreman | Shift Supervisor
        Operator
        Clerk | Administrator | Employee | Sales Representative | Sales Executive
        Government Relation Executive
        Account Manager | Product Owner | Team Leader | Consultant | Coordinator | Principal Engineer
        Owner's Rep
        Secretary | Executive Assistant | Executive Assistant to the CEO
        Assistant to the President and CEO
        Asst. to the VP | Secretary to General Manager | P.A. to MD | CEO's Assistant | Assistant Manager
        Trainee Manager | Management Trainee | Intern | Sales Engineer | Assistant to former CEO
        Exec. Secretary
        Assistant to the Chairman, the President and the Board of Directors
        工程师 | 高级工程师 | 助理工程师 | 首席工程师 | 检修工程师 | 总监理工程师 | 张工 | 采购员
        采购专员 | 业务员 | 業務專員 | 会计
        出纳 | 文员 | 前台 | 秘书 | 助理 | 总经理助理 | 總經理助理 | CEO助理 | CEO 助理 | 采购总监助理
        董事长秘书 | 董事長特助 | 行政秘书
        经理助理 | 实习经理 | 管培生 | 班长 | 值班长 | 仓库主管 | 客户经理 | 大客户经理 | 律师
        法律顾问 | 电工 | 司机 | 办事员
        主任科员 | 售前工程师 | 客服 | 现场工程师 | 原料采购员
    """,
    None: """
        Former CEO | CEO's Office | 二手车部 | ex-CEO | Former VP and General Manager | CEO (former) | CEO, retired
        Chairman Emeritus | Retired
        Past President | CEO Office | Office of the CEO | Procurement | Procurement Dept. | Executive
        Mr | a/b | ,,,
        Ex-officio member | somebody at the top | Q7 | (acting) | 123
        前总经理 | 原采购部经理 | 退休总经理 | 总经理（离任） | 总经理办公室 | 财务部 | 采购 | 委员
        高层某人 | 兼 | 和
    """,
}
CASES = [
    (title.strip(), layer) for layer, text in FORMS.items() for title in text.replace("\n", "|").split("|")
]
CASES = [(title, layer) for title, layer in CASES if title]

FUNCTIONS_TOLD = {
    "Head of Procurement": "procurement",
    "Purchasing Manager 采购部经理": "procurement",
    "Buyer": "procurement",
    "VP R&D": "rnd",
    "VP Research and Development": "rnd",
    "Sales & Marketing Director": "marketing sales",
    "Director of IT and Procurement": "procurement it",
    "Sales Engineer": "sales",
    "Quality Engineer": "quality",
    "Engineer": "technical",
    "CFO": "finance",
    "CFO & Head of IT": "finance it",
    "President & COO": "production general_management",
    "CEO": "general_management",
    "CEO, Bell Services": "general_management",
    "General Manager, Sales": "sales",
    "Vice President": "",
    "Manager": "",
    "General Counsel": "legal",
    "Assistant to the CEO": "administration",
    "Assistant to the CFO": "finance",
    "Sales Assistant": "sales",
    "Former CFO": "",
    "CEO Office": "administration",
    "厂办主任": "administration",
    "采购部经理": "procurement",
    "生产副总": "production",
    "副总经理": "",
    "总经理": "general_management",
    "财务总监兼副总经理": "finance",
    "质量总监兼生产副总": "production quality",
    "生产技术部经理": "technical production",
    "招标办主任": "procurement",
    "总经理办公室主任": "administration",
    "检修工程师": "technical",
    "資訊長": "it",
    "供应链总监": "logistics",
    "财务部": "finance",
    "总务科科长": "administration",
    "业务员": "sales",
}


@pytest.mark.parametrize(("title", "layer"), CASES, ids=[title for title, _ in CASES])
def test_the_layer_that_a_title_tells(title: str, layer: str | None) -> None:
    assert read_title(title).layer == layer


@pytest.mark.parametrize(("title", "functions"), FUNCTIONS_TOLD.items())
def test_the_functions_that_a_title_tells(title: str, functions: str) -> None:
    assert read_title(title).functions == tuple(functions.split())


def test_no_title_tells_nothing() -> None:
    assert read_title(None) is read_title("") is NOTHING
    assert NOTHING == (None, None, ())


def test_the_first_word_of_a_pair_is_surer_than_an_acting_one_and_a_deputy_less() -> None:
    def sure(title: str) -> float:
        return read_title(title).confidence or 0.0

    assert sure("CEO") > sure("acting CEO") > 0.5
    assert sure("acting CEO") == sure("CEO (acting)")
    assert sure("总经理") > sure("代总经理") > 0.5
    assert sure("President") > sure("Vice President")
    assert sure("Manager") > sure("Assistant Manager")
    assert sure("总经理") > sure("王总")


# Laws -------------------------------------------------------------------------------------------------

WORDS = tuple(f.form for f in table() if f.kind not in ("former_start", "acting_start"))
PIECES = st.one_of(
    st.sampled_from([title for title, _ in CASES]),
    st.sampled_from(WORDS),
    st.sampled_from((" ", ", ", " & ", " / ", "; ", "(", ")", " of ", " to the ", "兼", "、", "x", "")),
    st.text(max_size=4),
)
TITLES = st.lists(PIECES, min_size=1, max_size=5).map(" ".join)
KNOWN = st.sampled_from([title for title, _ in CASES])


def rank(read: Reading) -> int:
    return LAYERS.index(read.layer) if read.layer else -1


@settings(deadline=None, max_examples=500)
@given(TITLES)
def test_whatever_the_title_the_answer_is_one_of_the_vocabulary(title: str) -> None:
    read = read_title(title)
    assert read.layer in (None, *LAYERS)
    assert (read.layer is None) == (read.confidence is None)
    assert read.confidence is None or 0 < read.confidence <= 1
    assert list(read.functions) == [f for f in FUNCTIONS if f in read.functions]


@settings(deadline=None, max_examples=500)
@given(TITLES)
def test_case_and_width_and_the_order_of_asking_are_of_no_influence(title: str) -> None:
    assume(title.casefold() == title.upper().casefold())  # "ß" and its like have no other case
    read = read_title.__wrapped__(title)
    assert read_title(title.upper()) == read
    assert read_title(unicodedata.normalize("NFKC", title)) == read
    assert read_title(wide(title)) == read


def wide(title: str) -> str:
    """The title in full-width forms."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in title)


@settings(deadline=None, max_examples=500)
@given(KNOWN, st.randoms(use_true_random=False))
def test_blanks_and_marks_around_words_are_of_no_influence(title: str, random: object) -> None:
    draw = random.choice  # type: ignore[attr-defined]
    spaced = "".join(c if c != " " else draw((" ", "  ", "\t", "\u00a0", "\u3000")) for c in title)
    framed = draw(("", " ", "“", "- ", "* ")) + spaced + draw(("", " ", ".", "”", " -", ",", "!"))
    assert read_title(framed) == read_title(title)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from([t for t, _ in CASES if not t.isascii() and " " not in t and "x" not in t]))
def test_blanks_between_chinese_characters_are_of_no_influence(title: str) -> None:
    spaced = "".join(c + " " if c >= "\u3400" else c for c in title)
    assert read_title(spaced) == read_title(title)


@settings(deadline=None, max_examples=1000)
@given(TITLES, st.sampled_from(("assistant to ", "Executive Assistant to the ", "secretary to ", "PA to ")))
def test_a_prefix_for_assistants_never_raises(title: str, prefix: str) -> None:
    assume(not any(c in title for c in ";|\n·兼"))  # beyond these another post may stand
    assert rank(read_title(prefix + title)) <= max(0, rank(read_title("assistant")))


@settings(deadline=None, max_examples=500)
@given(st.sampled_from([t for t, _ in CASES if t >= "\u3400"]), st.sampled_from(("助理", "秘书")))
def test_a_suffix_for_assistants_never_raises(title: str, suffix: str) -> None:
    assume(not any(c in title for c in "、兼/（("))
    assert rank(read_title(title + suffix)) <= 0


@settings(deadline=None, max_examples=500)
@given(KNOWN)
def test_a_former_post_tells_nothing(title: str) -> None:
    assume(not any(c in title for c in ",;/()（）、兼") and "now" not in title)
    assert read_title(f"former {title}").layer is None
    assert read_title(f"former {title}; CEO").layer == "executive"


@settings(deadline=None, max_examples=300)
@given(KNOWN, KNOWN)
def test_of_two_posts_the_higher_counts(one: str, other: str) -> None:
    words = f"{one} {other}".casefold()
    assume(
        not any(
            w in words for w in ("assist", "asst", "secretary", "p.a.", "former", "ex-", "past", "retired")
        )
    )
    assume(
        not any(w in words for w in ("emeritus", "acting", "interim", "trainee", "离任", "退休", "原", "前"))
    )
    both = read_title(f"{one}; {other}")
    assert rank(both) == max(rank(read_title(one)), rank(read_title(other)))


# The table --------------------------------------------------------------------------------------------


def test_the_table_has_no_form_twice() -> None:
    twice = [form for form, n in Counter(tuple(tokens(f.form)) for f in table()).items() if n > 1]
    assert twice == []


def test_the_table_holds_known_words_only() -> None:
    spelt = {word for f in table() if f.kind != "short" for word in tokens(f.form)}
    for f in table():
        assert f.kind in KINDS
        assert f.layer in (None, *LAYERS)
        assert f.kind == "short" or f.function in ("", *FUNCTIONS), f
        assert (f.layer is None) or 0.4 <= f.confidence <= 0.95, f
        if f.kind == "short":
            assert set(f.function.split()) <= spelt | {
                "int",
                "regional",
                "international",
                "national",
                "business",
            } | {"junior", "senior", "region", "lead"}, f


def test_several_hundred_forms_of_each_language_name_a_layer() -> None:
    ranks = [f for f in table() if f.layer]
    chinese = [f for f in ranks if f.form[0] >= "\u3400"]
    assert len(chinese) > 400
    assert len(ranks) - len(chinese) > 400
    assert {f.layer for f in chinese} == {f.layer for f in ranks} == set(LAYERS)


def test_each_rank_of_the_table_is_found_as_it_stands() -> None:
    """No longer or earlier form hides it, and short forms leave it alone."""
    ranks = [f for f in table() if f.kind in ("rank", "assistant")]
    assert [f for f in ranks if [m.form for m in matches(spelt_out(tokens(f.form)))] != [f]] == []
