"""One page stays one page, stands alone, and holds what the page of the viewer says first."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import typst
from built_audits import a_finding, a_hostile_audit, a_hostile_review, an_audit, some_scores
from built_portfolios import a_holding, a_register, an_alliance, audited, kpis

from alliancenet.export import one_page
from alliancenet.portfolio.review import review
from alliancenet.privacy import Reader, ReaderRole, review_for, view_for
from alliancenet.report.drawing import drawn
from alliancenet.report.figures.bridge import bridge
from alliancenet.report.figures.dial import dial
from alliancenet.report.figures.ladder import ladder

MANAGER = Reader(role=ReaderRole.ALLIANCE_MANAGER)
PARTNER = Reader(role=ReaderRole.PARTNER, firm="partner")


def pages_of(monkeypatch, make):
    """How many pages the typesetter makes of it, and the PDF."""
    seen = []
    compiled = one_page.compiled

    def counted(content, stamp, template):
        compiler = typst.Compiler(sys_inputs={"content": content})
        made = compiler.compile(input=template.read_bytes(), format="svg")
        seen.append(len(made) if isinstance(made, list) else 1)
        return compiled(content, stamp, template)

    monkeypatch.setattr(one_page, "compiled", counted)
    made = make()
    return seen[0], made


def many_findings():
    texts = ("a long sentence about what was found " * 12, "another " * 90, "and a third " * 70)
    return tuple(
        a_finding(code, sentence=text)
        for code, text in zip(("H-CONFLICT", "N-ONEBRIDGE", "S-IDLE"), texts, strict=True)
    )


@pytest.mark.parametrize("reader", [MANAGER, PARTNER], ids=["manager", "partner"])
@pytest.mark.parametrize(
    "audit", [an_audit(), a_hostile_audit(), an_audit(findings=many_findings())], ids=["calm", "hostile", "long"]
)
def test_an_alliance_is_told_on_one_page(monkeypatch, audit, reader):
    pages, made = pages_of(monkeypatch, lambda: one_page.of_alliance(view_for(audit, reader)))
    assert pages == 1
    assert made.startswith(b"%PDF")


def a_portfolio(count):
    names = [f"a{number:02}" for number in range(count)]
    register = a_register(*(an_alliance(name, objectives=kpis(80, 70, 90), tier=1) for name in names))
    found = review(a_holding(register, audits=[audited(name) for name in names]), "0.1.0")
    views = tuple(view_for(an_audit(name, f"Alliance {name}"), MANAGER) for name in names)
    return views, review_for(found, MANAGER)


@pytest.mark.parametrize("count", [1, 8, 40])
def test_a_portfolio_is_told_on_one_page(monkeypatch, count):
    pages, _ = pages_of(monkeypatch, lambda: one_page.of_portfolio(*a_portfolio(count)))
    assert pages == 1


def test_a_hostile_portfolio_is_told_on_one_page(monkeypatch):
    views = (view_for(a_hostile_audit(), MANAGER),)
    pages, _ = pages_of(monkeypatch, lambda: one_page.of_portfolio(views, review_for(a_hostile_review(), MANAGER)))
    assert pages == 1


def test_the_same_audit_gives_the_same_page():
    view = view_for(an_audit(), MANAGER)
    assert one_page.of_alliance(view) == one_page.of_alliance(view)


@pytest.mark.parametrize(("macro", "make"), [("dial", dial), ("ladder", ladder), ("bridge", bridge)])
@pytest.mark.parametrize("audit", [an_audit(), a_hostile_audit()], ids=["calm", "hostile"])
def test_a_drawing_stands_alone_and_names_no_colour_of_the_page(macro, make, audit):
    found = make(view_for(audit, MANAGER))
    if found is None:
        pytest.skip("this audit has no such picture")
    text = drawn("pictures.html", macro, found)
    assert ET.fromstring(text).tag.endswith("svg")
    assert "var(" not in text
    assert not re.search(r"url\(|@import|href=.http", text)


def test_a_change_is_told_with_the_month_it_is_counted_from():
    before, after = (an_audit(wave=wave, scores=some_scores("nordwind")) for wave in ("2025-2", "2026-1"))
    views = [view_for(replace(audit), MANAGER) for audit in (before, after)]
    assert one_page.of_alliance(views[1], views[0], "Kim").startswith(b"%PDF")
