"""A picture of the pages as an SVG file of its own, for paper and slides: the same drawing and colours."""

import re
from functools import cache
from typing import Any

from alliancenet.report.page import TEMPLATES, environment

_SVG = re.compile(r"<svg.*</svg>", re.DOTALL)
_ROOT = re.compile(r":root \{(.*?)\}", re.DOTALL)
_TOKEN = re.compile(r"(--[\w-]+): ([^;]+);")
_USED = re.compile(r"var\((--[\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# a size for pages is none on paper, and a drawing of no known size is not drawn
_SIZE = re.compile(r"(?<![\w-])(max-|min-)?(width|height|display|overflow)\s*:[^;}]*;?")
_FONT = "Libertinus Serif"  # comes with the typesetter


class _NoLinks:
    """Paper has no pages to lead to."""

    def href(self, _: tuple[str, ...]) -> str:
        return ""


def drawn(template: str, macro: str, *found: Any, links: bool = False) -> str:
    """SVG text of a picture.

    Parameters
    ----------
    template, macro : where it is drawn for the pages.
    found : what the macro takes, but where links lead.
    links : the macro takes where links lead as its last argument.
    """
    module = environment().get_template(template).make_module({"words": environment().globals["words"]})
    # an address that leads nowhere is no address
    text = str(getattr(module, macro)(*found, *((_NoLinks(),) if links else ())).replace(' href=""', ""))
    svg = _SVG.search(text.partition("</svg>")[0] + "</svg>")
    if svg is None:
        raise ValueError(f"{macro} draws no picture")
    head, _, rest = svg[0].partition(">")
    style = f"<style>{_paper_style()}</style>"
    return f'{head} xmlns="http://www.w3.org/2000/svg" font-family="{_FONT}" font-size="12">{style}{rest}'


@cache
def _paper_style() -> str:
    """The rules for drawings, with the colours of light pages put in."""
    text = re.sub(r"/\*.*?\*/", "", (TEMPLATES / "style.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    root = _ROOT.search(text)
    tokens = dict(_TOKEN.findall(root[1])) if root else {}
    rules = []
    for selectors, body in _RULE.findall(text):
        kept = [part.strip() for part in selectors.split(",") if part.strip().startswith("svg") and ":" not in part]
        if kept:
            rules.append(
                f"{', '.join(kept)} {{{_USED.sub(lambda used: _colour(tokens, used[1]), _SIZE.sub('', body))}}}"
            )
    return "\n".join(rules)


def _colour(tokens: dict[str, str], name: str) -> str:
    """Value of a token, also where it names another one."""
    value = tokens.get(name, "#000")
    return _USED.sub(lambda used: tokens.get(used[1], "#000"), value)
