"""A quote goes on past a full stop that ends no sentence, and ends at one that does."""

import pytest

from simulator.engine.choice.listening import listen_to
from simulator.engine.choice.quotes import spans
from simulator.graph.listening.full_stops import ends_nothing
from simulator.graph.listening.spoken import written
from simulator.report.debrief.own_words import stretch

ON = [
    "Der Vertrag wurde am 3. Oktober 1990 unterschrieben und galt sofort",
    "Die Mauer fiel am 9. November und nicht am 3. Oktober",
    "Das geschah im 19. Jahrhundert unter dem 2. Kaiser",
    "Man nimmt z. B. die Daten vom 3. 10. und vergleicht sie",
    "Es gibt i. d. R. zwei Wege, d. h. einen mehr als nötig",
    "Das 2. Kapitel nennt ca. 40 Quellen, vgl. die Liste",
    "You cache what repeats, e.g. the system prompt, and drop the rest",
    "It takes approx. Two seconds, cf. Smith on the tail",
    "As in Fig. 2 the curve bends, and Eq. 4 says why",
    "We moved from v1. 2 to the next one, see No. 5 of the notes",
    "Prof. Meyer and Dr. Lee measured approx. 40 ms",
]
OFF = [
    ("We measured 40. Then we stopped", 15),
    ("There were 3. The rest failed", 13),
    ("The answer is no. The cache helps", 17),
    ("We shipped in May. April was late", 18),
    ("I keep it in v. The key is k", 15),
    ("It is one of the fig. Nothing more", 21),
    ("The whole takes 5 s. 3 of them are lost", 20),
    ("That is plan b. Then plan c", 15),
]


@pytest.mark.parametrize("text", ON)
def test_a_quote_goes_on_past_it(text: str) -> None:
    whole = f"It began slowly. {text}. After that nobody spoke."
    start = whole.index(text)
    assert stretch(whole, start, start + 3) == text
    assert stretch(whole, start + len(text) - 3, start + len(text)) == text
    spoken = listen_to(whole)
    quoted = {whole[slice(*written(spoken, span.first, span.last))] for span in spans(spoken)}
    assert text in quoted


@pytest.mark.parametrize(("text", "end"), OFF)
def test_a_sentence_still_ends_there(text: str, end: int) -> None:
    assert text[end - 1] == "."
    assert not ends_nothing(text, end)
    assert stretch(text, 0, 3) == text[: end - 1]
