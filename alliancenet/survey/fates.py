"""What becomes of each entry of an export: one word for each, so that all of them are counted."""

USED = "used"
LEFTOPEN = "left open about somebody"
FATES = (
    USED,
    "declined to say",
    "in a column not used",
    "of a response left out",
    "about somebody not on the roster",
    "about oneself",
    "not on the scale",
    "said twice in one response",
    "replaced by another response of the same person",
    "says who answered",
    "ignored as the mapping says",
    LEFTOPEN,
    "of a day on which the tie was weaker",
)
DECLINED, NOT_USED, LEFT_OUT, STRANGER, ONESELF, OFF_SCALE, TWICE, REPLACED, WHO, IGNORED, OPEN, WEAKER = range(
    1, len(FATES)
)
