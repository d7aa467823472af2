"""A job advert: what is recognised, how it weighs the areas, and what cannot be read."""

import re
from itertools import groupby, product
from pathlib import Path
from time import process_time

import msgspec
import pytest

from simulator.errors import UsageError
from simulator.graph.job_advert.match import match_advert, weights
from simulator.graph.job_advert.naming import items_asking, items_naming, items_near, named_in, names_of
from simulator.graph.job_advert.read import from_text, pasted, read_advert
from simulator.graph.records import OPEN_ENDED, Graph
from simulator.session.header import Settings
from simulator.session.interview.events import Asked
from simulator.session.interview.selection import Selection, role_in
from simulator.session.interview.state import fold
from simulator.session.sitting import begin, header_of
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui.home.advert import advert_label
from tests.conftest import STARTED, Sit
from tests.reporting import interview
from tests.some import seeds
from tests.transcripts import bank

APPLIED = """\
Applied AI Engineer, Berlin or remote

About Northwind Labs
We build the assistant that 4,000 support teams rely on. You will join nine engineers at Northwind.

- Operate retrieval-augmented generation (RAG) pipelines: hybrid search, reranking, chunking
- Own our vector database (Qdrant, pgvector)
- Set up evaluation with golden sets and LLM-as-a-judge
- Run services on Kubernetes with Terraform and AWS, in Python and FastAPI
We offer 30 days of vacation and a MacBook. English C1.
"""
INFERENCE = """\
We write CUDA kernels and serve models. You know the KV cache, paged attention, continuous batching, speculative
decoding, quantization (FP8, AWQ), mixture of experts, MoE, tensor parallelism and NCCL.
"""


def test_areas_come_with_the_words_of_the_advert(llm: Graph) -> None:
    advert = match_advert(APPLIED, llm)
    assert [one.area for one in advert.found[:2]] == ["retrieval", "evaluation"]
    assert {"hybrid search", "reranking"} <= set(advert.found[0].terms)
    assert match_advert(INFERENCE, llm).found[0].area == "inference"


def test_missing_topics_are_named_and_firms_are_not(llm: Graph) -> None:
    assert match_advert(APPLIED, llm).missing == ("Qdrant", "Terraform", "AWS", "FastAPI")
    german = "Du baust RAG-Systeme in München und kennst Docker, Fine-Tuning und unsere Kunden im Mittelstand."
    assert match_advert(german, llm).missing == ("RAG-Systeme", "Docker")


FIRM = """\
Platform Engineer, Inference — Northwind AI

What you will do
- Serve every Northwind model and debug NCCL when it hangs on H200 and on Tarnished.
- Work with Lakehouse7 and {tool}.
"""


@pytest.mark.parametrize(
    "says",
    ["About Lakehouse7", "Join Lakehouse7 now.", "We at Lakehouse7 train models.", "Lakehouse7 is hiring.",
     "At Lakehouse7, we train models."],
)  # fmt: skip
def test_employer_however_it_is_named_is_no_tool(llm: Graph, says: str) -> None:
    advert = FIRM.format(tool="Terraform")
    assert "Northwind" not in match_advert(advert, llm).missing
    assert "Lakehouse7" in match_advert(advert, llm).missing
    assert "Lakehouse7" not in match_advert(f"{advert}\n{says}\n", llm).missing
    assert "Terraform" in match_advert(f"{advert}\nAbout Terraform\n", llm).missing


def test_what_only_sources_speak_of_is_here(llm: Graph) -> None:
    missing = match_advert(FIRM.format(tool="Qdrant, AWS and C++"), llm).missing
    assert {"NCCL", "C++"}.isdisjoint(missing)  # in titles of documentation, and of nothing else
    assert {"H200", "Qdrant", "AWS"} <= set(missing)  # who publishes a source is no subject


@pytest.mark.parametrize("name", ["Hôpitaux du Confluent", "University Trust of Leeds", "Ostara"])
def test_firm_that_says_what_it_is_isnt_missing(name: str, llm: Graph) -> None:
    says = f"{name} is a group of eleven private hospitals.\nAsk for Confluent, Leeds and Ostara by name.\n"
    missing = match_advert(f"Engineer for RAG and evaluation\n\n{says}You know HL7 and Qdrant.\n", llm).missing
    assert not {word.strip() for word in name.split()} & {*missing}
    assert {"HL7", "Qdrant"} <= {*missing}
    plus = match_advert("Engineer for RAG and evaluation\n\nQdrant is a plus in our group.\nYou know RAG.\n", llm)
    assert plus.missing == ("Qdrant",)


