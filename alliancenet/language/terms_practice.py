"""Sentences of the review of how relationships are run, marked here to be translated, as `terms` does for measures.

The review writes them in English into a file. Read by whoever collects sentences, and imported by nobody.
"""

from alliancenet.language.speaking import marked
from alliancenet.language.stored import stored, stored_n

ADVICE = (
    stored("Roll out what works, stop what is of no use, and write the decision into interventions.csv."),
    stored("Add units, lengthen the window, or look for a larger effect, before it starts."),
    stored("Call them, settle the complaint, and say what was changed so that it does not come back."),
    stored("Name an owner and a new day for each, and tell the partner before it asks."),
    stored("Move the share on volume to margin, customers kept, or satisfaction, with the role's next plan."),
    stored("Let managers meet managers before the signature, lawyers beside them; plan the next sessions so."),
    stored("Ask first whether the dimension is worth it; then look at how the other one does it."),
    stored("Go through the open proposals in the next review: decide, put off, or drop each with a reason."),
    stored("Let a leader of that firm tell them what the alliance is for and what their part in it is."),
    stored("Correct the register or the log: every rule that asks for the form reads the register."),
)

FOUND = (
    stored("{test_text} was tested until {end_day} and works; nobody decided"),
    stored("{test_text} was tested until {end_day} and is of no use; nobody decided"),
    stored_n(
        "{n} person is satisfied and had a complaint handled badly",
        "{n} people are satisfied and had a complaint handled badly",
        2,
    ),
    stored_n(
        "{n} issue is past due, the oldest opened {days} days ago",
        "{n} issues are past due, the oldest opened {days} days ago",
        2,
    ),
    stored("{share} of the variable pay of {role_text} is on volume; alignment {points} of 100"),
    stored("{share} of the encounters joined people of the same function"),
    stored("signed on {signed_day} without one tie between managers of both firms"),
    stored("{about_text}: {ours} {unit_word}, and {theirs} at {who_text}"),
    *(stored("steps"), stored("points"), stored("per cent"), stored("percent")),
    stored("{n} of {total} proposals have a decision"),
    stored("{firm}: the strategy was told to nobody in the last year"),
    stored("{firm}: people of {other} say they know it little ({points} of 100)"),
    stored(
        "{firm}: the strategy was told to nobody in the last year; people of {other} say they know it little "
        "({points} of 100)"
    ),
    stored("forms.csv says {form_text}, alliances.yaml says {other_text}"),
)

TESTS = (
    *(marked("planned", context="test"), marked("under way", context="test"), marked("over", context="test")),
    *(marked("taken out of the file", context="test"), marked("no use", context="test")),
    *(marked("not told yet", context="test"), marked("changed", context="test")),
    *(marked("no more than usual", context="test"), marked("withheld", context="test")),
    stored("the whole interval lies in the stated direction"),
    stored("even the best end of the interval is below the {effect} that would be worth it"),
    stored("the result is told after {on_day}"),
    stored(
        "{n} of {total} earlier stretches of {periods} periods changed as much; what else changed at that time is not "
        "known"
    ),
    stored_n(
        "{n} unit is in test {test_code} at the same time", "{n} units are in test {test_code} at the same time", 2
    ),
    stored("stopped in {month_text}"),
)

RECORDS = (
    stored("of {n} partners, each counting once"),
    stored("mean of {n} partners"),
    stored("mean of {n} partners or alliances"),
    stored("{n} and {others} partners; {least} are needed on either side"),
    stored("{n} partners; {least} are needed on either side"),
    stored("no act on record in the last year"),
    stored("more people were reached than are on the roster"),
    stored("how many it reached is not on record"),
    stored("goes together; which moves which is not known"),
    *(stored("relative weights"), stored("rank correlation"), stored("as stated")),
    stored("ties carried over: {reason_said}"),
    stored("where {what_word} is high"),
    stored("where {what_word} is low"),
    stored("where {what_word} is high, and where low"),
    *(stored("novelty"), stored("impact")),
    *(marked("fix now", context="impact"), marked("keep and improve", context="impact")),
    *(marked("keep or spend less", context="impact"), marked("let go", context="impact")),
    *(marked("workshop", context="means"), marked("one to one", context="means"), marked("meeting", context="means")),
    *(marked("newsletter", context="means"), marked("letter", context="means"), marked("intranet", context="means")),
    *(marked("video", context="means"), marked("other", context="means")),
)

LEVELS = (
    stored("{level_word} people: {reason_said}"),
    stored("too few, or nearly all, or few who moved: it would tell of people"),
)
