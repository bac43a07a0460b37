"""A language that is English in other letters: what stands on a page in Latin ones was said past the catalogues."""

import re
import string
from html.parser import HTMLParser

import translations

from alliancenet.language.catalogue import Catalogue, Translation

_LETTERS = str.maketrans(
    {letter: chr(0x0430 + place) for place, letter in enumerate(string.ascii_lowercase)}
    | {letter: chr(0x0410 + place) for place, letter in enumerate(string.ascii_uppercase)}
)
_READ = ("title", "aria-label", "placeholder", "alt")
_UNREAD = frozenset({"style", "script", "code"})


def in_other_letters(text):
    """A sentence in other letters, its gaps as they are."""
    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if part.startswith("{") else part.translate(_LETTERS) for part in parts)


def pseudo_catalogue(code="de"):
    """Every sentence that is said anywhere, in other letters, under the code of a language."""
    entries = [
        Translation(
            context=message.context or "",
            message=message.id[0] if isinstance(message.id, tuple) else message.id,
            plural=message.id[1] if isinstance(message.id, tuple) else "",
            forms=tuple(map(in_other_letters, message.id if isinstance(message.id, tuple) else (message.id,))),
        )
        for message in translations.template()
        if message.id
    ]
    return Catalogue(code, tuple(entries))


class _Text(HTMLParser):
    """What a page says: its text, and the attributes that are read aloud or shown."""

    def __init__(self):
        super().__init__()
        self.told, self._within = [], []

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        self.told += [value for name, value in attributes if name in _READ and value]
        if of.get("lang") is None or tag == "html":  # a part in a language of its own says so
            self._within.append(tag)
        else:
            self._within.append("code")
        if tag in {"meta", "link", "input", "br", "hr", "img"}:
            self._within.pop()

    def handle_endtag(self, tag):
        if self._within:
            self._within.pop()

    def handle_data(self, data):
        if not _UNREAD & set(self._within):
            self.told.append(data)


def told_by(page):
    """Everything a page says, in the order of the page."""
    reader = _Text()
    reader.feed(page)
    return [told.strip() for told in reader.told if told.strip()]


def latin_words(page, *, but=()):
    """Words of a page in Latin letters, besides names and codes that are the same in every language."""
    names = {word for name in but for word in re.findall(r"[^\W\d_]+", str(name))}
    words = (word for told in told_by(page) for word in re.findall(r"[A-Za-zÀ-ÿ]{2,}", told))
    return sorted({word for word in words if word not in names})
