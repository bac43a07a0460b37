"""What pages say, in the language of their reader: sentences of the catalogues, numbers and days."""

from alliancenet.language.catalogue import ENGLISH, LANGUAGES, Catalogue, catalogue_in, read_catalogue
from alliancenet.language.formats import (
    amount_of_money,
    digits,
    in_percent,
    long_day,
    month_name,
    month_of_year,
    short_day,
)
from alliancenet.language.speaking import (
    Speaker,
    is_english,
    language,
    marked,
    own_or_retold,
    own_or_said,
    retold,
    say,
    say_html,
    say_n,
    speaking,
)
from alliancenet.language.stored import stored, stored_n

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Catalogue",
    "Speaker",
    "amount_of_money",
    "catalogue_in",
    "digits",
    "in_percent",
    "is_english",
    "language",
    "long_day",
    "marked",
    "month_name",
    "month_of_year",
    "own_or_retold",
    "own_or_said",
    "read_catalogue",
    "retold",
    "say",
    "say_html",
    "say_n",
    "short_day",
    "speaking",
    "stored",
    "stored_n",
]
