"""What the interviewer says to a question back that no fact answers, by what kind of question it is."""

from collections.abc import Sequence

import pytest

from simulator.engine.choice.asked_back import forms, sayings
from simulator.engine.choice.asked_back.unprepared import (
    SPELT_OUT,
    Situation,
    explained,
    gives_away,
    reply_to,
    situated,
    term_asked,
)
from simulator.engine.choice.listening import heard
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.terms import IN_SHORT, explanations, plain, says
from simulator.graph.records import Graph
from simulator.session.interview.input import asks_to_skip, asks_why
from tests.conftest import Sit
from tests.reporting import folds_alike, turn_of
from tests.some import every

BATCH = Situation("How does a batch call differ from an online one? Which would you choose for nightly summaries?")


def kind_of(asks: str, at: Situation = BATCH) -> Sequence[str]:
    """The replies from which the one to a question is chosen."""
    kinds = [value for name, value in vars(sayings).items() if name.isupper() and isinstance(value, tuple)]
    reply = reply_to(asks, at)
    (kind,) = (kind for kind in kinds if reply in kind)
    return kind


@pytest.mark.parametrize(
    "asks",
    [
        "What is a batch call? I've never used one.",
        "What's batch?",
        "Sorry, I don't know the word nightly.",
        "I have never heard of batch calls.",
        "Could you explain what batch is?",
        "I don't know this term.",
    ],
)
def test_a_word_is_left_to_be_guessed(asks: str) -> None:
    """ "What is mHC? I haven't read that paper." was told "That's up to you. What would you go with?"."""
    assert kind_of(asks) == sayings.NAMES


@pytest.mark.parametrize(
    ("asks", "kind"),
    [
        ("What's the latency target?", "FIGURES"),
        ("What is our budget?", "FIGURES"),
        ("What is known about the users?", "ASSUMPTIONS"),
    ],
)
def test_a_figure_is_no_word(asks: str, kind: str) -> None:
    assert kind_of(asks) == getattr(sayings, kind)


OF_THE_INTERVIEW = (
    (forms.LATER, "Do we still have time for my own questions at the end?"),
    (forms.LATER, "May I ask you some questions at the end?"),
    (forms.TIME, "How much time do I have left?"),
    (forms.TIME, "Are we out of time?"),
    (forms.MY_CHOICE, "This role is pre-training, shall we not talk about training systems?"),
    (forms.MY_CHOICE, "Will you also ask me about RAG?"),
    (forms.MY_CHOICE, "Can we move on to another topic?"),
    (forms.AFTERWARDS, "Was that right?"),
    (forms.AFTERWARDS, "How am I doing?"),
    (forms.GET_HINT, "Could you give me a small clue please?"),
    (forms.LEAVE_IT, "Can we skip this one?"),
    (forms.GUESSED, "Is it all right to guess?"),
    (forms.GUESSED, "Do I need a formula, or is a guess ok?"),
    (forms.AS_YOU_KNOW, "Is it ok if I don't know all four?"),
    (forms.IN_SHORT, "I'm no lawyer, is it all right if I only give the gist?"),
    (forms.IN_SHORT, "Is one example each enough?"),
    (forms.OF_THE_ROLE, "I don't train. Do you want this from an inference engineer?"),
    (forms.OF_THE_ROLE, "Is this really expected for my level?"),
    (forms.OF_COURSE, "Can I take notes?"),
    (forms.FROM_MEMORY, "May I look it up?"),
    (forms.GO_ON, "Shall I go on?"),
    (forms.GO_ON, "Do you want me to continue, or is that enough?"),
    (forms.A_FEW_MINUTES, "How long should I take?"),
    (forms.TIME, "How long do I have?"),
    (forms.IN_WORDS, "Is code wanted here, or do I just talk?"),
    (forms.IN_WORDS, "In plain words, meaning no formulas?"),
)


@pytest.mark.parametrize(("told", "asks"), OF_THE_INTERVIEW)
def test_the_interview_is_no_part_of_the_case(told: str, asks: str) -> None:
    """ "Do we still have time for my questions?" was told to cover both: what one would do if so, and what if not."""
    assert reply_to(asks, BATCH) == told
    also = reply_to(f"{asks} And how many summaries are there?", BATCH)
    assert also.startswith(f"{told} ")
    assert also.removeprefix(f"{told} ") in sayings.FIGURES