def test_every_place_of_several_is_left_out(llm: Graph) -> None:
    work = "Engineer for RAG\n\nYou write FHIR every day, for the clinics around Lyon, Saint-Étienne and Grenoble."
    assert match_advert(work, llm).missing == ("FHIR",)
    assert match_advert("We work with RAG, with offices in Lyon and Grenoble.", llm).missing == ()
    languages = "Engineer for RAG\n\nyou have years of experience in writing services, in Python, Haskell and Elixir."
    assert match_advert(languages, llm).missing == ("Haskell", "Elixir")  # no places


def test_what_counts_for_an_area_is_not_missing(llm: Graph) -> None:
    advert = match_advert("LLM engineer\n\nYou protect customer data (PII, GDPR) and know Kafka and Qdrant.", llm)
    assert "PII" in advert.found[0].terms + advert.found[1].terms
    assert advert.missing == ("Kafka", "Qdrant")


def test_spelling_number_and_initials_make_no_difference(llm: Graph) -> None:
    for said in ("quantization", "Quantisation", "mixture of experts", "MoE", "multi-agent systems"):
        assert match_advert(f"You know {said}.", llm).found, said
    one, other = (match_advert(f"You tune {w}.", llm).found[0].area for w in ("optimizers", "optimisers"))
    assert one == other


def test_an_advert_counts_for_more_when_known(llm: Graph) -> None:
    little, much = match_advert("We use LoRA.", llm), match_advert(APPLIED + INFERENCE, llm)
    assert 0 < little.weight < 0.25 < 0.5 < much.weight < 0.9
    for advert in (little, much):
        assert sum(advert.parts.values()) == pytest.approx(advert.weight, abs=0.01)


@pytest.mark.parametrize("text", ["Gardener wanted. You plant roses.", "...", "We value you and your work."])
def test_an_unknown_advert_is_one_sentence(llm: Graph, text: str) -> None:
    with pytest.raises(UsageError, match=r"^Nothing of the advert is in the bank llm; [^.]+[.]$"):
        match_advert(text, llm)


def test_weights_sum_to_one_and_keep_the_role(llm: Graph) -> None:
    role = llm.roles["applied-engineer"]
    found = weights(role, {"safety": 0.4, "gone": 0.2}, llm)
    assert sum(found.values()) == pytest.approx(1, abs=0.002)
    assert role.areas["safety"] == role.areas["decoding"] == 2
    left = 0.6 * 2 / sum(role.areas.values())  # the advert leaves 0.6 to the role
    assert found["decoding"] == pytest.approx(left, abs=0.001)
    assert found["safety"] == pytest.approx(left + 0.4, abs=0.001)
    nothing = msgspec.structs.replace(role, areas={})
    assert weights(nothing, {"safety": 1.0}, llm)["safety"] == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"%PDF-1.7 ...", "is no plain text"),
        (b"\x7fELF\x02\x00\x00\x01", "is no plain text"),
        (b"a" * 200_001, "is larger than 200 kB"),
    ],
)
def test_file_that_is_no_advert_is_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "advert.txt"
    path.write_bytes(data)
    with pytest.raises(UsageError, match=said) as caught:
        read_advert(path)
    assert str(caught.value).count("\n") == 0


def test_a_place_without_a_file_is_one_sentence(tmp_path: Path) -> None:
    places = ((tmp_path / "none.txt", "There is no file"), (tmp_path, "is no file"), (Path("/dev/zero"), "is no file"))
    for path, said in places:
        with pytest.raises(UsageError, match=said):
            read_advert(path)
    with pytest.raises(UsageError, match="can't be read"):
        read_advert(Path("a\0b"))


