"""Words that names in files become on pages, and what measures say of themselves: marked here to be translated.

Measures write their reasons and labels in English into audits; here stand their patterns. What a test finds in the
examples and not here is a fault; what a page meets and cannot say makes the page English.
"""

from alliancenet.language.speaking import marked
from alliancenet.language.stored import stored

PARTS = (
    *(marked("strategic", context="part"), marked("tactical", context="part"), marked("operational", context="part")),
    *(marked("interpersonal", context="part"), marked("cultural", context="part")),
    *(marked("senior", context="part"), marked("project leader", context="part")),
    *(marked("operating", context="part"), marked("function", context="part"), marked("position", context="part")),
    *(marked("network", context="part"), marked("climate", context="part")),
    *(marked("integration", context="part"), marked("sponsor governance", context="part")),
    *(marked("linkages", context="part"), marked("manager tasks", context="part"), marked("roles", context="part")),
    *(marked("measuring", context="part"), marked("decisions", context="part"), marked("worst pair", context="part")),
    *(marked("trust", context="part"), marked("fairness", context="part"), marked("flexibility", context="part")),
    *(marked("commitment", context="part"), marked("openness", context="part")),
    *(marked("observed", context="part"), marked("one sided", context="part"), marked("imputation", context="part")),
    *(marked("reconstruction", context="part"), marked("spread", context="part"), marked("answered", context="part")),
    *(marked("benchmark", context="part"), marked("careless", context="part"), marked("gap", context="part")),
    *(marked("connection", context="part"), marked("situation", context="part"), marked("fit", context="part")),
    *(marked("level", context="part"), marked("mismatch", context="part"), marked("disputes", context="part")),
    *(marked("density", context="part"), marked("ei", context="part"), marked("profile", context="part")),
    *(marked("discrepancies", context="part"), marked("straight lines", context="part")),
    *(marked("roster ratio", context="part"), marked("onboarding", context="part")),
    *(marked("boundary penalty", context="part"), marked("confirmed adaptation", context="part")),
    *(marked("cross trust", context="part"), marked("learning balance", context="part")),
    *(marked("personal ties", context="part"), marked("linkages in place", context="part")),
    *(marked("need match", context="part"), marked("operating coverage", context="part")),
    *(marked("goal agreement", context="part"), marked("senior coverage", context="part")),
    *(marked("senior meetings", context="part"), marked("advice across", context="part")),
    *(marked("joint planning", context="part"), marked("project leader coverage", context="part")),
)
"""Parts of measures in their titles."""

STAGES = (
    *(marked("strategy", context="stage"), marked("analysis", context="stage"), marked("selection", context="stage")),
    *(marked("agreement", context="stage"), marked("launch", context="stage"), marked("operation", context="stage")),
    marked("transformation", context="stage"),
)

IN_SENTENCES = (
    *(stored("strategic"), stored("tactical"), stored("operational"), stored("interpersonal"), stored("cultural")),
    *(stored("senior"), stored("project leader"), stored("operating"), stored("network"), stored("climate")),
    *(stored("trust"), stored("fairness"), stored("flexibility"), stored("measuring"), stored("commitment")),
    *(stored("openness"), stored("roles"), stored("decisions"), stored("relationship conflict")),
    *(stored("the relationship"), stored("projects"), stored("problems"), stored("redundancy")),
    *(stored("integration"), stored("sponsor governance"), stored("none shown"), stored("to discuss")),
)

LABELS = (
    stored("estimated for missing answers"),
    stored("as reported {value}"),
    stored("reported\u00a0{value}"),
    stored("n counts silent people"),
    stored("shown, not scored"),
    stored("covered by logs of the own firm"),
    stored("{value} counts as 100 points"),
    stored("{value} of 1 beyond chance"),
    stored("no interval: the best split jumps with single ties, and held the value too seldom"),
    stored("interval of answering again"),
    stored("answered again: {how_words}"),
    stored("the same people answering again"),
    stored("networks answered again"),
    stored("who was missing"),
    stored("one-sided"),
    stored("by ties only"),
    stored("matched"),
    stored("over-designed"),
    stored("under-designed"),
    stored("collaborative"),
    stored("value-adding"),
    stored("transactional"),
    stored("{level_word}, {target_word} is asked for"),
    *(stored("none"), stored("ad hoc"), stored("defined"), stored("managed"), stored("learning")),
    stored("dedicated"),
    stored("not dedicated"),
    stored("{level_words} integration is red"),
    stored("{levels_list} integration are red"),
    stored("no active own sponsor"),
    stored("one departure cuts the alliance"),
    stored("confidence is low"),
    stored("relationship conflict is high"),
    stored("{part_word} cannot be told"),
)

REASONS = (
    stored("needs {confidence_word} confidence; {share} of {firm} answered and {count} key people did not"),
    stored("needs {confidence_word} confidence; {share} of {firm} answered and {count} key person did not"),
    stored("needs {confidence_word} confidence; {share} of {firm} answered"),
    stored("medium"),
    stored("high"),
    stored("low"),
    stored("there is no earlier wave of this alliance"),
    stored("there are no logs"),
    stored("the seen half is missing: {reason_said}"),
    stored("the said half is missing: {reason_said}"),
    stored("the level cannot be told of the same parts in both waves"),
    stored("redundancy cannot be told in both waves"),
    stored("none of its inputs can be told"),
    stored("{parts_words} cannot be told"),
    stored("{parts_words} integration cannot be told"),
    stored("too few, or too alike, to tell without telling on people"),
    stored("{count} core ties; with answers missing {least} are needed"),
    stored("{count} cross-firm core ties; {least} are needed"),
    stored("fewer than {count} answers"),
    stored("nobody was asked"),
    stored("not on record"),
)
