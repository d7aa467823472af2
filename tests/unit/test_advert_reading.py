"""Job adverts in context: which words are areas, which rounds are named, and how much an advert weighs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.lab.people import general
from simulator.engine.model.priors import Prior
from simulator.graph.job_advert.match import match_advert, weights
from simulator.graph.job_advert.naming import rounds_named
from simulator.graph.job_advert.read import pasted, read_advert, statements
from simulator.graph.job_advert.synonyms import SAID_FOR
from simulator.graph.job_advert.vocabulary import vocabulary
from simulator.graph.records import Graph
from simulator.ui.advert_words import CODE_ROUND, CODE_ROUND_ON_SCREEN, advert_notes
from tests.advert_figures import adverts, figures, matched, sentence_figures, shares
from tests.bare_interviews import answers_of, sit
from tests.transcripts import bank

TASKS = "Your tasks\n\n- You build retrieval-augmented generation with reranking\n- You fine-tune with LoRA\n"
PAGE_WORDS = 200


def areas_of(text: str, graph: Graph) -> set[str]:
    return set(shares(text, graph))


@pytest.mark.parametrize(("name", "least"), [("tuned", 0.95), ("held_back", 0.9)])
def test_areas_are_those_a_reader_names(llm: Graph, name: str, least: float) -> None:
    measured = figures(name, llm)
    assert measured.precision >= least
    assert measured.recall >= least


@pytest.mark.parametrize("record", adverts("firms"), ids=lambda record: record["id"])
def test_a_firms_name_is_no_subject(llm: Graph, record: dict[str, Any]) -> None:
    """ "Tokenizer GmbH" was taken to ask about tokenizers; what is really asked for stays."""
    found = areas_of(record["text"], llm)
    assert set(record["asks"]) <= found
    assert found.isdisjoint(record["not"])
    assert not set(matched(record["text"], llm).missing) & {"LLP", "Ltd", "GmbH"}


@pytest.mark.parametrize(
    ("name", "precision", "recall"), [("english", 0.88, 0.85), ("other", 0.95, 0.95), ("later", 0.8, 0.75)]
)
def test_one_word_leads_to_no_wrong_area(llm: Graph, name: str, precision: float, recall: float) -> None:
    measured = sentence_figures(name, llm)
    assert measured[0] >= precision
    assert measured[1] >= recall


@pytest.mark.parametrize("phrase", ["time to first token", "TTFT", "time per output token", "goodput"])
def test_latency_of_tokens_is_about_serving(llm: Graph, phrase: str) -> None:
    assert areas_of(f"{TASKS}- You bring down {phrase}\n", llm) == {"retrieval", "post-training", "inference"}


@pytest.mark.parametrize(
    "line",
    [
        "Since 2017 we reinforce every team and its stack, class by class.",
        "You learn the ropes, clip videos and manage client stakeholders.",
        "Strong planning skills; the evaluation of all our suppliers is yours.",
        "You are the voice of the customer and of our patients.",
    ],
)
def test_ordinary_words_of_titles_are_no_areas(llm: Graph, line: str) -> None:
    assert areas_of(f"{TASKS}- {line}\n", llm) == {"retrieval", "post-training"}


@pytest.mark.parametrize(
    "line",
    [
        "Berlin / hybrid",
        "You work closely with our support agents and sales agents.",
        "You build tools for agents in our branches, and train agents to sell.",
        "You design workflows with the agents of our branches.",
        "Frontier Assist is our family of models.",
        "Pay attention to detail and to what models are used for.",
        "Our business model, like our models, is in alignment with the safety training.",
        "A causal inference background for our models is welcome.",
        "You will reason from first principles and evaluate vendors of AI.",
        "We transform how customers meet AI, and power transformers keep our GPUs running.",
        "Be prompt: we answer every prompt reply within a day, AI or not.",
        "Locations: London, near our models, with hybrid architecture",
        "You define long-term AI health with feedback loops, in batch jobs on a cloud architecture.",
        "You head a team, take responsibility for its direction and know the law.",
        "You know Python and SQL, and send easy calls of our API to smaller models.",
    ],
)
def test_everyday_senses_of_words_are_no_areas(llm: Graph, line: str) -> None:
    assert areas_of(f"{TASKS}- {line}\n", llm) == {"retrieval", "post-training"}


@pytest.mark.parametrize(
    "line",
    [
        "You own search end to end: chunking, hybrid search, re-ranking.",
        "You ship LLM features with product teams.",
        "You keep prompts honest with golden sets and regression tests in CI.",
        "You measure faithfulness, retrieval recall and regressions.",
        "You explain decisions about models to lawyers.",
    ],
)
def test_words_of_an_applied_role_are_no_basics(llm: Graph, line: str) -> None:
    assert "machine-learning" not in areas_of(f"{TASKS}- {line}\n", llm)


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("You evaluate our language models and report what the evaluations mean.", "evaluation"),
        ("You make the LLM agent recover, and agents hand over to one another.", "agents"),
        ("You lead alignment and safety research on large language models; safety comes first.", "safety"),
        ("You rewrite attention in our models, from transformer to transformer.", "architecture"),
        ("You bring inference cost down.", "inference"),
        ("You build agents that call our internal tools.", "agents"),
        ("Develop and deploy agents with our engineers.", "agents"),
        ("You build extraction, a RAG assistant, and an agent that prepares replies.", "agents"),
        ("You design evaluations with the people who will use it.", "evaluation"),
    ],
)
def test_the_same_words_in_the_field_are(llm: Graph, line: str, area: str) -> None:
    assert area in areas_of(f"{TASKS}- {line}\n", llm)


@pytest.mark.parametrize(
    "section",
    [
        "About Northwind\n\nOur agents and our models stand for safety, attention and retrieval of trust in AI.",
        "Benefits\n\n- A safety training\n- An AI agent that books your travel\n- Prompt evaluation of your models",
        "We are an equal opportunity employer: our evaluation of AI models is without bias, and safety matters.",
        "How we hire\n\n1. A call with an agent of ours\n2. An evaluation of your models\n3. Alignment on AI safety",
    ],
)
def test_a_section_on_other_things_adds_no_area(llm: Graph, section: str) -> None:
    assert areas_of(f"{TASKS}\n{section}\n", llm) == {"retrieval", "post-training"}


def test_what_adverts_say_leads_to_the_bank(llm: Graph) -> None:
    assert {" ".join(meant) for meant in SAID_FOR.values() if meant not in vocabulary(llm).areas} == set()
    assert areas_of("You wire up function calling.", llm) == {"agents"}


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("Connect the assistant to core systems by tool calls", "agents"),
        ("Our models meet GDPR", "safety"),
        ("Keep personal data out of prompts and logs", "safety"),
        ("Permissions, confirmation and an audit trail", "safety"),
    ],
)
def test_a_bank_reads_what_banks_ask_for(llm: Graph, line: str, area: str) -> None:
    assert area in areas_of(f"{TASKS}- {line}\n", llm)


def test_a_prompt_is_no_injection_of_one(llm: Graph) -> None:
    advert = match_advert("LLM engineer\n\nYou know when a better prompt will do, and what prompt injection is.", llm)
    assert {a.area: set(a.terms) for a in advert.found} == {"prompting": {"prompt"}, "safety": {"prompt injection"}}


def test_what_is_nice_to_have_counts_half(llm: Graph) -> None:
    asked = shares(f"{TASKS}- You quantize models for inference\n", llm)["inference"]
    for nice in (
        "\nNice to have\n- You quantize models for inference\n",
        "\nNice to have: you quantize models for inference\n",
        "- Ideally you quantize models for inference\n",
    ):
        half = shares(f"{TASKS}{nice}", llm)["inference"]
        assert 0.5 * asked <= half < 0.65 * asked, nice  # the others share what it loses
    after = f"{TASKS}\nNice to have\n- Python\n\nYour profile\n- You quantize models for inference\n"
    assert shares(after, llm)["inference"] == asked
    both = "- You quantize models for inference\n- You tune them by LoRA\n\n"
    extras, wanted = f"Nice to have\n{both}", f"Requirements\n{both}"
    prose = "We are a small team in a friendly house, and like people who say what they think.\n" * 6
    weight = match_advert(f"{prose}\n{wanted}{extras}", llm).weight
    assert match_advert(f"{prose}\n{extras}{wanted}", llm).weight == weight


def test_a_place_is_no_thing(llm: Graph) -> None:
    text = f"LLM engineer\nNorthgate Bank, Frankfurt / hybrid\nWe sit with Oerlikon / on-site too\n{TASKS}- Kafka\n"
    assert match_advert(text, llm).missing == ("Kafka",)


def test_names_of_topics_alone_need_no_context(llm: Graph) -> None:
    assert areas_of("agents, evaluation, safety", llm) >= {"agents", "evaluation", "safety"}


@pytest.mark.parametrize("record", adverts("tuned"), ids=lambda record: record["id"])
def test_rounds_not_held_here_are_named(record: dict[str, Any]) -> None:
    held = {"project"}  # a full interview opens with it
    names = {one.split()[0].removesuffix("-task") for one in rounds_named(statements(pasted(record["text"])))}
    assert names == {one.split()[0] for one in record["rounds"] if one not in held}


@pytest.mark.parametrize(
    ("process", "names"),
    [
        (
            "Interview process\n- 45 minutes of pairing\n- Backend system design interview\n- System design round\n"
            "- A cognitive assessment\n- A work trial of one day\n",
            ("pair programming", "aptitude test", "trial day", "system design in another field"),
        ),
        (
            "Déroulement des entretiens\n- Un entretien RH\n- Un exercice technique à la maison\n- Une étude de cas\n",
            ("take-home task", "behavioural interview", "case study"),
        ),
        (
            "Proceso de selección\n- Entrevista por competencias\n- Prueba técnica para casa\n- Caso práctico\n",
            ("take-home task", "behavioural interview", "case study"),
        ),
        ("Bewerbungsprozess\n- Kennenlernen\n- Probearbeitstag\n", ("behavioural interview", "trial day")),
    ],
)
def test_rounds_in_other_words_are_named(process: str, names: tuple[str, ...]) -> None:
    assert rounds_named(statements(f"Engineer\n\n{process}")) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Du entwickelst Agenten und die Auswertung mit LoRA für unsere Kunden und das Team.", "German"),
        ("Vous concevez des agents IA et une chaîne RAG pour nos clients et les équipes.", "French"),
        ("Buscamos una persona que desarrolle sistemas RAG con LoRA para los clientes y el equipo.", "Spanish"),
        (
            "Szukamy inżyniera, który zbuduje RAG, dostroi LoRA i będzie pracować z klientami nad jakością.",
            "another language",
        ),
    ],
)
def test_an_advert_in_another_language_says_so(llm: Graph, text: str, name: str) -> None:
    advert = match_advert(text, llm)
    assert next(advert_notes(advert, advert.parts, "", CODE_ROUND)) == (
        f"It's in {name}, where I know fewer words than in English, so check that no area is missing."
    )
    assert "fewer words" not in " ".join(advert_notes(match_advert(TASKS, llm), {}, "", CODE_ROUND))


def test_live_coding_is_the_code_round(llm: Graph) -> None:
    text = f"{TASKS}\nOur process\n\n- A live coding interview, then a presentation"
    advert = match_advert(text, llm)
    assert (advert.rounds, advert.live_coding) == (("presentation",), True)
    for way in (CODE_ROUND, CODE_ROUND_ON_SCREEN):
        notes = list(advert_notes(advert, advert.parts, "", way))
        assert f"It mentions live coding: that's the code round, {way}." in notes
        assert notes[-1] == "Rounds it mentions that you can't practise here: presentation."
    talk = {name: question for name, question in llm.questions.items() if not question.is_coding}
    without = match_advert(text, replace(llm, questions=talk))
    assert (without.rounds, without.live_coding) == (("live coding", "presentation"), False)
    assert not match_advert(TASKS, llm).live_coding


@pytest.mark.parametrize(
    "text",
    [
        "Engineer\nNo live coding, no take-home, and no behavioural interview: we talk about your work.",
        "Engineer\nWe like pair programming, and we value culture. You present results to the board.",
        "Engineer\nYou add values to a table, write coding guidelines and give assignments to others.",
        "Engineer\nPour votre candidature: un CV et une lettre de motivation. Vous assurez l'entretien des serveurs.",
    ],
)
def test_work_that_sounds_like_a_round_is_none(text: str) -> None:
    assert rounds_named(statements(text)) == ()


def test_page_outweighs_role_three_lines_never(llm: Graph) -> None:
    records = [*adverts("tuned"), *adverts("held_back")]
    weighs = [(len(one["text"].split()), matched(one["text"], llm).weight) for one in records]
    assert min(weight for words, weight in weighs if words >= PAGE_WORDS) > 0.5
    assert max(weight for words, weight in weighs if words < 60) < 0.5
    full = [matched(one["text"], llm) for one in records if len(one["text"].split()) >= PAGE_WORDS]
    assert all(0.65 < advert.weight < 0.78 for advert in full if len(advert.found) >= 5)
    crammed = "RAG, LoRA, DPO, GRPO. KV cache, MoE, FP8. Guardrails, red-teaming, hallucination. " * 4
    assert match_advert(crammed, llm).weight < 0.5
    assert match_advert("We use LoRA.", llm).weight < 0.25


def test_the_order_of_an_advert_is_no_matter(llm: Graph) -> None:
    for record in adverts("tuned"):
        title, *rest = [one.text for one in statements(pasted(record["text"])) if one.section == "work"]
        there, back = ("\n\n- ".join([title, *lines]) for lines in (rest, rest[::-1]))
        assert match_advert(there, llm).parts == pytest.approx(match_advert(back, llm).parts)


def test_a_round_on_an_area_counts_for_it(llm: Graph) -> None:
    process = "\nInterview process\n\n1. A call\n2. System design\n3. LoRA of the founders\n"
    assert areas_of(TASKS + process, llm) == {"retrieval", "post-training", "design"}
    for other in ("Backend", "Back-end", "Mobile"):
        assert areas_of(TASKS + process.replace("System", f"{other} system"), llm) == {"retrieval", "post-training"}


@pytest.mark.parametrize("line", ["You review designs across two teams", "You lead design reviews"])
def test_reviewing_designs_is_system_design(llm: Graph, line: str) -> None:
    assert areas_of(f"{TASKS}- {line}\n", llm) == {"retrieval", "post-training", "design"}
    assert "design" not in areas_of(f"{TASKS}- You review UX designs and designer portfolios\n", llm)


def test_a_line_broken_by_hand_is_one_statement() -> None:
    text = "Engineer\n\n- You keep the fleet alive and care for fault\n  tolerance, and more\n- You sleep well\n"
    assert [one.text for one in statements(text)][1:] == [
        "- You keep the fleet alive and care for fault tolerance, and more",
        "- You sleep well",
    ]


def test_areas_asked_for_are_met_in_interviews(llm: Graph) -> None:
    compiled, role = bank(), llm.roles["applied-engineer"]
    rng = np.random.default_rng(1)
    answers = answers_of(compiled, general(compiled, 4, rng), rng)
    prior = Prior.structural(compiled, "mid")
    met = []
    for record in adverts("tuned"):
        weighted = replace(role, areas=weights(role, matched(record["text"], llm).parts, llm))
        for seed, own in enumerate(answers):
            sat, _ = sit(compiled, own, SelectionContext(role=weighted, seed=seed), prior)
            numbers = [compiled.index[one.choice.item] for one in sat]
            asked = {compiled.areas[compiled.area_of[compiled.primary[number]]] for number in numbers}
            met += [area in asked for area in record["asks"]]
    assert np.mean(met) >= 0.9


@pytest.mark.parametrize("odd", ["interview values ", "a. ", "- x\n", "coding ", "agent inference model "])
def test_a_long_odd_text_is_read_quickly(odd: str) -> None:
    assert rounds_named(statements(odd * (190_000 // len(odd)))) in ((), ("behavioural interview",))


def test_words_broken_at_line_ends_are_whole() -> None:
    """As text from a PDF has them; a hyphen of a word's own stays."""
    lines = "You do re-\n  trieval, con-\ntrastive and LLM-\nas-a-judge work, fine-\ntuning.\n"
    assert pasted(lines) == "You do retrieval, contrastive and LLM-as-a-judge work, fine-tuning."


