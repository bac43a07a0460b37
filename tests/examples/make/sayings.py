"""What people write when asked what to keep and what to change; some of it names people of the other firm."""

from collections.abc import Iterator, Sequence
from random import Random

from people import Actor
from plans import Plan

KEEP = {
    "en": (
        "The weekly call. It is short, and it ends with who does what.",
        "Visits at each other's site, twice a year.",
        "One list of open points, seen by both sides",
        "Test reports within two days - that has made a difference.",
        "Saying early when a date will not hold",
        "The joint workshop; people still talk about it.",
        "New people spend their first week on the other side. Worth every hour.",
        "the shared folder, now that everybody files into it",
        "Short minutes, sent the same day",
        "That a problem is called a problem",
        "One contact for every question about deliveries",
        "Lunch after the review, it settles more than the review",
        "Trial runs done together; both sides learn from them.",
        "Credit goes to both names on a slide, please keep that.",
    ),
    "de": (
        "Das gemeinsame Schulungsprogramm für neue Leute.",
        "Kurze Wege zwischen den Werkstätten; ein Anruf genügt.",
        "Die Besuche im Werk, gern öfter",
        "Dass Zeichnungen jetzt am selben Tag kommen.",
        "Die Liste der offenen Punkte, weil beide Seiten sie lesen",
        "Ehrliche Rückmeldung zu Mustern, auch wenn sie weh tut.",
        "den gemeinsamen Kalender für Brennversuche",
        "Dass man sich beim Vornamen kennt.",
        "Zusagen am Freitag, die am Montag noch gelten",
    ),
}
CHANGE = {
    "en": (
        "Decisions take three meetings, one would do.",
        "Give the people on site the right to settle small things.",
        "Fewer reports, more conversations",
        "Agree on one planning calendar; today there are two, and they differ.",
        "Tell us before the change, not after.",
        "Name one person who may say yes.",
        "Fewer people in each meeting, and the right ones",
        "Share the forecast, even when it is rough.",
        "Let the teams meet before the contract is renewed.",
        "Somebody should own the interface; today nobody does.",
        "Answer within a day, if only to say when.",
        "Put time for the alliance into our targets",
        "Bring back the visits.",
        "Train both sides on the same tool, together.",
    ),
    "de": (
        "Wir erfahren Entscheidungen meist erst, wenn sie gefallen sind.",
        "Mehr Zeit für gemeinsame Planung; heute geschieht sie nebenbei.",
        "Es fehlt jemand auf der anderen Seite, der zuständig ist.",
        "Weniger Berichte, mehr Gespräche",
        "Die Führung sollte sich einmal im Quartal blicken lassen.",
        "Änderungen bitte vorher absprechen, nicht per Rundmail.",
        "Ein Ansprechpartner für Reklamationen",
        "Zeichnungen in einer Fassung, nicht in dreien.",
        "Uns fragen, ehe Termine an den Kunden gehen.",
    ),
}
HARSH = (
    'It has become personal. "Ask your friends over there" is no answer to a question.',
    "Stop copying three managers into every mail.",
    "Old stories are told in every meeting; let us close them.",
    "Somebody neutral should moderate the next steering meeting.",
    "People talk about each other, not with each other.",
    "I was shouted at in front of a customer. Nobody said a word about it afterwards.",
    "Two of us no longer speak. Put us in one room, or in none.",
    "Blame is looked for before the cause is.",
    "The tone. Just the tone.",
)

NAMED = {
    "en": (
        "{first} {last} answers within the hour; please keep it that way.",
        "Ask {last} before the plan is final, not after.",
        "Without {first}'s list nothing would move.",
    ),
    "de": (
        "{first} {last} hilft immer sofort.",
        "Fragt {last}, bevor der Plan steht, nicht danach.",
        "Ohne {first}s Liste ginge nichts voran.",
    ),
}


def sayings(plan: Plan, actors: Sequence[Actor], who: set[int], wave: str) -> Iterator[tuple[int, int, str, str]]:
    """Open answers of about half of the respondents, in the language they were asked in."""
    rng = Random(f"sayings/{plan.id}/{wave}")
    left: dict[tuple[str, ...], list[str]] = {}
    for place in sorted(who):
        is_german = actors[place].firm == 1 and plan.their_names
        language = "de" if is_german else "en"
        change = HARSH if plan.conflict > 4 and rng.random() < 0.6 else CHANGE[language]
        for item, texts in (("OPEN1", KEEP[language]), ("OPEN2", change)):
            mine = texts if plan.their_names else texts[actors[place].firm :: 2]
            unsaid = left.setdefault(mine, list(mine))  # no two people write the same
            if unsaid and rng.random() < 0.5:
                yield place, -1, item, unsaid.pop(int(rng.random() * len(unsaid)))
            elif rng.random() < 0.15:
                text = NAMED[language][int(rng.random() * len(NAMED[language]))]
                first, last = _somebody(plan, actors, actors[place].firm, rng)
                yield place, -1, item, text.format(first=first, last=last)


def _somebody(plan: Plan, actors: Sequence[Actor], firm: int, rng: Random) -> tuple[str, str]:
    """First and last name of somebody of the other firm, as that person spells it."""
    others = [place for place, actor in enumerate(actors) if actor.firm != firm]
    place = others[int(rng.random() * len(others))]
    if plan.their_names and firm == 0:
        last, _, first = plan.their_names[place - plan.people[0]].partition(", ")
        return first, last
    first, _, last = actors[place].name.partition(" ")
    return first, last
