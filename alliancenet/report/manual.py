"""Pages of the manual, as Markdown and as HTML."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain, count

from alliancenet.resources import manual

_OF_THE_PAGE = {"main"}  # ids a page has beside those of its headings
_WORDS = re.compile(r"\w+")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}\Z")  # no longer than a file may be called


def page(name: str) -> str | None:
    """Markdown of a page by its name (``findings/N-ONEBRIDGE``), None when there is none."""
    parts = name.split("/")
    if not all(_NAME.match(part) for part in parts):
        return None
    path = manual().joinpath(*parts).with_suffix(".md")
    return path.read_text(encoding="utf-8") if path.is_file() else None


def pages() -> tuple[str, ...]:
    """Names of all pages, sorted; those about findings stand under ``findings/``."""
    root = manual()
    return tuple(sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.md")))


def title_of(text: str) -> str:
    """Title of a page: its first heading."""
    return next((line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("#")), "")


def finding(code: str) -> str | None:
    """Markdown that explains a finding, None for a code the manual does not know."""
    return page(f"findings/{code}")


@cache
def finding_title(code: str) -> str:
    """What a finding is called, the code itself where the manual does not know it."""
    text = finding(code)
    return title_of(text).removeprefix(code).lstrip(":· ").strip() or code if text else code


def finding_html(code: str) -> str:
    """HTML that explains a finding; "" for a code the manual does not know."""
    text = finding(code)
    return as_html(text) if text else ""


@cache
def as_html(text: str) -> str:
    """HTML of Markdown; HTML inside the text stays text, and links lead only to pages.

    Every heading has an id of its words, so that a place on a page has an address.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("js-default")
    tokens = reader.parse(text)
    for heading in headings(text):
        tokens[heading.at].attrSet("id", heading.id)
    html = str(reader.renderer.render(tokens, reader.options, {}))
    # wide tables scroll by themselves, so that a narrow page does not; the keyboard reaches them
    opening = '<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>'
    return html.replace("<table>", opening).replace("</table>", "</table></div>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a page: its level, its words and the id they give; `at` is its place among the tokens."""

    level: int
    text: str
    id: str
    at: int


@cache
def headings(text: str) -> tuple[Heading, ...]:
    """Headings of a page; those of the same words are told apart by a number."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("js-default").parse(text)
    found: list[Heading] = []
    taken = set(_OF_THE_PAGE)
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            inline = tokens[at + 1]
            words = "".join(part.content for part in inline.children or ())
            slug = "-".join(_WORDS.findall(words.casefold())) or "part"
            id_ = next(name for name in chain([slug], (f"{slug}-{n}" for n in count(2))) if name not in taken)
            taken.add(id_)
            found.append(Heading(level=int(token.tag[1:]), text=words, id=id_, at=at))
    return tuple(found)
