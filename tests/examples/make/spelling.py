"""People of a partner as their own firm writes them, and as the own firm does."""

THEIR_NAMES = (
    "Bäumlisberg, Jürgen",
    "Röschenthal, Käthe",
    "Glückstein, Sören",
    "Sommerfäld, Änne",
    "Kühnemorgen, Götz",
    "Tümpelfeld, Björn",
    "Hölzlwang, Bärbel",
    "Weißenrain, Jörg",
    "Weißenrain, Jörn",
    "Süßapfel, Grete",
    "Lönneborn, Mats",
    "Fährmannsdorf, Ulrike",
    "Öhrlich, Hanspeter",
    "Quallenbüsch, Dörte",
    "Schäufelberg, Lutz",
    "Zwölfender, Marlies",
    "Mößinghof, Rüdiger",
    "Tanrıseven-Weiß, Özgür",
)
HOW_WE_SPELL = {"Öhrlich, Hanspeter": "Hans-Peter Oehrlich", "Zwölfender, Marlies": "Marlis Zwoelfender"}
SHORT = "Mößinghof, Rüdiger"
OTHER_ADDRESS = ("Kühnemorgen, Götz", "Tümpelfeld, Björn", "Öhrlich, Hanspeter", "Zwölfender, Marlies", SHORT)
ALIASED = "Lönneborn, Mats"
HAS_THE_MAILBOX, WRITTEN_TO_AT_IT = "Süßapfel, Grete", "Schäufelberg, Lutz"
MAILBOX = "einkauf@gruenwald.example"
NEW = THEIR_NAMES[-1]
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def ascii_only(name: str) -> str:
    """A name without umlauts, as the own firm's systems keep it."""
    return name.translate(_ASCII)


def last_first(name: str) -> str:
    """First and last name in the order the partner's systems keep them."""
    return ", ".join(reversed(name.split(" ")))


def our_spelling(name: str) -> str:
    """A person of the partner as the own firm writes them."""
    last, _, first = name.partition(", ")
    if name == SHORT:
        return f"{first[0]}. {last}".translate(_ASCII)
    return HOW_WE_SPELL.get(name, f"{first} {last}".translate(_ASCII))


def our_address(name: str) -> str:
    """Their address as the own firm knows it."""
    if name == WRITTEN_TO_AT_IT:
        return MAILBOX
    return own_address(name)


def own_address(name: str) -> str:
    """Their personal address."""
    last, _, first = name.translate(_ASCII).lower().partition(", ")
    return f"{first}.{last}@gruenwald.example"


def their_id(place: int) -> str:
    """Personnel number at the partner."""
    return str(40011 + 7 * place)
