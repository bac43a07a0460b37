"""Which code page a file was written in, told from the letters its words would have.

Rosters hold a few dozen names: too few for detectors trained on running text (chardet 7, cchardet
and charset-normalizer each misread four of eleven short rosters in our trial). So every code page a
desktop program writes is tried on the words that are not ASCII, and judged by whether they then are
words of one language: letters inside a word, in one script, in the case their neighbours have, and
frequent where that language is written. Where two readings come close and differ in letters, nobody
guesses: the caller has to ask.
"""

import codecs
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from alliancenet.files.alphabets import LETTERS

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# code pages desktop programs and platforms write, and how much less usual than the first each is (nats)
_PAGES: dict[str, float] = {
    "cp1252": 0.0,
    "cp1250": 0.5,
    "cp850": 1.0,
    "mac_roman": 1.0,
    "cp1251": 1.0,
    "cp932": 1.0,
    "gb18030": 3.0,
    "iso8859_2": 1.5,
    "cp852": 1.5,
    "cp1254": 1.5,
    "cp1253": 1.5,
    "big5": 3.0,
    "euc_kr": 2.5,
    "euc_jp": 2.5,
    "cp1257": 3.0,
    "koi8_r": 3.0,
    "cp866": 3.0,
    "mac_latin2": 3.0,
    "iso8859_5": 4.0,
    "mac_cyrillic": 4.0,
    "cp1255": 3.0,
    "cp1256": 3.0,
    "cp874": 3.0,
}
_WIDE = {
    "cp932": (0x88, 0x98),
    "gb18030": (0xB0, 0xF8),
    "big5": (0xA4, 0xC7),
    "euc_kr": (0xB0, 0xC9),
    "euc_jp": (0xA4, 0xD0),
}
_ISO_2022_JP = (b"\x1b$B", b"\x1b$@", b"\x1b(J")  # marks that switch to Japanese letters within seven bits
_CLEARLY = 3.0  # nats: one reading is twenty times as likely as the other (own limit)
_OTHER_LANGUAGE, _STRANGE, _BROKEN = -2.0, -3.0, -8.0  # nats a word
_NO_LETTER, _QUOTE, _SYMBOL = -6.0, -6.0, -10.0  # nats a sign
_BEYOND_ASCII = -2.5  # nats a letter: one in twelve where A-Z is written
_COMMON, _UNCOMMON = -6.0, -11.0  # nats a letter of East Asia
_OWN_SCRIPTS = ("Russian", "Greek", "Hebrew", "Arabic", "Thai")
_MOST_BROKEN = 0.5
_MOST_LINES = 500
_WORD = re.compile(r"[^\x00-\x40\[-`{-\x7f]+")
_GARBLED = re.compile(
    "[\u00c2-\u00c5\u00c8-\u00cb\u00ce-\u00d1\u00d8\u00e2][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_HTML = re.compile(
    r"[^\s,;\t|\"&]*(?:&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,6}|(?!amp;|lt;|gt;|quot;|nbsp;)[A-Za-z]{2,8});[^\s,;\t|\"&]*)+"
)
_QUOTES = "‘’‚“”„–—…•·«»¿¡ºª´‹›\xa0"
_SYMBOLS = "€£§°©®™²³½¼µ×¨†‡"
_SHAPE = re.compile("l*|U*|Ul+")  # l small, U capital: müller, MÜLLER, Müller
_TWO_PARTS = re.compile("([A-Z]?[a-z]{1,3})(?=[A-Z])")  # McMüller, deBoër
_EBCDIC_SPACE, _MOSTLY = 0x40, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """One way to read the bytes.

    Parameters
    ----------
    encoding : name of the code page.
    words : a few words as they then read, the same ones for every reading.
    score : nats; differences count, not the value.
    """

    encoding: str
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text of a file, and how sure its letters are.

    Parameters
    ----------
    text : None when no code page reads it.
    encoding : the one used.
    readings : the likely ones, best first; more than one when they differ in letters; empty for Unicode.
    bad_lines : lines that are not UTF-8 in a file that otherwise is, from 1.
    """

    text: str | None
    encoding: str
    readings: tuple[PageReading, ...] = ()
    bad_lines: tuple[int, ...] = ()


def decode(raw: bytes, declared: str = "") -> Decoded:
    """Text of a file's bytes.

    Parameters
    ----------
    raw : the whole file.
    declared : name of the encoding where somebody said it; then nothing is judged. Bytes that are
        UTF-8 beyond ASCII stay UTF-8: no other encoding makes them by accident.

    Raises
    ------
    LookupError, UnicodeDecodeError
        Of a declared encoding that does not exist or does not fit.
    """
    if declared and (raw.isascii() or not _is_utf8(raw)):
        text = raw.decode(declared)
        return Decoded(text=text.replace("\x85", "\n") if "\n" not in text else text, encoding=declared)
    if (name := _unicode_of(raw)) is not None:
        return Decoded(text=raw.decode(name, errors="replace"), encoding=name)
    if raw.isascii() and any(mark in raw for mark in _ISO_2022_JP):
        return Decoded(text=raw.decode("iso2022_jp", errors="replace"), encoding="iso2022_jp")
    try:
        return Decoded(text=raw.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    lines = re.split(rb"(?<=\n)|(?<=\r)(?!\n)", raw)
    bad = [at for at, line in enumerate(lines) if not line.isascii() and not _is_utf8(line)]
    good = sum(not line.isascii() for line in lines) - len(bad)
    if good >= len(bad):
        return _with_bad_lines(lines, bad)
    found = readings_of(raw)
    if not found:
        return Decoded(text=None, encoding="")
    return Decoded(text=raw.decode(found[0].encoding), encoding=found[0].encoding, readings=found)


def encoding_of(start: bytes) -> str:
    """Likeliest encoding of a file from its first bytes; for streams, which cannot be judged whole.

    Parameters
    ----------
    start : the first bytes of the file; a few kilobytes are enough.

    Notes
    -----
    UTF-16 without BOM is recognised by its zero bytes (every second byte of Latin text).
    """
    if (name := _unicode_of(start)) is not None:
        return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        found = readings_of(start[: start.rfind(b"\n") + 1] or start)  # the last line may be cut
        return found[0].encoding if found else "cp1252"
    return "utf-8"


def written_as_html(text: str) -> list[str]:
    """Words with letters written as HTML writes them (``M&uuml;ller``, ``Ji&#345;&iacute;``), each once."""
    return list(dict.fromkeys(_HTML.findall(text))) if "&" in text and ";" in text else []


def garbled(text: str) -> list[tuple[str, str]]:
    """Words that were once decoded wrongly and saved as such (``MÃ¼ller``), and what they were."""
    if not any(mark in text for mark in "ÃÂÅÄÐÑÎÏâ") or _GARBLED.search(text) is None:
        return []
    found = {}
    for word in _WORD.findall(text[: 1 << 24]):
        if word not in found and _GARBLED.search(word) is not None:
            for page in ("cp1252", "latin-1"):
                try:
                    found[word] = word.encode(page).decode("utf-8")
                except UnicodeError:
                    continue
                break
    return list(found.items())


def is_ebcdic(raw: bytes) -> bool:
    """Whether bytes look like a mainframe's text: no ASCII line ends, letters and digits above 0x80."""
    head = raw[:4096]
    if not head or b"\n" in head or b"\x00" in head:
        return False
    high = sum(byte >= 0x80 for byte in head) / len(head)
    return (
        high > _MOSTLY - 0.2
        and all(letter.isprintable() or letter in "\n\r\t\x85" for letter in head.decode("cp037"))
        and sum(letter.isascii() for letter in head.decode("cp037")) > _MOSTLY * len(head)
    )


def readings_of(raw: bytes) -> tuple[PageReading, ...]:
    """Code pages these bytes may be written in, likeliest first.

    Returns
    -------
    One reading when it is clear; more when they are close and differ in letters; none when the
    bytes make no words in any.
    """
    lines = [line for line in dict.fromkeys(re.split(rb"[\r\n]+", raw)) if not line.isascii()]
    step = max(1, len(lines) // _MOST_LINES)
    sample = lines[::step][:_MOST_LINES]
    found: list[tuple[float, str, list[str]]] = []
    for page, unusual in _PAGES.items():
        try:
            raw.decode(page)
            texts = [line.decode(page) for line in sample]
        except UnicodeDecodeError:
            continue
        words = [word for text in texts for word in _WORD.findall(text) if not word.isascii()]
        score = _score(page, list(dict.fromkeys(words)))
        if score > -math.inf:
            found.append((score - unusual, page, texts))
    found.sort(key=lambda reading: -reading[0])
    if not found:
        return ()
    best, _, texts = found[0]
    kept = [found[0]]
    for other in found[1:]:
        if best - other[0] < _CLEARLY and all(_letters(other[2]) != _letters(known[2]) for known in kept):
            kept.append(other)
    shown = _telling(kept)
    return tuple(
        PageReading(encoding=page, words=_shown_words(texts, shown), score=score) for score, page, texts in kept
    )


def _shown_words(texts: Sequence[str], places: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    words = {at: _WORD.findall(texts[at]) for at, _ in places}
    return tuple(words[at][word] for at, word in places if word < len(words[at]))


def _telling(kept: Sequence[tuple[float, str, list[str]]]) -> list[tuple[int, int]]:
    """Line and place of up to three words, first those in which the readings differ."""
    first = [_WORD.findall(text) for text in kept[0][2]]
    others = [[_WORD.findall(text) for text in texts] for _, _, texts in kept[1:]]
    places = [(at, word) for at, words in enumerate(first) for word in range(len(words)) if not words[word].isascii()]
    differing = [
        (at, word)
        for at, word in places
        if any(word < len(texts[at]) and texts[at][word] != first[at][word] for texts in others)
    ]
    return (differing or places)[:3]


def _letters(texts: Sequence[str]) -> str:
    return "".join(letter for text in texts for letter in text.casefold() if letter.isalpha() or letter in "‘’")


def _unicode_of(start: bytes) -> str | None:
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    if start[1:200:2].count(0) > len(start[1:200:2]) // 2:
        return "utf-16-le"
    if start[0:200:2].count(0) > len(start[0:200:2]) // 2:
        return "utf-16-be"
    return None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _with_bad_lines(lines: list[bytes], bad: list[int]) -> Decoded:
    """UTF-8 but for a few lines, which are read in the code page they fit."""
    found = readings_of(b"\n".join(lines[at] for at in bad))
    if not found:
        return Decoded(text=None, encoding="utf-8", bad_lines=tuple(at + 1 for at in bad))
    for at in bad:
        lines[at] = lines[at].decode(found[0].encoding).encode()
    text = b"".join(lines).decode("utf-8")
    return Decoded(text=text, encoding="utf-8", readings=found, bad_lines=tuple(at + 1 for at in bad))


@cache
def _frequencies() -> dict[str, dict[str, float]]:
    """Log share of each letter among a language's letters beyond A-Z, falling with its rank."""
    tables = {}
    for language, letters in LETTERS.items():
        weights = [(rank + 2) ** -1.2 for rank in range(len(letters))]
        rare = 0.0 if language.startswith(_OWN_SCRIPTS) else _BEYOND_ASCII
        tables[language] = {
            letter: rare + math.log(weight / sum(weights)) for letter, weight in zip(letters, weights, strict=True)
        }
    return tables


def _score(page: str, words: list[str]) -> float:
    """Log-likelihood of words that are not ASCII, in the one language that fits them best; -inf for no words."""
    if page in _WIDE:
        return sum(_wide_score(page, word) for word in words)
    fixed, n_broken = 0.0, 0
    letters: list[str] = []
    for word in words:
        score, found, is_whole = _shape(word)
        fixed += score
        n_broken += not is_whole
        if found and is_whole:
            letters.append(found)
    if n_broken > _MOST_BROKEN * len(words):
        return -math.inf
    tables = _frequencies()
    by_word = [
        {
            language: sum(table[letter] for letter in found)
            for language, table in tables.items()
            if set(found) <= table.keys()
        }
        for found in letters
    ]
    best = [
        max(scores.values()) + _OTHER_LANGUAGE if scores else _STRANGE + (_STRANGE + _BEYOND_ASCII) * len(found)
        for scores, found in zip(by_word, letters, strict=True)
    ]
    return fixed + max(
        sum(max(scores.get(language, -math.inf), other) for scores, other in zip(by_word, best, strict=True))
        for language in tables
    )


def _shape(word: str) -> tuple[float, str, bool]:
    """Penalty for what no word looks like, the letters beyond A-Z left to judge, and is it a word at all."""
    body = word.strip(_QUOTES + _SYMBOLS)
    edges = word[: word.index(body)] + word[word.index(body) + len(body) :] if body else word
    score = sum(_SYMBOL if mark in _SYMBOLS else _QUOTE for mark in edges)
    parts = re.split("[’\xa0]", body)
    score += _QUOTE * (len(parts) - 1) * (not body.replace("’", "").isascii() and "\xa0" in body)
    letters = "".join(letter for letter in "".join(parts).lower() if not letter.isascii())
    if all(_is_word(part) for part in parts):
        return score, letters, True
    return score + _BROKEN + _NO_LETTER * len(letters), "", False


def _is_word(text: str) -> bool:
    if not all(letter.isalpha() or unicodedata.combining(letter) for letter in text):
        return False
    text = _TWO_PARTS.sub("", text, count=1)
    case = "".join("U" if letter.isupper() else "l" for letter in text if letter != "ß")
    return not _mixes_scripts(text) and (_SHAPE.fullmatch(case) is not None or text.isascii())


def _mixes_scripts(word: str) -> bool:
    return len({_script(letter) for letter in word if letter.isalpha()}) > 1


@cache
def _script(letter: str) -> str:
    return "LATIN" if letter.isascii() or letter in "ªº" else unicodedata.name(letter, "?").partition(" ")[0]


def _wide_score(page: str, word: str) -> float:
    """Scripts of East Asia: letters of the page's frequent rows, kana and hangul; never beside A-Z."""
    if any(letter.isascii() and letter.isalpha() for letter in word):
        return -math.inf
    return sum(_wide_letter(page, letter) for letter in word if not letter.isascii())


def _wide_letter(page: str, letter: str) -> float:
    script = _script(letter)
    if letter in "々〆・ー゛゜〇　（）「」、。－＿" or letter in _QUOTES:
        return _UNCOMMON / 2
    if script.startswith(("HIRAGANA", "KATAKANA")):
        return _COMMON if page in {"cp932", "euc_jp"} else _UNCOMMON
    if script not in {"CJK", "HANGUL"}:
        return -math.inf
    low, high = _WIDE[page]
    return _COMMON if low <= letter.encode(page)[0] < high else _UNCOMMON