def test_old_encodings_and_control_characters_are_no_matter(tmp_path: Path, llm: Graph) -> None:
    path = tmp_path / "advert.txt"
    path.write_bytes("Kenntnisse in RAG für Köln\x1b[31m".encode("cp1252"))
    text = read_advert(path)
    assert "für" in text
    assert "\x1b" not in text
    assert match_advert(text, llm).found[0].area == "retrieval"


@pytest.mark.parametrize("odd", ["<script " * 20_000, "A" * 150_000, "a-" * 80_000, "<" * 150_000, " " * 150_000])
def test_no_text_makes_it_slow_or_screen_overflow(llm: Graph, odd: str) -> None:
    began = process_time()
    advert = match_advert(from_text(f"</p> RAG\n{odd}\nTerraform"), llm)
    assert advert.missing == ("Terraform",)
    assert process_time() - began < 5  # a quadratic pattern took 240 s and passed


def test_of_a_saved_web_page_the_words_count(tmp_path: Path, llm: Graph) -> None:
    path = tmp_path / "ad.html"
    path.write_text("<html><style>p { x: y }</style><div class='KV cache'><p>RAG &amp; reranking</p></div></html>")
    assert " ".join(read_advert(path).split()) == "RAG & reranking"
    assert match_advert(read_advert(path), llm).missing == ()
    assert "\x1b" not in from_text("<p>RAG</p>\n<p>&#27;[31m</p>")
    assert from_text("if a < b\nand c > d") == "if a < b\nand c > d"


def test_no_term_ends_with_a_word_that_joins(llm: Graph) -> None:
    found = match_advert("We do pre-training and post-training, with DPO and GRPO, of foundation models.", llm).found
    assert {term for one in found for term in one.terms} == {"pre-training", "post-training", "DPO", "GRPO"}


def test_pasted_text_may_be_text_or_path(tmp_path: Path) -> None:
    path = tmp_path / "my advert.txt"
    path.write_text(APPLIED)
    assert from_text(APPLIED) == APPLIED.strip()
    assert from_text(str(path)) == from_text(f'"{path}"') == APPLIED
    assert from_text("We use LoRA and RAG.") == "We use LoRA and RAG."
    line = "You train and/or tune models, and present results to all."
    assert from_text(line) == line
    assert from_text("We use RAG " * 26) == ("We use RAG " * 26).strip()  # longer than any name may be
    for given, said in (("", "Paste"), (str(tmp_path / "no.txt"), "There is no file"), ("a\n" * 150_000, "more than")):
        with pytest.raises(UsageError, match=said):
            from_text(given)


def test_weights_go_into_header_and_shape_choices(llm: Graph, sit: Sit) -> None:
    advert = match_advert(
        "RLHF, DPO, reward models, PPO, GRPO, LoRA, instruction tuning, distillation, alignment.", llm
    )
    with_it, without = sit(advert=advert.parts), sit(seed=1)
    header = read(with_it.path).header
    assert header.areas == weights(llm.roles["applied-engineer"], advert.parts, llm)
    assert read(without.path).header.areas == {}
    role = role_in(llm, header)
    assert role is not None
    assert role.areas == header.areas
    asked: list[list[str]] = [[], []]
    for seed in range(2, 6):  # one interview says little: its areas are drawn
        for n, s in enumerate((sit(advert=advert.parts, seed=seed), sit(seed=seed))):
            asked[n] += [t.asked.area for t in s.interview.state.turns]
    assert asked[0].count("post-training") > asked[1].count("post-training")


NAMES = """You fine-tune small open models with LoRA, and you harden our assistant against prompt injection.
You build evaluation sets and measure faithfulness, retrieval recall and regressions before every release.
"""


def test_evaluation_in_plain_words_is_no_basics(llm: Graph) -> None:
    areas = match_advert(NAMES, llm).parts
    assert {"evaluation", "retrieval"} <= areas.keys()
    assert "machine-learning" not in areas


def area_of(llm: Graph, question: str) -> str:
    return llm.area_of(llm.questions[question].primary)


