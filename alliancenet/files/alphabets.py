"""Letters beyond A-Z that languages write, the most frequent first; what tells one code page from another."""

LETTERS: dict[str, str] = {
    "French": "éèàêçôîûùâëïœüÿæ",
    "German": "üäößéáèçó",
    "Spanish": "óíáéñúüç",
    "Portuguese": "ãçáéíóêõâôúàü",
    "Italian": "àèìùòéî",
    "Catalan": "àéóèíòçúïü",
    "Dutch": "ëéïöüè",
    "Danish, Norwegian": "øåæéöäüòó",
    "Swedish, Finnish": "äåöéšžü",
    "Icelandic": "áðíóþæöúéý",
    "Irish": "áéíóú",
    "Polish": "łóżęąśćńź",
    "Czech": "íáéěšřžčýůúťňóďöü",
    "Slovak": "áíčýžšéúťľôňóäďĺŕ",
    "Hungarian": "éáöóüőíúű",
    "Romanian": "ățșîâţş",
    "Croatian, Slovene, Serbian": "čšžćđ",
    "Turkish": "ıüşğçöâîİ",
    "Estonian": "äõüöšž",
    "Latvian": "āīēšūņžļķčģ",
    "Lithuanian": "ėšžūįųčąę",
    "Albanian": "ëç",
    "Russian, Ukrainian, Bulgarian, Serbian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъіїєґјљњћђџ",
    "Greek": "αοιετσνηυρπκμλςόίάγδέήωχθύφβώξζψϊϋΐΰ",
}
"""Case is folded; the order is ours, from the usual tables of letter frequencies."""
