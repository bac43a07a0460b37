"""Pages of the manual, as Markdown and as HTML."""

import re
from functools import cache

from alliancenet.resources import manual

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")


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
    """HTML of Markdown; HTML inside the text stays text, and links lead only to pages."""
    from markdown_it import MarkdownIt

    html = str(MarkdownIt("js-default").render(text))
    # wide tables scroll by themselves, so that a narrow page does not; the keyboard reaches them
    opening = '<div class="scroll" role="region" tabindex="0" aria-label="Table"><table>'
    return html.replace("<table>", opening).replace("</table>", "</table></div>")
