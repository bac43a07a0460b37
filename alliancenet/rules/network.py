"""N: the network of people."""

from collections.abc import Iterator

from alliancenet.language import stored, stored_n
from alliancenet.metrics.shares import lower_by_chance
from alliancenet.model.finding import Audience, Severity
from alliancenet.model.score import Score, SubjectKind
from alliancenet.rules.rule import Hit, Look, rule

_RED = "König 1931 for redundancy; limit: own limit"


@rule(
    code="N-NOBRIDGE",
    audience=Audience.EVERYBODY,
    title="No core tie joins the firms",
    severity=Severity.HIGH,
    recommendation="Name a pair of counterparts on each side and give them a joint task for the next month.",
    source=_RED,
)
def no_core_tie_joins_the_firms(look: Look) -> Iterator[Hit]:
    """Not a single frequent, important and close tie joins two firms of the alliance.

    Why it matters
    --------------
    Information, decisions and conflicts then travel by contract and committee only.

    When it is wrong
    ----------------
    In an alliance that is meant to run at arm's length; and right after the start.
    """
    for score, value in look.each("redundancy", SubjectKind.PAIR):
        if value == 0:
            yield Hit(
                subject=score.subject,
                sentence=stored("no core tie joins {firms_pair}", firms_pair=look.firms(score.subject)),
                evidence=(score,),
            )


@rule(
    code="N-ONEBRIDGE",
    audience=Audience.EVERYBODY,
    title="One departure cuts the alliance",
    severity=Severity.HIGH,
    recommendation="Introduce a second pair of people on each side before the next review.",
    source="Hutt & Speh, ch. 4; " + _RED,
)
def one_departure_cuts_the_alliance(look: Look) -> Iterator[Hit]:
    """Every core tie between two firms runs through one person.

    Why it matters
    --------------
    If this person leaves, falls ill or changes job, not one core tie is left between the firms.

    When it is wrong
    ----------------
    When the bridge is meant to be one office, or when a second bridge did not answer: look at
    the interval. It is not raised where a side has fewer than six people.
    """
    limit, least = look.settings.number("redundancy.red"), look.settings.whole("redundancy.people_a_side")
    for score, value in look.each("redundancy", SubjectKind.PAIR):
        sizes = [look.measured.roster_sizes.get(firm, 0) for firm in score.subject.id.split("|")]
        if 0 < value <= limit and min(sizes) >= least:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "all {ties} core ties between {firms_pair} run through {count} person",
                    ties=score.n,
                    firms_pair=look.firms(score.subject),
                    count=f"{value:.0f}",
                ),
                evidence=(score,),
                people=look.measured.carriers.get(score.subject, ()),
            )


@rule(
    code="N-THINBRIDGE",
    audience=Audience.TITLE_FOR_PARTNERS,
    title="The bridge is thinner than the tier asks",
    severity=Severity.MEDIUM,
    recommendation="Plan two or three introductions between people whose work depends on each other.",
    source=_RED,
)
def bridge_is_thinner_than_the_tier_asks(look: Look) -> Iterator[Hit]:
    """Redundancy between two firms is below the target for the alliance's tier.

    Why it matters
    --------------
    Redundancy is the number of departures that would cut every core tie between the firms.

    When it is wrong
    ----------------
    When the tier is only assumed, or the target is too high for so small a team.
    """
    for score, value in look.each("redundancy", SubjectKind.PAIR):
        target = look.score("redundancy_target", score.subject)
        if look.settings.number("redundancy.red") < value < (target.value or 0.0):
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{count} departures would cut every core tie between {firms_pair}; tier {tier} asks for {target}",
                    count=f"{value:.0f}",
                    firms_pair=look.firms(score.subject),
                    tier=look.measured.tier,
                    target=f"{target.value:.0f}",
                ),
                evidence=(score, target),
                people=look.measured.carriers.get(score.subject, ()),
            )