def test_what_is_named_is_found_in_items(llm: Graph) -> None:
    named = items_naming(llm, ("LoRA", "prompt injection", "retrieval"))
    texts = {q.id: f"{q.prompt} {' '.join(p.point for p in q.rubric)}".lower() for q in llm.questions.values()}
    found = {i for i, text in texts.items() if "lora" in text.replace("qlora", "")}
    tuning = {
        i for i in found if re.search(r"\bLoRA\b", llm.questions[i].prompt) and area_of(llm, i) == "post-training"
    }
    assert tuning <= named
    assert len(tuning) >= 6
    assert {area_of(llm, i) for i in found & named} == {"post-training"}  # not a design for which LoRA is a point
    assert all("lora" in texts[i] or "injection" in texts[i] for i in named & texts.keys())  # "retrieval" is too broad
    assert named & llm.checks.keys()
    for one, several in (("vector database", "vector databases"), ("KV cache", "KV caches"), ("A/B test", "A/B tests")):
        assert items_naming(llm, (one,)) == items_naming(llm, (several,)) != frozenset()
    assert items_naming(llm, ()) == items_naming(llm, (" - ",)) == frozenset()
    assert items_naming(llm, ("(z+)+$", "[zz", ".*")) == frozenset()  # signs are no pattern


def test_what_only_touches_a_name_does_not_count(llm: Graph) -> None:
    for term in ("drift", "caching"):
        for item in items_naming(llm, (term,)) & llm.questions.keys():
            question = llm.questions[item]
            concept = llm.concepts[question.primary]
            assert term in f"{question.prompt} {concept.title} {concept.definition}".lower()
    named = items_naming(llm, ("cold start",))  # few ask about it, so what touches on it counts
    assert any("cold start" not in llm.questions[i].prompt.lower() for i in named & llm.questions.keys())


def test_both_spellings_name_the_same_items(llm: Graph) -> None:
    for american, british in (("quantization", "quantisation"), ("tokenization", "tokenisation")):
        assert items_naming(llm, (american,)) == items_naming(llm, (british,)) != frozenset()


def test_what_the_bank_says_differently_is_named(llm: Graph) -> None:
    named = items_naming(llm, ("text to speech",))
    assert named == items_naming(llm, ("speech recognition",)) != frozenset()
    assert names_of(llm, ("text to speech",), min(named & llm.questions.keys())) == ()  # not in its own words


def test_the_names_in_a_prompt_are_told() -> None:
    terms = ("LoRA", "prompt injections", "KV cache", "RAG")
    assert named_in("Prompt-injection through LoRAs and the KV caches?", terms) == terms[:3]
    assert named_in("Storage and drag", terms) == named_in("LoRA", ()) == ()


def test_what_is_near_a_name_are_whole_concepts(llm: Graph) -> None:
    near = items_near(llm, ("prompt injection",))
    items = {question.id: question.primary for question in llm.questions.values()}
    items |= {check.id: check.primary for check in llm.checks.values()}
    concepts = {items[item] for item in near}
    assert "prompt-injection-and-jailbreaks" in concepts
    assert near == {item for item, concept in items.items() if concept in concepts}
    assert 0 < sum(llm.area_of(concept) == "safety" for concept in concepts) < 5  # no far-off ones of the area
    assert items_near(llm, ()) == frozenset()


def test_where_no_name_fits_its_concepts_come(llm: Graph) -> None:
    near = items_near(llm, ("prompt injection",))
    asked = [0, 0]
    for seed in seeds(8, 5)[2:]:
        for n, terms in enumerate((("prompt injection",), ())):
            turns = interview(llm, seed, advert={"safety": 0.6}, advert_terms=terms).state.turns
            asked[n] += sum(turn.asked.id in near for turn in turns)
    assert asked[0] > asked[1]


def test_what_is_dropped_counts_as_not_said(llm: Graph) -> None:
    advert = match_advert(f"{APPLIED}\n- Harden it against prompt injection\n{INFERENCE}", llm)
    *others, last = [area.area for area in advert.found]
    kept = advert.parts_without({last})
    assert list(kept) == others
    assert advert.weight - advert.parts[last] < sum(kept.values()) < advert.weight
    alone = advert.parts_without(advert.parts.keys() - {others[0]})
    assert sum(alone.values()) < 0.5
    assert advert.parts_without(set(advert.parts)) == {}


def test_terms_of_a_dropped_area_go_with_it(llm: Graph) -> None:
    advert = match_advert(NAMES, llm)
    assert "LoRA" in advert.terms_in(advert.parts)
    assert "LoRA" not in advert.terms_in(advert.parts.keys() - {"post-training"})


