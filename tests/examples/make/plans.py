"""What is planted in each example: the plans the generator follows, and what an audit must find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from papers import CAPABILITY, CONTRACT, OWNERS, Paper
from spelling import THEIR_NAMES

OWN_FIRM = ("brightwater", "Brightwater Instruments", "DK")
WAVES = (("2025-10", date(2025, 10, 1), date(2025, 10, 24)), ("2026-04", date(2026, 4, 1), date(2026, 4, 24)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One alliance, as it is meant to be in one wave.

    Parameters
    ----------
    partner : id, name and country of the partner firm.
    people : people of the own firm and of the partner, the shared executive included.
    core_share : share of each firm that works as a core.
    bridges : cross-firm pairs of core people who work closely together.
    hub : all bridges start at one person of the own firm.
    spanners : people of each firm with friends on both sides.
    daily : share of people with a day-to-day contact of their own level at the partner.
    daily_each : how many such contacts they have.
    warm : share of these contacts that are gladly talked with, apart from the work.
    kept : share of last wave's close ties that are still there.
    rate : share of each firm that answers.
    said : how integrated people of each firm say the alliance is, 1-5.
    climate : how people of each firm find the relationship, 1-5.
    conflict : how personal disagreements become, 1-5, high is bad.
    same_goals : probability that a pick comes from the goals both firms put first.
    onboarded : share of people who went through partner onboarding.
    planning : share of months with a joint planning session.
    sponsor_idle_from : day after which the own sponsor met nobody; None for never.
    performance : where the objectives stand, 0-100.
    platforms : what the own firm and the partner asked with; none for our own table, one for both.
    asked : a survey was made at all.
    writes : people also answer the open questions.
    strategy_known : how well people of each firm know the strategy, 1-5; None where nobody was asked.
    papers : what only some are asked, in the last wave.
    their_names : people of the partner as their own firm writes them; both firms keep a roster then.
    logs : communication logs there are, see `log_files.WRITERS`.
    skills : what the own firm and the partner bring, as it was agreed.
    """

    id: str
    name: str
    partner: tuple[str, str, str]
    people: tuple[int, int]
    tier: int
    start: date
    stage: str = "operation"
    form: str = "alliance"
    shared_executive: bool = False
    core_share: float = 0.38
    bridges: int = 14
    hub: bool = False
    spanners: int = 3
    daily: float = 0.8
    daily_each: int = 2
    warm: float = 0.85
    kept: float = 0.94
    rate: tuple[float, float] = (0.88, 0.86)
    said: tuple[float, float] = (4.3, 4.2)
    climate: tuple[float, float] = (4.2, 4.1)
    conflict: float = 1.8
    same_goals: float = 0.95
    onboarded: float = 0.85
    planning: float = 1.0
    sponsor_idle_from: date | None = None
    sponsor_plans: bool = True
    performance: float = 80
    platforms: tuple[str, ...] = ()
    asked: bool = True
    strategy_known: tuple[float, float] | None = None
    writes: bool = False
    papers: tuple[Paper, ...] = ()
    their_names: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    skills: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    later: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example folder: its alliances and the words of its README."""

    folder: str
    title: str
    waves: int
    alliances: tuple[Plan, ...]
    finds: tuple[str, ...]


HEALTHY = Example(
    folder="healthy",
    title="A healthy alliance",
    waves=1,
    alliances=(
        Plan(
            id="lantern",
            name="Lantern: low-light cameras",
            partner=("calder", "Calder & Quill Optics", "SE"),
            people=(24, 22),
            tier=1,
            start=date(2022, 3, 1),
            bridges=16,
            core_share=0.45,
            daily=0.9,
            rate=(0.92, 0.9),
        ),
    ),
    finds=(
        "redundancy is well above one: no single departure cuts the core",
        "both executive sponsors are named and active, with current plans",
        "both firms say much the same, and what is said fits what is seen",
        "no finding of high severity",
    ),
)

COLD = Example(
    folder="cold",
    title="A cold alliance",
    waves=1,
    alliances=(
        Plan(
            id="frost",
            name="Frost: refrigerated sensors",
            partner=("fennimore", "Fennimore Logistics", "NO"),
            people=(20, 18),
            tier=2,
            start=date(2021, 6, 1),
            bridges=2,
            spanners=0,
            core_share=0.28,
            daily=0.08,
            daily_each=1,
            warm=0.1,
            said=(2.6, 2.4),
            climate=(2.6, 2.5),
            conflict=2.9,
            same_goals=0.35,
            onboarded=0.15,
            planning=0.0,
            sponsor_idle_from=date(2025, 2, 1),
            sponsor_plans=False,
            performance=45,
            rate=(0.85, 0.84),
        ),
    ),
    finds=(
        "hardly any core tie joins the firms (N-THINBRIDGE, or worse)",
        "the executive sponsors have not met for more than half a year (S-IDLE)",
        "no joint planning, little onboarding: parts of integration are missing (G-ZERO)",
        "operating people have no counterparts",
    ),
)

ONE_BRIDGE = Example(
    folder="one_bridge",
    title="An alliance that hangs on one person",
    waves=1,
    alliances=(
        Plan(
            id="causeway",
            name="Causeway: bridge monitoring",
            partner=("juniper", "Juniper Gate Software", "NL"),
            people=(20, 18),
            tier=1,
            start=date(2023, 1, 15),
            bridges=6,
            hub=True,
            spanners=0,
            daily=0.2,
            daily_each=1,
            warm=0.3,
            said=(3.9, 3.8),
            rate=(0.95, 0.94),
        ),
    ),
    finds=(
        "every core tie between the firms runs through one person: redundancy is one (N-ONEBRIDGE)",
        "that person carries far more than 40 % of the cross-firm core ties (N-BUSIEST)",
        "counting cross-firm ties alone would not have shown it: there are several",
    ),
)

PORTFOLIO = Example(
    folder="portfolio",
    title="A portfolio of eight alliances over two waves",
    waves=2,
    alliances=(
        Plan(
            id="lantern",
            name="Lantern: low-light cameras",
            partner=("calder", "Calder & Quill Optics", "SE"),
            people=(62, 56),
            tier=1,
            start=date(2022, 3, 1),
            shared_executive=True,
            bridges=32,
            papers=(CAPABILITY,),
            later={"bridges": 36},
        ),
        Plan(
            id="kestrel",
            name="Kestrel: wind sensors",
            partner=("ostrich", "Ostrich Bay Energy", "PT"),
            people=(52, 46),
            logs=("exchange", "mbox", "calendar", "slack"),
            tier=1,
            start=date(2020, 9, 1),
            shared_executive=True,
            bridges=26,
            performance=72,
            later={
                "bridges": 4,
                "kept": 0.25,
                "spanners": 0,
                "daily": 0.25,
                "daily_each": 1,
                "warm": 0.2,
                "said": (3.1, 2.7),
                "climate": (3.0, 2.6),
                "conflict": 3.1,
                "performance": 58,
            },  # fmt: skip
        ),
        Plan(
            id="harbor",
            name="Harbor: tide gauges",
            partner=("tern", "Tern Island Telecom", "IE"),
            people=(40, 38),
            platforms=("survey_monkey",),
            writes=True,
            tier=1,
            start=date(2021, 2, 1),
            bridges=22,
            sponsor_idle_from=date(2025, 9, 30),
            later={"bridges": 26},
        ),
        Plan(
            id="mosaic",
            name="Mosaic: tile inspection",
            partner=("marrow", "Marrow Lane Motors", "DE"),
            people=(38, 34),
            platforms=("qualtrics",),
            writes=True,
            tier=1,
            start=date(2022, 11, 1),
            shared_executive=True,
            bridges=18,
            said=(4.3, 2.6),
            climate=(3.9, 3.4),
            same_goals=0.7,
            later={"bridges": 24},
        ),
        Plan(
            id="cobalt",
            name="Cobalt: paint chemistry",
            partner=("hollowmere", "Hollowmere Chemicals", "BE"),
            people=(130, 124),
            tier=1,
            start=date(2019, 5, 1),
            form="joint venture",
            shared_executive=True,
            bridges=52,
            performance=74,
            later={"bridges": 64},
        ),
        Plan(
            id="sparrow",
            name="Sparrow: hand-held testers",
            partner=("pinwheel", "Pinwheel Pharma", "FR"),
            people=(30, 28),
            platforms=("microsoft_forms",),
            writes=True,
            tier=2,
            start=date(2023, 4, 1),
            shared_executive=True,
            bridges=14,
            said=(3.4, 3.3),
            climate=(2.9, 2.8),
            conflict=4.4,
            performance=66,
        ),
        Plan(
            id="willow",
            name="Willow: garden lighting",
            partner=("gable", "Gable & Moss Retail", "GB"),
            people=(24, 22),
            platforms=("google_forms",),
            tier=2,
            start=date(2021, 10, 1),
            form="channel",
            shared_executive=True,
            bridges=6,
            core_share=0.3,
            daily=0.35,
            daily_each=1,
            warm=0.2,
            said=(2.9, 2.8),
            climate=(2.5, 2.5),
            conflict=2.8,
            same_goals=0.5,
            onboarded=0.4,
            planning=0.4,
            performance=28,
        ),
        Plan(
            id="thimble",
            name="Thimble: micro-pumps",
            partner=("quillon", "Quillon Labs", "FI"),
            people=(21, 19),
            platforms=("limesurvey",),
            tier=3,
            start=date(2024, 2, 1),
            bridges=7,
            rate=(0.5, 0.4),
        ),
    ),
    finds=(
        "kestrel falls between the waves: the bridge shrinks and the core is rebuilt (N-DROP)",
        "harbor's own executive sponsor is named but has met nobody for half a year (S-IDLE)",
        "one executive sponsors six alliances that require a sponsor (S-LOAD)",
        "five of eight alliances stand in tier 1, more than a top tier can carry",
        "mosaic: the partner says far less integration than the own firm",
        "sparrow: disagreements become personal on both sides",
        "willow performs badly, yet teaches much: a prune candidate that fails the divestment test",
        "thimble: too few answered, so confidence is low and names of roles are withheld (D-THIN)",
        "lantern and cobalt are in order",
        "in lantern the alliance office rated itself: one level below what eight alliances ask for (V-CAPABILITY),"
        " and a second rater disagrees about careers (V-RATERS); above the benchmark entered in `alliancenet.yaml`",
        "kestrel's logs show the fall month by month, long before the second survey: fewer cross-firm ties alive"
        " in every month from December on",
    ),
)

TWO_FIRMS = Example(
    folder="two_firms",
    title="Two firms, two rosters, two survey platforms",
    waves=1,
    alliances=(
        Plan(
            id="kiln",
            name="Kiln: sensors for firing",
            partner=("gruenwald", "Grünwald Keramik", "DE"),
            people=(20, len(THEIR_NAMES)),
            tier=2,
            start=date(2023, 9, 1),
            bridges=12,
            said=(4.3, 2.4),
            same_goals=0.8,
            rate=(0.95, 0.94),
            platforms=("qualtrics", "microsoft_forms_german"),
            writes=True,
            papers=(CONTRACT, OWNERS),
            their_names=THEIR_NAMES,
        ),
    ),
    finds=(
        "each firm keeps its own roster: the same people under other ids, in another spelling, order and alphabet;"
        " `merge.yaml` holds what a person decided, and without it `alliancenet survey match people.csv"
        " people_gruenwald.csv` shows the questions",
        "each firm asked with its own platform: Qualtrics in English, Microsoft Forms in German",
        "the partner says far less integration than the own firm (G-ASYM)",
        "only 11 of 20 unwritten expectations are seen alike; four the partner alone believes the own firm owes it,"
        " one the own firm alone believes the partner owes it (V-CONTRACT)",
        "the own firm describes a collaborative relationship with more connection than the situation asks for"
        " (V-SPECTRUM), the partner a transactional one (V-MODE)",
        "four of seven linkages needed are in place (V-LINKAGES); the launch list is mostly done",
        "open answers name people in several spellings; the report shows none of the names",
    ),
)

TRACES = Example(
    folder="traces",
    title="An alliance known from its logs alone",
    waves=1,
    alliances=(
        Plan(
            id="ferry",
            name="Ferry: ice radar",
            partner=("nordlys", "Nordlys Shipping", "NO"),
            people=(22, 20),
            tier=2,
            start=date(2023, 2, 1),
            bridges=6,
            hub=True,
            spanners=0,
            daily=0.05,
            daily_each=1,
            asked=False,
            logs=("exchange", "workspace", "calendar"),
        ),
    ),
    finds=(
        "nobody was asked: contact is known from mail and calendar, importance and closeness are not",
        "most of what passes between the firms passes through one person of the own firm",
    ),
)

ECONOMICS = Example(
    folder="economics",
    title="An alliance that works and loses money, among 22 partners",
    waves=1,
    alliances=(
        Plan(
            id="lantern",
            name="Lantern: low-light cameras",
            partner=("calder", "Calder & Quill Optics", "SE"),
            people=(14, 12),
            tier=1,
            start=date(2022, 3, 1),
            bridges=12,
            core_share=0.45,
            daily=0.9,
            rate=(0.92, 0.9),
            strategy_known=(4.2, 2.9),
        ),
    ),
    finds=(
        "calder buys most and loses money in every quarter: repairs, changes and deliveries made to measure",
        "stopping calder would help, since most of what it costs goes away with it",
        "ostrich only seems to lose: the time it takes belongs to people who stay, so stopping it would cost money",
        "the alliance with calder works well between people, and is still not told to grow",
        "the test `early_visit` works, `letter` is of no use, and `portal` was written afterwards",
        "two people, of calder and hollowmere, are satisfied although their complaint was handled badly",
        "partners served by people who like their work are satisfied, whether they take part or what they get is new",
        "field sales is paid for volume, and calder's operating people were not told the strategy for two years",
        "alder and gosling left for a quarter each and came back: a base that leaks",
        "few customers are strong, and the weak ones are worth keeping: they supply the strong ones of tomorrow",
        "winning a customer at the fair costs more than it brings; by referral it pays",
        "fast answers and clear invoices move customers, and invoices are bad; brochures and gifts move nobody",
        "a volume rebate raises sales of those that lose money; the premium of the bundle is too high for its menu",
        "calder would find it harder to leave than we would, and is served best: room to speak of prices",
        "we think our know-how is ahead of the next best; calder does not see it",
        "what calder loses it loses within lantern: the software it buys beside it earns",
        "zephyr buys sensors only, pinwheel no software: those of their size buy lenses and software too",
    ),
)

STAFFING = Example(
    folder="staffing",
    title="Six positions to fill in two alliances, and three roles with their ratings",
    waves=1,
    alliances=(
        Plan(
            id="beacon",
            name="Beacon: harbour lights",
            partner=("saltmarsh", "Saltmarsh Lighting", "NO"),
            people=(18, 16),
            tier=1,
            start=date(2024, 9, 1),
            bridges=12,
            core_share=0.45,
            rate=(0.95, 0.94),
            skills=(("light sensing",), ("lamps that stand salt water", "approval by harbours")),
        ),
        Plan(
            id="heron",
            name="Heron: flood gauges",
            partner=("marrowby", "Marrowby Waters", "NL"),
            people=(16, 14),
            tier=2,
            start=date(2022, 5, 1),
            bridges=6,
            hub=True,
            spanners=0,
            rate=(0.95, 0.94),
            skills=(("gauges",), ("models of rivers",)),
        ),
    ),
    finds=(
        "`alliancenet staffing` fills five of six positions, proved best: whoever fits best in one place is needed in"
        " another, where nobody else qualifies",
        "nobody who agreed speaks Japanese, which alone keeps the desk in Tokyo empty",
        "one person would fit best in Beacon, and the bridge of Heron rests on her: she is proposed for nothing she"
        " would leave it for",
        "one person withdrew and one never agreed: their rows are not read, though they would fit everywhere",
        "the owner of the relationship in Beacon does everything by the book, and the partner does not feel it; in Heron"
        " it is the other way round (M-ROLE)",
        "Beacon improved the own position more than the partner's, and the stock market gained at its announcement",
        "four of five projects in Beacon had their conditions agreed before and feedback asked after",
    ),
)

EXAMPLES = (HEALTHY, COLD, ONE_BRIDGE, PORTFOLIO, TWO_FIRMS, TRACES, ECONOMICS, STAFFING)
