"""Asking the bank: the passage that answers comes first, and nothing typed is an operator."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.report.search import StudyIndex, ask, prompt_of, sources_of
from simulator.session.archive.search import SEARCH_LETTERS
from tests.mutations import at_most
from tests.some import examples


@pytest.fixture(scope="module")
def study(llm: Graph) -> StudyIndex:
    return StudyIndex(llm)


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("what does the KV cache store", "kv-cache"),
        ("speculative decoding", "speculative-decoding"),
        ("low-rank adaptation", "parameter-efficient-finetuning"),
        ("why is attention divided by sqrt d", "self-attention"),
    ],
)
def test_concept_that_is_meant_comes_among_first(study: StudyIndex, words: str, concept: str) -> None:
    found = study.ask(words)
    assert concept in [p.concept for p in found[:5]], [(p.concept, p.text[:60]) for p in found[:5]]


def test_definitions_answers_mistakes_and_sources_are_found(llm: Graph, study: StudyIndex) -> None:
    concept = llm.concepts["kv-cache"]
    assert study.ask(concept.definition)[0].id == "kv-cache"
    question = next(q for q in llm.questions.values() if q.mistakes and q.sources)
    assert ("mistake", question.id) in [(p.kind, p.id) for p in study.ask(question.mistakes[0].claim)]
    source = question.sources[0]
    hits = study.ask(f"{source.authors} {source.title}")
    found = next(p for p in hits if p.kind == "source" and source.title in p.text)
    assert found.url.startswith("https://")


def test_found_words_are_marked(study: StudyIndex) -> None:
    hits = [part for passage in study.ask("quantisation") for part, found in passage.parts if found]
    assert hits
    assert all(part.lower().startswith("quanti") for part in hits)


@pytest.mark.parametrize("word", ["速く", "検索", "構造"])
def test_word_within_a_japanese_definition_is_found(llm: Graph, word: str) -> None:
    concept = replace(llm.concepts["kv-cache"], title="索引", definition="木で検索を速くする構造")
    graph = replace(llm, concepts=dict(llm.concepts) | {"kv-cache": concept})
    (found,) = ask(graph, word)
    assert (found.title, found.text) == (concept.title, concept.definition)
    assert (word, True) in found.parts


@pytest.mark.parametrize("word", ["tokenisation", "quantised", "analyse"])
def test_both_spellings_find_the_same(study: StudyIndex, word: str) -> None:
    british, american = study.ask(word), study.ask(word.replace("is", "iz").replace("ys", "yz"))
    assert british
    assert {p.id for p in british} == {p.id for p in american}


def test_each_record_comes_once_a_kind(study: StudyIndex) -> None:
    found = study.ask("attention memory tokens", 12)
    assert len({(p.kind, p.id) for p in found}) == len(found) == 12


@pytest.mark.parametrize("words", ["a-" * 20_000, "attention heads " * 5_000])
def test_a_pasted_book_is_searched_for_its_beginning(study: StudyIndex, words: str) -> None:
    with at_most(2):  # one phrase of 20,000 words took ten
        assert study.ask(words) == study.ask(words[:SEARCH_LETTERS])


def test_nothing_fits_is_nothing(llm: Graph) -> None:
    assert ask(llm, "xyzzyplugh") == ()
    assert ask(llm, "") == ()
    assert ask(llm, "?!* ()") == ()


@settings(max_examples=examples(150), deadline=None)
@given(words=st.text(max_size=60))
def test_no_text_is_an_error(study: StudyIndex, words: str) -> None:
    assert len(study.ask(words, 3)) <= 3


@pytest.mark.parametrize("words", ['"', "NEAR(a b)", "title:cache", "a AND", "-", "cache*", "x' OR 1=1", "the of"])
def test_operators_are_words(study: StudyIndex, words: str) -> None:
    assert isinstance(study.ask(words), tuple)


def test_name_of_concept_finds_its_definition_first(llm: Graph, study: StudyIndex) -> None:
    first = {name: study.ask(concept.title)[0] for name, concept in llm.concepts.items() if concept.definition}
    assert [name for name, p in first.items() if (p.kind, p.id) != ("definition", name)] == []


def test_a_question_of_the_interviewer_finds_its_answer(llm: Graph, study: StudyIndex) -> None:
    asked = [(question.prompt, question.id) for question in llm.questions.values()][::20]
    asked += [(probe.asks, question.id) for question in llm.questions.values() for probe in question.probes[:1]][::40]
    firsts = [study.ask(text, 3)[0].id == name for text, name in asked]
    assert sum(firsts) >= 0.9 * len(firsts)


def test_a_source_that_several_questions_name_comes_once(study: StudyIndex) -> None:
    for words in ("kv cache", "mixture of experts load balancing", "attention"):
        sources = [p.text for p in study.ask(words) if p.kind == "source"]
        assert len(sources) == len(set(sources))


def test_a_passage_shows_no_marks_of_bold_text(llm: Graph, study: StudyIndex) -> None:
    found = [p for c in list(llm.concepts.values())[:20] for p in study.ask(c.title)]
    shown = ["".join(part for part, _ in p.parts) for p in found]
    assert any("**" in p.text for p in found)
    assert [text for text in shown if text.startswith("**") or ".**" in text] == []


def test_passage_leads_to_its_question_and_its_sources(llm: Graph, study: StudyIndex) -> None:
    definition = study.ask(llm.concepts["kv-cache"].title)[0]
    assert prompt_of(llm, definition) == ""
    asked = {s.title for q in llm.questions.values() if q.primary == "kv-cache" for s in q.sources}
    told = sources_of(llm, definition)
    assert told
    assert all(any(title in source.text for title in asked) for source in told)
    answer = next(p for p in study.ask("kv cache") if p.kind == "answer")
    assert prompt_of(llm, answer) == llm.questions[answer.id].prompt
    assert len(sources_of(llm, answer)) == len(set(llm.questions[answer.id].sources))