@pytest.mark.parametrize(
    "asks",
    [
        "How much time do we have before launch?",
        "How long do we have for the answer to the customer?",
        "Do the users have time for questions?",
        "Can we skip the reranker?",
        "Can we change the question that users see?",
        "Will users get a hint that it's a bot?",
        "Is that correct for all documents?",
        "Could we talk about serving many of them?",
        "It's the cache, am I right?",
        "Is a rough estimate of the cost known?",
        "Can I use the guess of a small model?",
        "Should an engineer approve them?",
        "How long should I keep the summaries?",
        "Will the model look it up?",
        "Do they want code in the summaries?",
    ],
)
def test_a_case_has_time_and_questions_too(asks: str) -> None:
    assert reply_to(asks, BATCH) not in {told for told, _ in OF_THE_INTERVIEW}


@pytest.mark.parametrize(
    "asks",
    [
        "2% of how many pairs, and does it change when I run the same file twice?",
        "How many summaries are there?",
        "How many are there, ten or ten thousand?",
        "how often do the tickets change",
        "And what share of the calls comes at night?",
        "Which latency do the users accept?",
    ],
)
def test_a_figure_is_to_be_taken(asks: str) -> None:
    """ "2% of how many?" was told "That's up to you. What would you go with?"."""
    assert kind_of(asks) == sayings.FIGURES


@pytest.mark.parametrize(
    "asks",
    [
        "is there a support team on call at night?",
        "Is there a deadline or a limit?",
        "Do we have logs of the calls?",
        "Are there any tests, and how many?",
        "Has anyone asked the users?",
    ],
)
def test_what_there_is_isnt_known(asks: str) -> None:
    assert kind_of(asks) == sayings.EXISTENCE


@pytest.mark.parametrize("asks", ["How do we choose the rate?", "Which kind of rate would you take?", "Is it there?"])
def test_not_all_with_its_words_are(asks: str) -> None:
    assert kind_of(asks) == sayings.ASSUMPTIONS


@pytest.mark.parametrize(
    "asks",
    [
        "What does nightly mean?",
        "Nightly in which sense?",
        "What counts as a summary here?",
        "How do you define online?",
    ],
)
def test_a_meaning_is_left_to_the_candidate(asks: str) -> None:
    assert kind_of(asks) == sayings.MEANT


def test_the_sense_of_follow_ups_is_not_repeated() -> None:
    at = BATCH._replace(follow_up="What would be an exception?", is_bare=False)
    assert kind_of("An exception in which sense? It does turn, if that's it.", at) == sayings.MEANT
    assert reply_to("What do you mean?", at) == sayings.PUT_AGAIN.format(at.follow_up)


@pytest.mark.parametrize(
    "asks",
    [
        "Sorry, my English. Serving means running it on our own machines?",
        "By batch you mean many prompts in one file? And at night?",
        "The summaries are short, I assume?",
        "So a batch call is asynchronous, right?",
        "You mean the same model for both?",
        "I don't know this name. Is it that the model waits?",
        "head dimension is 128?",
        "Do you mean that one call holds several prompts at once?",
    ],
)
def test_a_reading_may_stand(asks: str) -> None:
    assert kind_of(asks) == sayings.READINGS


@pytest.mark.parametrize(
    "asks",
    [
        "For the report, does the user sit and wait?",
        "I'm thinking of the cache, is it shared?",
        "Can they be late? I mean is every one urgent?",
        "Are the summaries in English?",
        "Can we use a smaller model?",
        "Who reads them?",
    ],
)
def test_what_is_so_remains_to_be_assumed(asks: str) -> None:
    assert kind_of(asks) == sayings.ASSUMPTIONS


@pytest.mark.parametrize(
    "asks",
    [
        "Do you want the theory, or what I'd do in practice?",
        "Should I write the formulas or is it ok to explain in words?",
        "Is it for a small network or for a fine-tuning of LLM?",
        "Are we talking of our own servers or of a provider?",
    ],
)
def test_either_is_fine_of_an_answer(asks: str) -> None:
    assert kind_of(asks) == sayings.WHICHEVER


@pytest.mark.parametrize(
    "asks",
    ["Do they come in bursts, or spread over the day?", "Who judges? People or a model?", "Is it one card or several?"],
)
def test_either_may_be_so_of_a_case(asks: str) -> None:
    assert kind_of(asks) == sayings.ALTERNATIVES


