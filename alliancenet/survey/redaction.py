"""Open answers without the names of people."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from alliancenet.model.register import Person
from alliancenet.survey.names import name_parts

NAME = "[name]"
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_APOSTROPHE = re.compile("['’`´]")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 2
_TELEPHONE = re.compile(r"(?<![\w.])\+?\(?\d[\d ()/.\u00a0-]{5,}\d(?!\w)")
_EXTENSION = re.compile(
    r"\b((?:tel|telephone|telefon|phone|mobile|handy|ext|extension|durchwahl|dw)\b[.: ]*)\+?\d[\d ()/-]*\d",
    re.IGNORECASE,
)
_NO_TELEPHONE = re.compile(r"[1-9]\d{0,2}(\.\d{3})+|\d{4}-\d\d?-\d\d?|\d\d?[./-]\d\d?[./-]\d{2,4}|\d{4} ?[-/] ?\d{4}")
_LEAST_DIGITS = 7
_INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\. ?){1,3}[^\W\d_]\.(?!\w)|(?<![\w.])[^\W\d_]{2,4}(?!\w)")
_BESIDE_A_NAME = re.compile(rf"(?:(?<!\w)[^\W\d_]\. ?)+(?={re.escape(NAME)})|(?<={re.escape(NAME)})(?: [^\W\d_]\.)+")
# names that are everyday words of English or German: in lower case they stay
_ORDINARY = frozenset(
    """
    ab ad ah al also alt am an and arm art as at ball bar baron bay be bell berg best bill bin bis black blank
    blue bond bow brand braun bray breit brook brooks brown bush by can chance chase clay cook cool cross da
    das day de dean dear dem den der des die do du eh el er es est ex faith farmer field fisher ford fox frank
    free frei fuchs für gay go good grace gram grant gray green groß gross gut hall hand hart he herd herr
    hill him his hoch home honey hope hunt hunter ihr im in is it ja je jung just kann king klein klug kurz la
    lane lang lange law lee long lord love low mai mal man mark marsh max may me miller min mit moor moore mut
    my nach nah neu new no noble ob of oh ok on or page park peace pike pond pool poor pope price pro rain ran
    reed reich rich rock roman rose rush sage sanft schwarz sei sharp sie small smart so song stark steel
    still stone street strong sun sung teller thin to treu um un up us van vie von walker wall ward was we
    weber weiß weiss west will winter wir wise wo wood woods worth young zu
    """.split()  # noqa: SIM905
)


def is_ordinary(word: str) -> bool:
    """Whether a part of a name is also an everyday word, so that alone it names nobody."""
    return word.casefold() in _ORDINARY


def redacted(texts: Iterable[str], people: Iterable[Person]) -> list[str]:
    """Texts with names, initials, aliases, ids, addresses and telephone numbers replaced by ``[name]``.

    Notes
    -----
    Names of people on record, whole or in part, from two letters on and in any case; parts that are
    everyday words only with a capital, so that "will" stays and "Will" goes. Every spelling (Müller,
    Mueller, Muller), also with an s behind. Initials with stops or in capitals (M.K., MK) of people on
    record; so "IT" goes where somebody has these. Any e-mail address and telephone number goes,
    dates and sums stay. A nickname nobody recorded stays.
    """
    whole, parts, initials = set[str](), set[str](), set[str]()
    for person in people:
        whole |= {text for text in (person.name, *person.aliases) if len(text) > _SHORTEST or not _has_case(text)}
        whole |= {person.id} if not person.id.isalpha() and not person.id.isdigit() else set()
        parts |= {part for text in person.aliases if len(text) == _SHORTEST for part in name_parts(text)}
        # an alias with a blank is another spelling of the name: a second firm's roster writes its own
        for spelling in (person.name, *(text for text in person.aliases if " " in text)):
            parts |= _parts(spelling)
            initials |= _initials(spelling)
    known = _any_of(frozenset(whole - {""}))
    return [_without(text, known, parts, initials) for text in texts]


def _has_case(text: str) -> bool:
    return text.lower() != text.upper()


def _parts(name: str) -> set[str]:
    """Parts that name somebody: with a capital, unless the name has none ("van" and "de" name nobody)."""
    words = [word for word in _WORD.findall(f"{name} {_APOSTROPHE.sub('', name)}") if len(word) >= _SHORTEST]
    capitals = [word for word in words if word[0].isupper()] or words
    return set(name_parts(" ".join(capitals)))


def _initials(name: str) -> set[str]:
    """First letters of a name of two parts or more: all of them, the first and the last, either way round."""
    letters = [word[0].upper() for word in _WORD.findall(name)]
    if len(letters) < 2:
        return set()
    ways = ["".join(letters), letters[0] + letters[-1]]
    return {*ways, *(way[::-1] for way in ways)}


@lru_cache(maxsize=4)  # every question of a project is told without the same names
def _any_of(words: frozenset[str]) -> re.Pattern[str] | None:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    if longest_first and all(map(_has_case, longest_first)):  # one look at the ends instead of one for each name
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    # scripts without capitals set no blanks between words
    alternatives = [
        rf"(?<!\w){re.escape(word)}(?!\w)" if _has_case(word) else re.escape(word) for word in longest_first
    ]
    return re.compile("|".join(alternatives), re.IGNORECASE) if words else None


def _without(text: str, known: re.Pattern[str] | None, parts: set[str], initials: set[str]) -> str:
    text = _TELEPHONE.sub(_number, _EXTENSION.sub(rf"\1{NAME}", _ADDRESS.sub(NAME, text)))
    if known is not None:
        text = known.sub(NAME, text)
    text = _WORD.sub(lambda found: NAME if _is_part(found[0], parts) else found[0], text)
    return _BESIDE_A_NAME.sub(_joined, _INITIALS.sub(_of_people(initials), text)).replace(f"{NAME}{NAME}", NAME)


def _number(found: re.Match[str]) -> str:
    text = found[0]
    is_short = sum(letter.isdigit() for letter in text) < _LEAST_DIGITS
    return text if is_short or _NO_TELEPHONE.fullmatch(text.strip()) else NAME


def _joined(_: re.Match[str]) -> str:
    """Initials beside a name go with it."""
    return ""


def _of_people(initials: set[str]) -> Callable[[re.Match[str]], str]:
    def replaced(found: re.Match[str]) -> str:
        letters = "".join(_WORD.findall(found[0]))
        is_meant = "." in found[0] or letters.isupper()
        return NAME if is_meant and letters.upper() in initials else found[0]

    return replaced


def _is_part(word: str, parts: set[str]) -> bool:
    spellings = {*name_parts(word), *name_parts(word.removesuffix("s"))}
    return not parts.isdisjoint(spellings) and (word[0].isupper() or not is_ordinary(word))