@rule(
    code="N-BUSIEST",
    audience=Audience.EVERYBODY,
    title="Too much hangs on one person",
    severity=Severity.MEDIUM,
    recommendation="Let a colleague take part in this person's meetings and take over some of the contacts.",
    source="own limit",
)
def too_much_hangs_on_one_person(look: Look) -> Iterator[Hit]:
    """One person holds more than 40 % of the core ties between two firms.

    Why it matters
    --------------
    The person is a bottleneck today and a loss tomorrow.

    When it is wrong
    ----------------
    With three or four ties in all, where one person easily has half of them.
    """
    limit = look.settings.number("concentration.ok")
    for score, share in look.each("concentration", SubjectKind.PAIR):
        if share > limit:
            busiest = look.measured.busiest.get(score.subject)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "one person holds {share} of the {ties} core ties between {firms_pair}",
                    share=f"{share:.0%}",
                    ties=score.n,
                    firms_pair=look.firms(score.subject),
                ),
                evidence=(score,),
                people=() if busiest is None else (busiest,),
            )


@rule(
    code="N-SPANNERS",
    audience=Audience.TITLE_FOR_PARTNERS,
    title="Too few boundary spanners",
    severity=Severity.LOW,
    recommendation="Give people who already work across the boundary time to meet outside the agenda.",
    source="Hutt & Speh, ch. 4; target: own limit",
)
def too_few_boundary_spanners(look: Look) -> Iterator[Hit]:
    """A firm has fewer boundary spanners than the alliance's tier asks.

    Why it matters
    --------------
    Boundary spanners are strong in communication and closeness on both sides of the boundary;
    they carry what no meeting carries.

    When it is wrong
    ----------------
    Where closeness was not asked, so that contact alone had to tell.
    """
    target = look.settings.table("spanner.target")[look.measured.tier]
    for score, value in look.each("boundary_spanners", SubjectKind.FIRM):
        if value < target:
            name = look.measured.firm_names.get(score.subject.id, score.subject.id)
            yield Hit(
                subject=score.subject,
                sentence=stored_n(
                    "{firm} has {n} boundary spanner; tier {tier} asks for {target}",
                    "{firm} has {n} boundary spanners; tier {tier} asks for {target}",
                    round(value) if value == round(value) else 2,
                    n=f"{value:.0f}",
                    firm=name,
                    tier=look.measured.tier,
                    target=f"{target:.0f}",
                ),
                evidence=(score,),
            )


@rule(
    code="N-ISOLATE",
    audience=Audience.EVERYBODY,
    title="People on the roster without any contact",
    severity=Severity.LOW,
    recommendation="Check whether these people belong on the roster; if so, introduce them to their counterparts.",
    source="Hutt & Speh, ch. 4; own limit",
)
def people_without_any_contact(look: Look) -> Iterator[Hit]:
    """People on the roster with whom nobody reports contact, and who report none themselves.

    Why it matters
    --------------
    Either the roster is wrong, or somebody who is paid for the alliance is not part of it.

    When it is wrong
    ----------------
    For people who joined during the window.
    """
    found = look.measured.isolates
    if found:
        yield Hit(
            subject=look.measured.subject,
            sentence=stored_n(
                "{n} person on the roster has no contact with anybody",
                "{n} people on the roster have no contact with anybody",
                len(found),
            ),
            people=found,
        )


@rule(
    code="N-SPLIT",
    audience=Audience.EVERYBODY,
    title="The contact network falls apart",
    severity=Severity.MEDIUM,
    recommendation="Find out what work should join the separate groups, and who could start.",
    source="standard; own limit",
)
def contact_network_falls_apart(look: Look) -> Iterator[Hit]:
    """The people in contact form more than one separate group.

    Why it matters
    --------------
    What one group knows cannot reach the other.

    When it is wrong
    ----------------
    When a small group really works on something of its own.
    """
    score = look.score("components")
    if (score.value or 0) > 1:
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "the {people} people in contact form {groups} groups without any contact between them",
                people=score.n,
                groups=f"{score.value:.0f}",
            ),
            evidence=(score,),
        )


