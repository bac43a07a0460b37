"""Sentences of the portfolio review, marked here to be translated, as `terms` does for measures.

The review writes its reasons in English into a file. Read by whoever collects sentences, and imported by nobody.
"""

from alliancenet.language.speaking import marked
from alliancenet.language.stored import stored, stored_n

HEADING = (
    stored("{alliances_said}: {parts_words}"),
    stored("{alliances_said}: {parts_words}; {sponsors_said}"),
    stored("{alliances_said}: {parts_words}; {sponsors_said}; {tiers_said}"),
    stored("{alliances_said}: {parts_words}; {tiers_said}"),
    stored_n("{n} alliance", "{n} alliances", 2),
    stored("nothing to propose"),
    stored_n("{n} loses money", "{n} lose money", 2),
    stored_n("{n} has a weak part to work on", "{n} have a weak part to work on", 2),
    stored_n("{n} is to be measured first", "{n} are to be measured first", 2),
    stored_n("{n} is in order", "{n} are in order", 2),
    stored_n("{n} has room to grow", "{n} have room to grow", 2),
    stored_n("{n} could be lost", "{n} could be lost", 2),
    stored_n("{n} is young and needs support", "{n} are young and need support", 2),
    stored_n("{n} needs repair", "{n} need repair", 2),
    stored_n("{n} is to be launched anew", "{n} are to be launched anew", 2),
    stored_n("{n} is to be renegotiated", "{n} are to be renegotiated", 2),
    stored_n("{n} is a candidate for ending", "{n} are candidates for ending", 2),
    stored_n("{n} is to be restructured or left", "{n} are to be restructured or left", 2),
    stored("{n} of {total} that need sponsors have them active on both sides"),
    stored("{n} of {total} alliance that needs sponsors has them active on both sides"),
    stored_n(
        "{n} alliance is in tier 1, and the rule of the portfolio allows {places}",
        "{n} alliances are in tier 1, and the rule of the portfolio allows {places}",
        2,
    ),
)

TIERS = (
    stored("{room_said}; what the own executive sponsors can carry is not known, for none is on record"),
    stored("{room_said}, and the own executive sponsors can carry {n}"),
    stored(
        "{n} of {total} alliances is in tier 1, and there is room for {places}: {share} of all gives {by_share}",
    ),
    stored(
        "{n} of {total} alliances are in tier 1, and there is room for {places}: {share} of all gives {by_share}",
    ),
    stored(
        "{n} of {total} alliances are in tier 1, and there is room for no more than {places}: "
        "{share} of all gives {by_share}",
    ),
    stored(
        "{n} of {total} alliances is in tier 1, and there is room for no more than {places}: "
        "{share} of all gives {by_share}",
    ),
    stored("importance {importance}, depth {depth}"),
    stored("importance unknown, depth {depth}"),
    stored("importance {importance}, depth unknown"),
    stored("importance unknown, depth unknown"),
    stored("{seen_said}: the limits say tier {tier}"),
    stored("{seen_said}: rises to tier {tier}"),
    stored("{seen_said}: falls to tier {tier}, the grace is over"),
    stored_n(
        "{seen_said}: a fall to tier {tier} is due; {n} round of grace",
        "{seen_said}: a fall to tier {tier} is due; {n} rounds of grace",
        2,
    ),
    stored("{seen_said}: the limits say tier {tier}, by less than {points} points and for the first time; stays"),
    stored("{seen_said}: in line for tier 1, last because it is not rated in full; no place is left"),
    stored("{seen_said}: in line for tier 1, no place is left"),
    stored("{seen_said}: in line for tier 1 (the limits say tier {tier}, a fall is not yet due), no place is left"),
    stored("{parts_lines}; the tier on the register stands"),
    stored("importance: {reason_said}"),
    stored("integration depth: {reason_said}"),
    stored("importance was never rated (ratings.csv)"),
    stored("{parts_text} left open"),
    stored("needs {least} of 4 parts; unknown: {parts_words}"),
    *(stored("linkages"), stored("full-time people"), stored("joint governance"), stored("spectrum")),
    stored("a place in tier 1; rank {rank}"),
    stored("a place in tier 1; rank unknown"),
    stored("the highest tier"),
    stored("unknown"),
    stored("tier {tier} asks importance {importance} ({lacks_said}) and depth {depth} ({depth_said})"),
    stored("tier {tier} asks importance {importance} ({lacks_said}) or depth {depth} ({depth_said})"),
    *(stored("reached"), stored("lacks {points}")),
    stored(
        "executive sponsors on both sides, steering every quarter, full audit every 6 months, named alliance manager"
    ),
    stored("own sponsor and partner contact, steering half-yearly, full audit every 12 months"),
    stored("no sponsor asked for, short form every 24 months"),
    *(marked("holds", context="tier"), marked("rose", context="tier"), marked("fell", context="tier")),
    *(marked("grace", context="tier"), marked("watch", context="tier"), marked("capped", context="tier")),
    *(marked("assigned", context="tier"), marked("unknown", context="tier")),
)

SPONSORS = (
    stored("{firm}: nobody can tell, roles are not on record"),
    stored("{firm}: no executive sponsor"),
    stored("{firm}: sponsor named, meetings are not logged"),
    stored("{firm}: sponsor not active, last met {last_day}"),
    stored("{firm}: sponsor not active, no meeting on record"),
    stored("{firm}: sponsor leaves {leaving_day}, no successor named"),
    *(stored("named, own side"), stored("active, own side"), stored("active, both sides")),
)

