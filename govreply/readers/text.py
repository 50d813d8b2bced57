"""Plain text: bytes of unknown encoding → Text.

Offsets count the characters of the decoded text as read: line ends are not translated, only a byte-order mark is left
out. Encodings are tried in this order: byte-order mark; strict UTF-8; then, of UTF-16, GB18030 and Big5, the one in
which most characters are frequent ones, since Big5 decodes as GB18030 without an error and the other way round.
"""

from __future__ import annotations

import codecs
import re

from govreply.readers.document import ReadError, Text

SAMPLE_BYTES = 8192
BROKEN_SHARE = 0.02
CONTROL_SHARE = 0.02
DAMAGED = " (damaged)"

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
# Frequent characters of written Chinese and of official papers, the traditional forms after the simplified ones.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三"
    "之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间"
    "样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革"
    "位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处世"
    "车规划范办答复议案府省市县局厅委单项目推支持保障服务金万元亿村镇街教育医疗交环境护企安收悉感谢您请函号室抄送联附落完善认真研究采措"
    "施积极步继续况群众财科技春吉林北京海广东江浙湖南河川云贵"
    "這爲為個國時來們於對會發動過說產種後學經進電裏裡現實兩體機當點從業應開還義間樣與關線內数數麼質氣變條沒結問無軍並題黨員總設長頭資邊"
    "級圖統較將組見計別論運農幾區強決幹戰則據處車規劃範辦覆議縣廳單項務萬億鎮醫療環護謝請號聯認採積極繼續況群眾財廣東雲貴"
    "，。、：；（）《》“”「」〔〕？！　0123456789 \t\r\n\f"
)
_FIRST_HIGH = re.compile(rb"[\x80-\xff]")  # ASCII looks the same in all narrow encodings
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 127])


def read(data: bytes) -> Text:
    """The text that ``data`` holds in whatever encoding.

    A few broken bytes are read as U+FFFD; the encoding is then called ``utf-8 (damaged)`` or the like, and a warning
    counts them. Raises ReadError for bytes that are no text in any known encoding.
    """
    text, encoding = decoded(data)
    if not text.replace("\0", "").replace("\ufeff", "").strip():
        raise ReadError("is empty")
    if not is_text(text):
        raise ReadError("is not text in a known encoding")
    return Text(text, encoding, warnings=damage(text, encoding))


def damage(text: str, encoding: str) -> tuple[str, ...]:
    """How many characters of a document could not be read, as a warning; none where the encoding is not damaged."""
    if not encoding.endswith(DAMAGED):
        return ()
    lost = text.count("\ufffd")
    characters = "1 character" if lost == 1 else f"{lost} characters"
    return (f"{characters} could not be read as {encoding.removesuffix(DAMAGED)} and became \ufffd",)


def decoded(data: bytes) -> tuple[str, str]:
    """The decoded text and the name of its encoding."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    if b"\0" not in data:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    return _decode(data, _likeliest(data))


def _decode(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), encoding + DAMAGED


def _likeliest(data: bytes) -> str:
    """The encoding in which the largest share of the characters is frequent."""
    wide = ["utf-16-le", "utf-16-be"] if len(data) % 2 == 0 or b"\0" in data else []
    narrow = [] if data.count(b"\0") > len(data) // 50 else ["utf-8", "gb18030", "big5hkscs"]
    begin = _FIRST_HIGH.search(data)
    at = begin.start() if begin and narrow else 0
    sample = data[at - at % 2 :][:SAMPLE_BYTES]
    return max((*narrow, *wide), key=lambda encoding: _score(sample, encoding))


def _score(sample: bytes, encoding: str) -> float:
    """The share of frequent characters in ``sample`` read as ``encoding``, less that of strange and broken ones."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    if not text:
        return 0.0
    return (frequent_characters(text) - _strange(text) - 3 * text.count("\ufffd")) / len(text)


def frequent_characters(text: str) -> int:
    """How many characters of ``text`` are among the most frequent ones of Chinese papers."""
    return sum(character in _FREQUENT for character in text)


def _strange(text: str) -> int:
    """How many characters of ``text`` are neither Han nor Latin nor the punctuation of either."""
    return sum("\u0100" <= c < "\u2000" or "\u3400" <= c < "\u4e00" or "\u9fff" < c < "\uff00" for c in text)


def is_text(text: str) -> bool:
    sample = text[:100_000]
    controls = len(sample) - len(sample.translate(_CONTROLS))
    broken = text.count("\ufffd")
    strange = _strange(sample[:SAMPLE_BYTES])
    if 2 * strange > len(sample[:SAMPLE_BYTES]):
        return False
    return controls <= CONTROL_SHARE * len(sample) and broken <= max(2, BROKEN_SHARE * len(text))
