"""How slides look: own colours, own fonts and a bar of the accent, in place of the library's template."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pptx.presentation import Presentation

Colour = tuple[int, int, int]
INK: Colour = (0x10, 0x15, 0x1F)
PAPER: Colour = (0xFF, 0xFF, 0xFF)
SHADE: Colour = (0xF5, 0xF6, 0xF8)
ACCENT: Colour = (0x24, 0x57, 0xD6)
TONES: dict[str, Colour] = {"red": (0xFB, 0xE9, 0xE7), "amber": (0xFD, 0xF1, 0xD9), "green": (0xE2, 0xF3, 0xEC)}
"""Grounds of cells by band, those of the pages."""
_CHARTS = ("2457D6", "C25700", "0B6B4F", "7A3F6B", "865400", "4A5464")
_FONT = "Calibri"
_BAR = 0.14  # inches


def dress(deck: "Presentation") -> None:
    """Give a presentation the colours, fonts and master of alliancenet, and take out what its template brought."""
    _theme(deck)
    _master(deck)
    _without_printer(deck)


def _theme(deck: "Presentation") -> None:
    """Colours of charts and text, and the font."""
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = (
        part.blob.decode("utf-8")
        .replace('name="Office Theme"', 'name="alliancenet"')
        .replace('name="Office"', 'name="alliancenet"')
    )
    for number, colour in enumerate(_CHARTS, start=1):
        text = re.sub(rf"(<a:accent{number}><a:srgbClr val=\")[0-9A-F]{{6}}", rf"\g<1>{colour}", text)
    text = re.sub(r'(<a:dk2><a:srgbClr val=")[0-9A-F]{6}', r"\g<1>10151F", text)
    text = re.sub(r'(<a:lt2><a:srgbClr val=")[0-9A-F]{6}', r"\g<1>F5F6F8", text)
    part._blob = re.sub(r'(<a:latin typeface=")[^"]*', rf"\g<1>{_FONT}", text).encode("utf-8")


def _master(deck: "Presentation") -> None:
    """A bar of the accent on the left of every slide."""
    from pptx.dml.color import RGBColor
    from pptx.util import Inches

    tree = deck.slide_master.shapes
    layout = deck.slide_layouts[5]
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type not in {None, _title_type()}:
            shape._element.getparent().remove(shape._element)
    bar = tree._spTree  # the library draws on slides only: the shape is made by its element
    bar.append(_rectangle(0, 0, Inches(_BAR), deck.slide_height or 0, RGBColor(*ACCENT)))


def _title_type() -> object:
    from pptx.enum.shapes import PP_PLACEHOLDER

    return PP_PLACEHOLDER.TITLE


def _rectangle(left: int, top: int, width: int, height: int, colour: object) -> object:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    return parse_xml(
        f"<p:sp {nsdecls('p', 'a')}><p:nvSpPr>"
        '<p:cNvPr id="9001" name="bar" descr=""/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def _without_printer(deck: "Presentation") -> None:
    """The template's settings of somebody's printer and its small picture."""
    for relations in (deck.part.rels, deck.part.package._rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in {"printerSettings", "thumbnail"}:
                relations.pop(key)
