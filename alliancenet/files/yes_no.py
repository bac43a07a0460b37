"""Words for yes and no, as platforms and people of several languages write them in a box or a cell."""

from alliancenet.files.folding import folded

_YES = (
    "yes y true 1 x ✓ ✔ ☑ ☒ on selected checked ticked chosen quoted "
    "ja j wahr ausgewählt gewählt angekreuzt oui o vrai coché sélectionné sí sì si s verdadero marcado seleccionado "
    "sim verdadeiro selecionado vero selezionato waar geselecteerd tak prawda zaznaczone ano pravda áno igen igaz "
    "da adevărat evet doğru joo kyllä jah taip jā да истина ναι ναί はい 是 예"
)
_NO = (
    "no n false 0 off unselected unchecked unticked not_selected not_checked not_ticked not_chosen not_quoted ☐ "
    "nein falsch nicht_gewählt nicht_ausgewählt nicht_angekreuzt non faux non_coché non_sélectionné pas_coché "
    "falso no_marcado no_seleccionado não nao não_selecionado non_selezionato nee onwaar niet_geselecteerd "
    "nie fałsz niezaznaczone ne nepravda nem hamis nu fals hayır yanlış "
    "ei nej nei nē нет ложь ні όχι οχι いいえ 否 不 아니요"
)
_SAID = {
    **{folded(word.replace("_", " ")): True for word in _YES.split()},
    **{folded(word.replace("_", " ")): False for word in _NO.split()},
}
_MARKS = " .!\"'"


def said(word: str) -> bool | None:
    """Whether a word says yes or no; None for any other word, and for an empty cell.

    Notes
    -----
    No word of these languages says yes in one and no in another.
    """
    return _SAID.get(folded(word).strip(_MARKS).replace("_", " "))