def test_interviews_come_to_what_the_advert_names(llm: Graph) -> None:
    advert = match_advert(NAMES, llm)
    terms = advert.terms_in(advert.parts)
    named = items_naming(llm, terms)
    asked: list[int] = [0, 0]
    people = seeds(8, 5)[2:]
    for seed in people:
        for n, own in enumerate((terms, ())):
            turns = interview(llm, seed, advert=advert.parts, advert_terms=own).state.turns
            asked[n] += sum(t.asked.id in named for t in turns)
    assert asked[0] >= asked[1] + len(people)  # one an interview at least


PARTS = {"safety": 0.25, "retrieval": 0.2, "post-training": 0.15, "multimodal": 0.1}
TERMS = ("LoRA", "prompt injection", "chunking", "guardrails", "reranking", "speech recognition")


def test_stories_leave_the_names_in_force(llm: Graph) -> None:
    named, asked = items_naming(llm, TERMS), []
    for seed in range(2, 8):
        sat = interview(llm, seed, format="screen", advert=PARTS, advert_terms=TERMS, project=True)
        questions = [turn for turn in sat.state.turns if turn.check is None]
        asked += [turn.asked.id in named for turn in questions if turn.question.kind != "experience"]
    assert sum(asked) > 0.8 * len(asked) > 10


def test_what_an_advert_wants_most_comes_first(llm: Graph) -> None:
    lighter = both = 0
    for seed in range(2, 12):
        turns = interview(llm, seed, advert=PARTS, advert_terms=TERMS).state.turns
        areas = list(dict.fromkeys(turn.asked.area for turn in turns if turn.check is None))
        at = {area: areas.index(area) if area in areas else len(areas) for area in PARTS}
        lighter += at["multimodal"] < max(at["safety"], at["retrieval"])
        both += "safety" in areas and "retrieval" in areas
    assert lighter == 0
    assert both > 7


def test_a_thread_ends_while_heavier_areas_wait(llm: Graph) -> None:
    for seed in seeds(8, 5)[2:]:
        turns = interview(llm, seed, level=5.0, advert=PARTS, advert_terms=TERMS).state.turns
        areas = [turn.asked.area for turn in turns if turn.check is None][1:]  # the opening stands for itself
        runs = [(area, len(list(run))) for area, run in groupby(areas[: areas.index("retrieval") + 1])]
        assert all(count <= 2 for area, count in runs if area in PARTS), runs


def test_an_area_is_asked_by_what_is_named(llm: Graph) -> None:
    named = items_naming(llm, ("text to speech", "LoRA"))
    named |= items_near(llm, ("text to speech", "LoRA"))
    parts, asked = {"multimodal": 0.4, "post-training": 0.4}, []
    for seed in range(2, 10):
        turns = interview(llm, seed, advert=parts, advert_terms=("text to speech", "LoRA")).state.turns
        asked += [(turn.check is not None, turn.asked.id in named) for turn in turns if turn.asked.area in parts]
    for check in (True, False):
        of_kind = [is_named for is_check, is_named in asked if is_check is check]
        assert sum(of_kind) > 0.9 * len(of_kind) > 4


JUNIOR = """Junior LLM Engineer

What you will do
- Build and improve our retrieval-augmented generation pipeline over policy documents
- Write and test prompts, structured outputs and tool calls for our claims agent
- Help set up evaluations: golden sets, LLM-as-judge, regression tests
- Fine-tune small open models with LoRA when prompting is not enough
- Watch latency and cost in production

What you bring
- Understanding of transformers, embeddings and vector databases
- Curiosity about prompt injection and privacy (GDPR)
- First experience with LangChain or LlamaIndex is a plus"""