@rule(
    code="N-PERIPHERAL",
    audience=Audience.EVERYBODY,
    title="One firm stands at the edge of the alliance",
    severity=Severity.LOW,
    recommendation="Give people of this firm a task of the core: a joint lead, a standing place in the weekly meeting.",
    source="Hutt & Speh, ch. 4; limits: own limit",
)
def firm_stands_at_the_edge(look: Look) -> Iterator[Hit]:
    """A firm's people hold far fewer core ties than the other's, and few of them are in the core.

    Its core share is at most `core.share_ratio` of the other's, and a rank test of the core ties each
    person holds finds it lower (`core.share_p`).

    Why it matters
    --------------
    The alliance is then the other firm's; what it decides has no owner on this side.

    When it is wrong
    ----------------
    When this side's roster lists everybody who may ever be asked, and the other's only the team.
    """
    shares = look.each("core_share", SubjectKind.FIRM)
    ratio, most = look.settings.number("core.share_ratio"), look.settings.number("core.share_p")
    for score, share in shares:
        others = [(other, value) for other, value in shares if other.subject != score.subject]
        if not others:
            continue
        highest, value = max(others, key=lambda one: one[1])
        ties = [look.measured.core_tie_counts.get(firm.subject.id, ()) for firm in (score, highest)]
        # nobody of either firm is in the core: that is no edge of one of them
        if value > 0 and share <= ratio * value and lower_by_chance(ties[0], ties[1]) <= most:
            names = [look.measured.firm_names.get(firm.subject.id, firm.subject.id) for firm in (score, highest)]
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{share} of the {people} people of {firm} are in the core, "
                    "{other_share} of the {others} of {other}",
                    share=f"{share:.0%}",
                    people=score.n,
                    firm=names[0],
                    other_share=f"{value:.0%}",
                    others=highest.n,
                    other=names[1],
                ),
                evidence=(score, highest),
            )


@rule(
    code="N-DROP",
    audience=Audience.EVERYBODY,
    title="The core was rebuilt or the bridge shrank",
    severity=Severity.MEDIUM,
    recommendation="Ask who left and who took over; introduce successors before the old ties are gone.",
    source="C5; own limit",
)
def core_rebuilt_or_bridge_shrank(look: Look) -> Iterator[Hit]:
    """Fewer than half of the core ties, or of those between two firms, are the same; or redundancy fell by a fifth.

    All by more than the same people answering again would make it: the share lies below the
    interval of `core_ties_repeated`, and the interval of the change of redundancy below zero.

    Why it matters
    --------------
    Relationships are lost quietly; between two audits this is where it shows first.

    When it is wrong
    ----------------
    When answers were few in one of the two waves, or the team was changed on purpose.
    """
    limit, everywhere = look.settings.number("change.jaccard"), look.score("core_ties_kept")
    across = sorted(subject for metric, subject in look.measured.scores if metric == "core_ties_kept")
    for kept in (
        everywhere,
        *(look.measured.scores["core_ties_kept", pair] for pair in across if pair != everywhere.subject),
    ):
        repeated = look.measured.scores.get(("core_ties_repeated", kept.subject))
        again = None if repeated is None or repeated.interval is None else repeated.interval[0]
        share = 1.0 if kept.value is None else kept.value
        if share < limit and (again is None or share < again):
            yield Hit(subject=kept.subject, sentence=_few_kept(look, kept, share), evidence=(kept,))
    fifth = look.settings.number("change.redundancy")
    for score, change in look.each("redundancy_change", SubjectKind.PAIR):
        now = look.score("redundancy", score.subject)
        is_sure = score.interval is not None and score.interval[1] < 0
        if is_sure and -change >= fifth * ((now.value or 0.0) - change):
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "redundancy between {firms_pair} fell by {change} to {now} since the last wave",
                    firms_pair=look.firms(score.subject),
                    change=f"{-change:.0f}",
                    now=f"{now.value:.0f}",
                ),
                evidence=(score, now),
            )


def _few_kept(look: Look, kept: Score, share: float) -> str:
    """How few core ties are the same, in the alliance or between two firms."""
    if kept.subject.kind is SubjectKind.ALLIANCE:
        return stored(
            "{share} of the core ties of both waves are the same, among {ties} ties of people present in both",
            share=f"{share:.0%}",
            ties=kept.n,
        )
    return stored(
        "{share} of the core ties between {firms_pair} of both waves are the same, "
        "among {ties} ties of people present in both",
        share=f"{share:.0%}",
        firms_pair=look.firms(kept.subject),
        ties=kept.n,
    )