@pytest.mark.parametrize(
    ("asks", "kind", "of_own_work"),
    [
        ("Can I talk about it as if it was another step?", "SUBJECTS", "OWN_CHOICES"),
        ("Could we talk about serving many of them?", "SUBJECTS", "OWN_CHOICES"),
        ("Is it fine if I only know it from reading?", "SUBJECTS", "OWN_CHOICES"),
        ("May I choose the two others freely?", "CHOICES", "OWN_CHOICES"),
        ("Shall I begin with the nightly ones?", "ORDER", "ORDER"),
        ("What should I focus on?", "ORDER", "ORDER"),
        ("Can I assume that the data are clean?", "ASSUMED", "ASSUMED"),
        ("Should I also compute the cost?", "PARTS_TO_SAY", "OWN_PARTS"),
        ("Do I have to name the company?", "PARTS_TO_SAY", "OWN_PARTS"),
        ("Do I have to remember exact numbers?", "PARTS_TO_SAY", "OWN_PARTS"),
        ("Do you also want me to say something on retries?", "PARTS_TO_SAY", "OWN_PARTS"),
        ("May I also tell of a change that went wrong?", "CHOICES", "OWN_CHOICES"),
    ],
)
def test_what_may_be_done_is_allowed(asks: str, kind: str, of_own_work: str) -> None:
    assert kind_of(asks) == getattr(sayings, kind)
    assert kind_of(asks, BATCH._replace(own_work=True)) == getattr(sayings, of_own_work)


@pytest.mark.parametrize(
    ("asks", "kind"),
    [
        ("Shall I go through them one after another?", "IN_TURN"),
        ("Do you want to hear about streaming too, or just these two?", "BEYOND"),
        ("Can I look at some of the summaries?", "PROPOSALS"),
        ("Can I disagree with the premise straight away?", "OBJECTIONS"),
        ("May I make up numbers?", "ASSUMED"),
        ("Am I meant to explain the queue first?", "PARTS_TO_SAY"),
        ("Is the price for the model only, or with the storage?", "EVERYTHING"),
        ("Is this a simple service, without a queue or a cache?", "READINGS"),
        ("By online, do you also mean streaming?", "READINGS"),
    ],
)
def test_a_plain_question_gets_a_plain_answer(asks: str, kind: str) -> None:
    """ "Without a tool or memory?" was told "That's open. Say what each would change."."""
    assert kind_of(asks) == getattr(sayings, kind)


def test_both_are_taken_where_the_reference_has_both() -> None:
    at = BATCH._replace(reference="Retries cost little; a queue in memory is lost with its machine, a disk is safe.")
    assert kind_of("Is the queue in memory or on a disk?", at) == sayings.BOTH
    assert kind_of("Is the queue on a disk or on paper?", at) == sayings.ALTERNATIVES


def test_a_general_question_has_no_case(llm: Graph) -> None:
    """ "How many tasks run at once?" was told to take a likely figure, where nothing runs."""
    general, case = (situated(llm.questions[name], 0) for name in ("react-loop-and-its-gain", "shrink-eight-to-three"))
    for asks in ("How many tools are there?", "Is it in production or a prototype?", "Which model is it?"):
        assert kind_of(asks, general) == sayings.GENERAL
        assert kind_of(asks, case) != sayings.GENERAL
        assert kind_of(asks, general._replace(follow_up="Our loop takes 40 steps.")) != sayings.GENERAL


def test_who_asks_where_nothing_is_prepared_hears_so() -> None:
    """They had been told that they can ask for facts, and asked on."""
    at = BATCH._replace(has_facts=False)
    for asks in ("How many summaries are there?", "Is there a deadline?", "What is known about the users?"):
        assert kind_of(asks, at) == sayings.NO_FACTS != kind_of(asks)
    assert kind_of("Is it on a disk or in memory?", at) == sayings.ALTERNATIVES


def test_a_task_runs_in_one_thread() -> None:
    at = BATCH._replace(task=True)
    assert reply_to("Is it one thread, or do I need a lock?", at) == sayings.ONE_THREAD
    assert reply_to("What about an empty list?", at) == sayings.OF_A_TASK
    for asks in ("Which cases failed, can I see them?", "Can you show me the hidden tests?", "Where does it break?"):
        assert reply_to(asks, at) == sayings.OF_ITS_CASES
    for asks in (
        "Which case should come first?",
        "What should I return if an input is wrong?",
        "What if one of them fails?",
        "What should happen when one of the values breaks the order?",
    ):
        assert reply_to(asks, at) == sayings.OF_A_TASK


@pytest.mark.parametrize(
    "asks", ["Should it be recent?", "Does an internal tool count?", "Is research fine too, or only a product?"]
)
def test_which_work_to_tell_is_answered(asks: str) -> None:
    """ "Is a serving problem fine?" was told "I wasn't there. Tell me how it was."."""
    assert kind_of(asks, BATCH._replace(own_work=True)) == sayings.OWN_CHOICES