PROPOSALS = (
    *(marked("grow", context="proposal"), marked("optimise", context="proposal")),
    *(marked("maintain", context="proposal"), marked("defend", context="proposal")),
    *(marked("measure first", context="proposal"), marked("launch support", context="proposal")),
    *(marked("repair", context="proposal"), marked("re-launch", context="proposal")),
    *(marked("renegotiate", context="proposal"), marked("prune candidate", context="proposal")),
    *(marked("next step of the ladder", context="proposal"), marked("add", context="proposal")),
    *(marked("combine or share", context="proposal"), marked("none", context="proposal")),
    marked("restructure or exit: executive decision", context="proposal"),
    stored("{proposal_word}: could not be told ({what_word} unknown)"),
    *(stored("grow"), stored("optimise"), stored("maintain"), stored("defend"), stored("measure first")),
    *(stored("launch support"), stored("repair"), stored("re-launch"), stored("renegotiate")),
    *(stored("prune candidate"), stored("next step of the ladder")),
    stored("restructure or exit: executive decision"),
    *(stored("headroom"), stored("the partner could leave"), stored("performance"), stored("health")),
    *(stored("profit"), stored("importance"), stored("learning"), stored("value")),
    stored("A7 holds as well; at most {cap} of {total} alliances are pruned in one review"),
    *(stored("yes"), stored("no"), stored("weak"), stored("uncovered"), stored("carried")),
    stored("health is red"),
    stored("health is red ({why_said})"),
    stored("Health is red"),
    stored("Health is red ({why_said})"),
    stored("KPI {name_text} ({points})"),
)

RULES = (
    stored("unprofitable, and the divestment test does not hold as a whole; next step: {step_said}"),
    stored("people and deal work, yet it loses money: repair before growing. {step_said}"),
    stored("next step: {step_said}"),
    stored("important, but neither the people nor the deal work; start with {part_said}"),
    stored(
        "important, but neither the people nor the deal work; start with {part_said}; "
        "re-launches are not on record, check before deciding"
    ),
    stored("start with {part_said}"),
    stored("{part_word} ({points})"),
    stored("the gaps"),
    *(stored("depth"), stored("contact"), stored("sponsors"), stored("structure"), stored("counterparts")),
    stored("repair first: {troubles_lines}"),
    stored("repair first: {troubles_lines}; then measure: {reasons_lines}"),
    stored("confidence is {confidence_word}"),
    stored("stage {stage_word}, {months} months old"),
    stored("stage {stage_word}, unknown months old"),
    *(stored("launch"), stored("operation"), stored("strategy"), stored("analysis"), stored("selection")),
    *(stored("agreement"), stored("transformation")),
    stored("the relationship and its results are good"),
    stored("the relationship and its results are good, and there is room for more"),
    stored("the relationship and its results are good, but the partner could leave easily, or would not enter again"),
    stored("value at risk: it performs while the people do not work well; start with {part_said}"),
    stored("the people work, the deal does not: scope or economics"),
    stored("{count} re-launches already, and neither the people nor the deal work"),
    stored("poor in two waves, of little importance, and every condition for divesting holds"),
    stored("what alliances bring and cost, and the proposals that rest on it"),
    stored("for those who may see money"),
    *(stored("alliance manager"), stored("executive sponsor"), stored("executive"), stored("analyst")),
    *(stored("facilitator"), stored("hr")),
)

REVIEW = (
    *(marked("weak", context="goal"), marked("uncovered", context="goal"), marked("carried", context="goal")),
    stored("tier {tier} takes {amount} {what_word}, more than the median {median} of tier {other_tier}"),
    *(stored("executive hours"), stored("full-time equivalents"), stored("budget"), stored("value")),
    *(stored("incompatible cultures"), stored("personality and team conflict"), stored("differing priorities")),
    *(stored("too little attention to the relationship"), stored("no corporate capability")),
    *(marked("presentation", context="gate"), marked("discussion", context="gate")),
    *(marked("evaluation", context="gate"), marked("negotiation", context="gate")),
    *(marked("approval", context="gate"), marked("implementation", context="gate")),
    *(marked("build", context="choice"), marked("buy", context="choice"), marked("partner", context="choice")),
    marked("undecided", context="choice"),
    *(marked("partner", context="spread"), marked("form", context="spread"), marked("tier", context="spread")),
    *(stored("partner"), stored("goal"), stored("owner"), stored("build, buy or partner is undecided")),
    stored("goal '{goal}' is not on record"),
    stored("decision at {gate_word}"),
    *(stored("presentation"), stored("discussion"), stored("evaluation"), stored("negotiation")),
    *(stored("approval"), stored("implementation")),
    stored("no value is on record"),
    stored("a category without positive value has no share"),
    stored("importance: no rating is on record, so tiers are those of the register"),
    stored("goal coverage: no corporate goal is on record"),
    stored("overlap and shared needs: no profile is on record"),
    stored("allocation: no resources are on record"),
    stored("value, contribution and diversification: no economics are on record"),
    stored("re-launches and conversion attempts: no decisions are on record"),
    stored("no audit yet: {names_text}"),
    stored("no alliance is in a tier that requires a sponsor"),
    stored("benchmark {points}: {source_text}, {as_of_day}"),
    *(marked("launch", context="list"), marked("relaunch", context="list"), marked("linkages", context="list")),
    *(stored("no audit"), stored("in no audit"), stored("nobody may read this measure")),
)

INTRODUCTIONS = (
    stored("no tie joins the two firms at this level"),
    stored("both want more contact, or one does whose work waits for the other"),
    stored("work depends on it, and contact or information falls short"),
)
