"""How each firm rates the relationship: value drivers and switching costs, by alliance, firm and wave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.instruments.ratings import Rating, as_one, ratings_of
from alliancenet.instruments.used import measured, reads
from alliancenet.model.instrument import ExtraField, Instrument
from alliancenet.model.register import AllianceId, OrganisationId
from alliancenet.model.wave import Wave

VALUE, SWITCHING = "value", "switching"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmRating:
    """Ratings of one firm in one wave, several raters taken together.

    Parameters
    ----------
    raters : how many answered.
    """

    alliance: AllianceId
    firm: OrganisationId
    wave: str
    day: date | None
    raters: int
    rating: Rating


def firm_ratings(waves: Iterable[Wave], instruments: Iterable[Instrument], name: str) -> tuple[FirmRating, ...]:
    """Ratings by an instrument of each firm in its newest wave with answers.

    Parameters
    ----------
    waves : by alliance, oldest first.
    name : id of the instrument; one that is not among the instruments gives nothing.
    """
    asked = next((instrument for instrument in instruments if instrument.id == name), None)
    newest: dict[tuple[str, str], FirmRating] = {}
    for wave in waves:
        found = () if asked is None else ratings_of(asked, wave.organisation_answers)
        for firm in dict.fromkeys(rating.organisation for rating in found):
            own: Sequence[Rating] = [rating for rating in found if rating.organisation == firm]
            together = as_one(own)
            if together is not None and together.values:
                newest[wave.alliance, firm] = FirmRating(
                    alliance=wave.alliance,
                    firm=firm,
                    wave=wave.id,
                    day=wave.closes,
                    raters=sum(bool(rating.values) for rating in own),
                    rating=together,
                )
    return tuple(newest.values())


reads("value drivers", measured(VALUE), (ExtraField.EVIDENCE,))
reads("switching costs", measured(SWITCHING), (ExtraField.EVIDENCE,))