@pytest.mark.parametrize(
    "asks", ["Could you repeat the question, please?", "Sorry?", "I don't understand the question."]
)
def test_a_question_is_put_again(asks: str) -> None:
    at = BATCH._replace(prompt=f"The bill is 3.5 times what it was. {BATCH.prompt}")
    assert reply_to(asks, at) == sayings.PUT_AGAIN.format(BATCH.prompt)
    at = at._replace(follow_up="You said “a batch is online”. Walk me through one.")  # perhaps they never did
    assert reply_to(asks, at) == f"{sayings.PUT_AGAIN.format(at.follow_up)} {sayings.MISHEARD}"
    at = at._replace(follow_up="What does a model expect after “The capital of France is”?")  # nobody's words
    assert reply_to(asks, at) == sayings.PUT_AGAIN.format(at.follow_up)


@pytest.mark.parametrize(
    "asks", ["Do the tickets repeat?", "Do users not get the report?", "Can I put it in the cache?"]
)
def test_not_every_repetition_is_of_the_question(asks: str) -> None:
    assert "again" not in reply_to(asks, BATCH)


def test_who_thinks_is_given_time() -> None:
    assert reply_to("May I think about it for a minute?", BATCH) == sayings.TAKE_TIME
    assert reply_to("Can I get a second model?", BATCH) != sayings.TAKE_TIME


def test_what_money_is_meant_for_is_open() -> None:
    """It was told to say what it took "it" to mean."""
    assert kind_of("Is the money meant for a team or for cards?") == sayings.ALTERNATIVES


def test_several_replies_take_turns() -> None:
    said = [reply_to("Is it one card or several?", BATCH._replace(refused=number)) for number in range(4)]
    assert said == [*sayings.ALTERNATIVES, sayings.ALTERNATIVES[0]]


def test_only_a_used_term_is_asked_for() -> None:
    assert term_asked("What's mHC here?", "What does mHC restore?") == "mHC"
    assert term_asked("What does “ReAct” stand for?", "One turn of a ReAct loop") == "ReAct"
    assert term_asked("What is wrong with it?", "What went wrong?") == ""
    assert term_asked("What is sharding?", "What does mHC restore?") == ""
    assert says("Mixture-of-experts layers", "mixture of expert")
    assert not says("kvcache", "KV cache")


@pytest.mark.parametrize(
    ("question", "asks", "words"),
    [
        ("widened-residuals-worth-it", "What is mHC? I haven't read that paper.", "Manifold-Constrained"),
        ("write-kv-cache", "What's a KV cache?", "storing past keys and values"),
        ("experts-chosen-twice", "what is a mixture of experts?", "routing each token"),
        ("react-loop-and-its-gain", "Sorry, what does ReAct stand for?", "Synergizing"),
        ("sft-dpo-rlhf-rlvr-compared", "Sorry, what does RLVR stand for?", "verifiable rewards"),
    ],
)
def test_a_term_of_the_bank_is_told(llm: Graph, question: str, asks: str, words: str) -> None:
    asked = llm.questions[question]
    at = Situation(asked.prompt)
    assert words in reply_to(asks, at, lambda term: explained(llm, asked, term))


def test_nothing_judged_is_given_away(llm: Graph) -> None:
    """ "What does DoRA do?" must not be told that weights are decomposed: that is a point."""
    told = 0
    for question in every(list(llm.questions.values()), 7):
        names = {concept.title for concept in llm.concepts.values()} | {s.title.split(":")[0] for s in question.sources}
        for name in (name for name in names if says(question.prompt, name)):
            words = explained(llm, question, name)
            if words and not words.startswith(SPELT_OUT):  # the interviewer has said it in short
                told += 1
                assert [point for point, one in heard(question, words).items() if one.share >= P.UNSAID] == []
    assert told
    lora = llm.questions["three-lora-variants"]
    assert list(explanations(llm, lora, "DoRA"))
    assert explained(llm, lora, "DoRA") == ""
    assert gives_away(lora, lora.answer)


def test_a_name_is_of_its_own_paper(llm: Graph) -> None:
    """ "L1" is a penalty, and the name of a model that reasons."""
    assert list(explanations(llm, llm.questions["l1-l2-or-dropout"], "L1")) == []
    assert plain("KV-Caches") == "kv cache"


