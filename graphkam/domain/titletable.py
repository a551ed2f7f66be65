"""The table of title forms (titles.csv), and how a title is cut into the words that it is looked up by.

Columns: `form` in lower case, simplified characters, words separated by one blank; `kind`; `layer`; `function`
(of a `short` form: what it stands for); `confidence` (of `acting`: the factor). Kinds:

- rank, assistant (demotes its whole part of the title), suffix (a rank after another word only), ending (a
  rank as the last character only), chief and officer (together a head, apart less)
- function, unit (a department: a rank right before it is no rank: "CEO Office"), of (what follows is what
  somebody is in charge of, not what they are), plain (says nothing, and hides the forms within it)
- former, former_start (at the start only), acting, acting_start, now, short
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

KINDS = (
    *("rank", "assistant", "suffix", "ending", "chief", "officer"),
    *("function", "unit", "of", "plain"),
    *("former", "former_start", "acting", "acting_start", "now", "short"),
)


class Form(NamedTuple):
    """One line of the table."""

    form: str
    kind: str
    layer: str | None
    function: str
    confidence: float


class Match(NamedTuple):
    """A form found in the words start … end of a part of a title."""

    form: Form
    start: int
    end: int


@cache
def table() -> tuple[Form, ...]:
    """Every form, as in the file; read once."""
    text = files("graphkam.domain").joinpath("titles.csv").read_text("utf-8")
    return tuple(
        Form(r["form"], r["kind"], r["layer"] or None, r["function"], float(r["confidence"] or 0))
        for r in csv.DictReader(text.splitlines())
    )


_TRADITIONAL = str.maketrans(
    "總經採購課務員長營運業處廠師術質檢產製設備財會計審稅資訊網絡軟體數據電腦銷廣場劃聯關係貿門開發創組織績訓練顧問專辦書記黨監"
    "獨執區團國際級協領導幹護醫藥學礦縣廳鎮館臺編輯譯庫倉儲輸鏈應標價預結險風證權維機動儀錶圖測試驗實習離職現當擬暫臨時掛勞"
    "傳媒窯爐塗裝鑄煉鋼軋衝線車間駕駛鉗銲銑號調對單報貨買賣從與後檔規範內衛潔廚環隊層約講讀議識規則誌負責東業統綜節繪畫構樣"
    "類礦軌藝趙鄧劉榮譽產歷離崗縮複雜滿觀帶廢壓氣顏鐵銀鑽鏟鍋錄鎖鏡頭題顯飾館馬驅魚鳥麥黃齊龍齡際陸陽陳隨難電靜響頁項順須預頭",
    "总经采购课务员长营运业处厂师术质检产制设备财会计审税资讯网络软体数据电脑销广场划联关系贸门开发创组织绩训练顾问专办书记党监"
    "独执区团国际级协领导干护医药学矿县厅镇馆台编辑译库仓储输链应标价预结险风证权维机动仪表图测试验实习离职现当拟暂临时挂劳"
    "传媒窑炉涂装铸炼钢轧冲线车间驾驶钳焊铣号调对单报货买卖从与后档规范内卫洁厨环队层约讲读议识规则志负责东业统综节绘画构样"
    "类矿轨艺赵邓刘荣誉产历离岗缩复杂满观带废压气颜铁银钻铲锅录锁镜头题显饰馆马驱鱼鸟麦黄齐龙龄际陆阳陈随难电静响页项顺须预头",
)
"""Traditional characters to simplified ones, as far as titles have them."""

_DOTTED = re.compile(r"\b(?:[a-z]\.)+[a-z]\b\.?")
_SPACED = re.compile(r"\br\s*(?:&|\+|/|and)\s*(?=d\b)|\bv\s*[-/]?\s*(?=p\b)")
_OWNED = re.compile(r"['’`´]s?\b")
_TOKEN = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+|[;|\n·,/\\()\[\]{}:&+、。–—]")


def tokens(title: str) -> list[str]:
    """The words, Chinese characters and separators of a title; case, width, dots and blanks are gone.

    >>> tokens("Sr.  V.P., R&D"), tokens("採購部　經理")
    (['sr', 'vp', ',', 'rnd'], ['采', '购', '部', '经', '理'])
    """
    text = title.lower()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", title).casefold().translate(_TRADITIONAL)
    if "." in text:
        text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    text = _SPACED.sub(lambda found: "rn" if found.group()[0] == "r" else "v", text)
    return _TOKEN.findall(_OWNED.sub("", text))


@cache
def _short() -> Mapping[str, list[str]]:
    return {f.form: f.function.split() for f in table() if f.kind == "short"}


@cache
def _by_first() -> tuple[Mapping[str, list[int]], Mapping[tuple[str, ...], Form]]:
    """How long the forms are that begin with a word, longest first; and the forms by their words."""
    forms = {tuple(spelt_out(_TOKEN.findall(f.form))): f for f in table() if f.kind != "short"}
    lengths: dict[str, list[int]] = {}
    for words in sorted(forms, key=len, reverse=True):
        known = lengths.setdefault(words[0], [])
        if len(words) not in known:
            known.append(len(words))
    return lengths, forms


def spelt_out(words: Sequence[str]) -> list[str]:
    """The words with short forms spelt out.

    >>> spelt_out(["sr", "vp", "mktg"])
    ['senior', 'vice', 'president', 'marketing']
    """
    short = _short()
    return [word for w in words for word in short.get(w, (w,))]


_GOES_ON = {"工": "程", "秘": "书"}


def _cuts_a_word(words: list[str], end: int) -> bool:
    """Whether a form that ends here cuts a word: 检修工程师 is an engineer and no 检修工, 张董秘书 no 董秘."""
    return end < len(words) and words[end] == _GOES_ON.get(words[end - 1])


def matches(words: list[str]) -> list[Match]:
    """The forms in a part of a title from left to right, of several that begin alike the longest."""
    (lengths, forms), found, at, end = _by_first(), [], 0, len(words)
    while at < end:
        for length in lengths.get(words[at], ()):
            form = forms.get(tuple(words[at : at + length]))
            if form is not None and not _cuts_a_word(words, at + length):
                found.append(Match(form, at, at + length))
                at += length
                break
        else:
            at += 1
    return found