def test_terms_between_scripts_without_blanks_are_read(llm: Graph) -> None:
    assert "retrieval" in areas_of("機械学習エンジニア\n\n仕事内容:LLMの評価、RAGの構築、LoRAによる学習\n", llm)


def test_advert_in_utf_16_is_read(tmp_path: Path) -> None:
    (tmp_path / "ad.txt").write_bytes("Ingénieur LLM\n".encode("utf-16"))
    assert read_advert(tmp_path / "ad.txt").strip() == "Ingénieur LLM"


def test_what_no_question_is_on_steers_nothing(llm: Graph) -> None:
    text = "ML engineer\n\nYou build retrieval with vector databases (pgvector, Qdrant) and hybrid search for an LLM.\n"
    advert = match_advert(text, llm)
    said = [term for area in advert.found for term in (*area.terms, *area.further)]
    assert "Qdrant" in advert.missing
    assert "pgvector" in said
    assert "Qdrant" not in said
    alone = match_advert("ML engineer\n\nExperience with LLM stacks on Qdrant.\n", llm)
    assert "Qdrant" in alone.found[0].terms, "nothing else is named of it"


def test_cost_and_monitoring_are_of_production(llm: Graph) -> None:
    text = (
        "LLM engineer\n\nKeep latency and cost of the LLM in budget by model routing.\nMonitor quality in production."
    )
    assert "production" in {area.area for area in match_advert(text, llm).found}


def test_logistics_and_a_duty_are_no_subjects(llm: Graph) -> None:
    text = "ML engineer\n\nNorthbeam Logistics builds RAG for freight.\nYou share on-call duty for an LLM.\n"
    said = {term.lower() for area in match_advert(text, llm).found for term in (*area.terms, *area.further)}
    assert "rag" in said
    assert said.isdisjoint({"logistics", "on-call"})
