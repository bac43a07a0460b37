"""Cards of the measures in `metrics/treatments.py`."""

from alliancenet.model.catalogue.card import Card, Exposure, Section, Unit

CARDS = (
    Card(
        id="nonresponse",
        title="Nonresponse",
        unit=Unit.INDEX,
        says="as the measure treated",
        better=None,
        section=Section.OTHER,
        exposure=Exposure.STRUCTURE,
        smallest_n="contact reported person by person, somebody silent, at most `nonresponse.largest` people",
        low=None,
        high=None,
        source="Stork & Richards 1992; Huisman 2009; Smith, Morgan & Moody 2021",
        text="Density and E-I of reported contact under each treatment of missing answers, and their spread.",
    ),
    Card(
        id="nonresponse.density",
        title="Nonresponse, density",
        unit=Unit.SHARE,
        says="share of ordered pairs 0-1",
        better=None,
        section=Section.SILENCE,
        exposure=Exposure.STRUCTURE,
        smallest_n="contact reported person by person, somebody silent, at most `nonresponse.largest` people",
        low=0,
        high=1,
        source="Stork & Richards 1992; Huisman 2009; Smith, Morgan & Moody 2021",
        text="Density of reported contact under each treatment, and their spread.",
    ),
    Card(
        id="nonresponse.ei",
        title="Nonresponse, ei",
        unit=Unit.INDEX,
        says="-1 to 1",
        better=None,
        section=Section.SILENCE,
        exposure=Exposure.STRUCTURE,
        smallest_n="contact reported person by person, somebody silent, at most `nonresponse.largest` people",
        low=-1,
        high=1,
        source="Stork & Richards 1992; Huisman 2009; Smith, Morgan & Moody 2021",
        text="E-I of reported contact under each treatment, and their spread.",
    ),
)