def test_what_asks_for_a_name_comes_first(llm: Graph) -> None:
    """It got watermarks and membership inference, as a point there has privacy."""
    advert, on_safety = match_advert(JUNIOR, llm), []
    terms = advert.terms_in(advert.parts)
    assert items_asking(llm, terms) < items_naming(llm, terms)
    people = list(product(seeds(12, 7)[2:], ("screen", "full")[: len(seeds(2, 1))]))
    for seed, form in people:
        turns = interview(llm, seed, format=form, level=3.5, advert=advert.parts, advert_terms=terms).state.turns
        talk = [turn.question for turn in turns if turn.check is None and turn.asked.tier < OPEN_ENDED]
        on_safety += [question for question in talk if llm.area_of(question.primary) == "safety"]
    ask = [q for q in on_safety if named_in(f"{q.prompt} / {llm.concepts[q.primary].title}", terms)]
    assert len(on_safety) > 0.4 * len(people)
    assert len(ask) > 0.8 * len(on_safety)  # 5 of 11 where a point sufficed


def test_a_definition_names_no_question(llm: Graph) -> None:
    named = items_naming(llm, ("GDPR",))
    assert {"data-protection-for-a-chatbot", "personal-data-along-the-way"} <= named
    assert not {"provenance-watermark-choice", "responsible-ai-in-practice"} & named


def test_a_story_is_of_work_that_many_have(llm: Graph) -> None:
    advert = match_advert("You fine-tune with LoRA and DPO. You train reward models and tune with GRPO.", llm)
    usual = {"retrieval", "agents", "prompting", "evaluation", "production", "design"}
    stories = set()
    for seed in range(2, 8):
        terms = ("LoRA", "system")
        turns = interview(llm, seed, advert=advert.parts, advert_terms=terms, project=True).state.turns
        story = next(t for t in turns if t.check is None)
        assert story.question.kind == "experience"
        assert story.asked.area in usual
        assert any(t.asked.area == "post-training" for t in turns)
        stories.add(story.asked.id)
    assert len(stories) > 2


def test_a_session_keeps_the_weights_of_its_header(llm: Graph, sit: Sit) -> None:
    sitting = sit(advert=match_advert(INFERENCE, llm).parts)
    reading = read(sitting.path)
    selection = Selection(llm, reading.header, bank=bank())
    events = reading.events
    for n, event in enumerate(events):
        if isinstance(event, Asked):
            choice, _ = selection.choose(fold(reading.header, events[:n]), event.clock)
            assert choice is not None
            assert choice.item == event.id


def test_areas_of_another_graph_are_no_matter(llm: Graph, workspace: Workspace) -> None:
    header = header_of(llm, Settings(advert={"astronomy": 0.5}, seed=1), STARTED, "aaaa")
    assert sum(header.areas.values()) == pytest.approx(1, abs=0.002)
    begin(llm, Settings(advert={"astronomy": 0.5}, seed=1), workspace).close()


def test_a_pasted_advert_opens_no_file(tmp_path: Path) -> None:
    path = tmp_path / "ad.txt"
    path.write_text(APPLIED)
    for given in (str(path), f'"{path}"', "/etc/hostname", "~/.ssh/id_rsa"):
        assert pasted(given) == given
    assert pasted(f"<p>{APPLIED}</p>").strip() == APPLIED.strip()
    for given in ("", " \n", "word " * 60_000):
        with pytest.raises(UsageError):
            pasted(given)


def test_a_firm_asks_for_no_regression(llm: Graph) -> None:
    """ "Northbeam Logistics" was read as machine learning basics."""
    firm = match_advert("Northbeam Logistics hires. You run RAG and agents in production. Logistics is our trade.", llm)
    assert "machine-learning" not in {area.area for area in firm.found}
    regression = match_advert("You run RAG and agents, and know logistic regression.", llm)
    assert "machine-learning" in {area.area for area in regression.found}


def test_a_term_is_written_to_its_end(llm: Graph) -> None:
    """The title "Agents and tools" was found in "agents and tool use", and stood there as "agents and tool"."""
    found = match_advert("You will build agents and tool use for our support team.\nYou know RAG.", llm)
    assert found.terms_in({"agents"}) == ("agents and tool use",)


def test_a_home_that_nobody_has_is_a_sentence() -> None:
    with pytest.raises(UsageError, match="There is no file ~nobody-by-this-name/advert"):
        from_text("~nobody-by-this-name/advert")
    assert from_text("~5 years of Python") == "~5 years of Python"
    assert advert_label("~nobody-by-this-name/advert.txt") == "advert.txt"