def test_a_word_is_explained_in_an_interview(sit: Sit) -> None:
    interview = sit(until="answering").interview
    interview.clarify("What's a KV cache? I've only heard of it.")
    asked = turn_of(interview).clarifications[-1]
    assert asked.reply == IN_SHORT.format("storing past keys and values so each decode step does incremental work")
    assert not asked.matched
    folds_alike(interview)


@pytest.mark.parametrize(
    "asks",
    [
        "Do you mean one call, or one for each user?",
        "What do you mean by batch there: one file of prompts, or one forward pass?",
        "What do you mean by summaries? Titles too, or only the whole texts?",
    ],
)
def test_either_meaning_may_be_taken(asks: str) -> None:
    assert kind_of(asks) == sayings.MEANINGS
    assert kind_of(asks, BATCH._replace(follow_up="You said “a batch waits”. Why?", is_bare=False)) == sayings.MEANINGS


def test_no_dodge_is_said_twice_in_a_row() -> None:
    """ "Say what you take it to mean" came three times in one interview, with other replies between."""
    said: tuple[str, ...] = ()
    for refused in (0, 3, 6, 9, 10):  # what was asked between them found no fact either
        said += (reply_to("What does nightly mean?", BATCH._replace(refused=refused, replies=said)),)
    assert set(said) == set(sayings.MEANT)


@pytest.mark.parametrize(
    "says",
    [
        "I did not say modulo. That's wrong.",
        "that's not what I said",
        "I never claimed that",
        "That isn't what I meant.",
        "You misheard me.",
        "I think you've misunderstood me",
        "No, I said hashing, not modulo.",
        "Where did I say modulo?",
        "You're putting words in my mouth.",
    ],
)
def test_a_protest_is_heard(says: str) -> None:
    """ "I did not say modulo. That's wrong." was told to take what one would usually find."""
    assert reply_to(says, BATCH._replace(follow_up="You hash modulo the replicas. One is added.")) == forms.MISHEARD_YOU
    assert reply_to(says, BATCH) == forms.YOUR_WORDS


@pytest.mark.parametrize(
    "says",
    [
        "that's wrong, nothing beats the card's peak",
        "That can't be right.",
        "this is impossible",
        "Your numbers don't add up.",
        "I disagree with the premise.",
        "It isn't possible to be faster than that.",
        "That makes no sense at all.",
    ],
)
def test_an_objection_may_belong_to_the_answer(says: str) -> None:
    assert reply_to(says, BATCH) == forms.MAY_BELONG


@pytest.mark.parametrize(
    "asks",
    [
        "What happens if it's wrong?",
        "Tell me how often it is wrong",
        "Is it wrong at night?",
        "Did they say why?",
        "Who says what is impossible?",
        "I don't understand, the question makes no sense to me",
    ],
)
def test_not_all_that_is_wrong_is_an_objection(asks: str) -> None:
    told = reply_to(asks, BATCH)
    assert not any(said in told for said in (forms.MAY_BELONG, forms.MISHEARD_YOU, forms.YOUR_WORDS))


@pytest.mark.parametrize(
    "asks",
    [
        "You do this work yourself? What do you run here?",
        "how big is your team?",
        "what would I be working on?",
        "Who would I report to?",
        "How long have you been here?",
        "Which models do you use?",
        "What does the role involve?",
        "What's the salary?",
    ],
)
def test_questions_about_the_job_have_their_place(asks: str) -> None:
    """ "You do this work yourself?" was told a fact of the case, and to read it that way."""
    assert reply_to(asks, BATCH) == forms.AT_THE_END
    assert reply_to(asks, BATCH._replace(they_ask=False)) == forms.ONLY_ASKS


def test_no_place_is_promised_that_never_comes() -> None:
    at = BATCH._replace(they_ask=False)
    assert reply_to("Do we still have time for my own questions at the end?", at) == forms.ONLY_ASKS


def test_a_case_may_have_its_own_team() -> None:
    at = BATCH._replace(prompt="Your team of five sends batches at night. Which would you choose?")
    for asks in ("How big is your team?", "Do you train it yourselves?", "Could you run it yourself?"):
        assert reply_to(asks, at) not in {forms.AT_THE_END, forms.ONLY_ASKS}


def test_a_part_may_be_left_out() -> None:
    assert reply_to("can we skip the training part", BATCH) == forms.LEFT_OUT


def test_no_prepared_fact_is_about_the_interview(llm: Graph) -> None:
    asked = [fact.asks for question in llm.questions.values() for fact in question.clarifications]
    assert [asks for asks in asked if forms.is_of_the_talk(asks) or asks_why(asks) or asks_to_skip(asks)] == []
