"""Words that a bank and an advert may use in different senses. They belong to English, to adverts, or to the field."""

from collections.abc import Mapping

Term = tuple[str, ...]

# Words too common, in a bank or in an advert, to be a term alone or to begin one.
PLAIN = frozenset(
    """a about across add after ai all also an and any api apis are as ask assistant at base based basic be
    because become been before being between beyond build building business but by call can ci code come company
    cost could customer data day deep design develop development difference digital do does done during each
    either else end engineer engineering environment every experience explain fast find first follow for format
    foundation from full function general get give go goal good great group growth had has have help high how idea
    if in input inside integration into is issue it its job judge just keep key know knowledge large lead learn
    learning let level life like line llm look low machine make making management many market may mean measure
    method might model modern more most move much must need network new no not number of off on one online only
    open operation or other our out output over own part people per performance plan planning platform practice
    principle problem process product production program project quality question range real research result run
    same scale science see senior service set should show skill small smaller so software solution some stage state
    still stream strong structure student style such support system take task team technical tell test text than that
    the their them then there these they thing think those through time to today token too tool training try turn
    two under until up us use used user using value versus via want was way we were what when where whether which
    while who why will with within without word work workflow working world would write year yet you your""".split()
)
JOINS = frozenset(
    "a an and are as at but by for from in is it of on or than that the this to under via versus with".split()
)

# Ordinary words that are never a term alone; as part of a longer one ("hybrid search", "scaling law") they are.
NEVER_ALONE = frozenset(
    """absolute access accountability acting activation adapted advanced answer augmented automatic aware batch
    behaviour calling capability carbon chain compliance compute context continual continuous control conversation
    cross customization dangerous database decision depth device direct direction distributed document dot driven edge
    efficient emergence energy eu exact expert explaining f1 family feature feed feedback fine flow forgetting forward
    freshness frontier fusion gdpr generation generative graph grounded hacking head human hybrid information
    injection instruction integrity io judging landscape language law layer linear long loop mask memory metric
    mixed mixture modeling multi nlp norm normalization objective operating optimization paging parallel parameter
    pdf pipeline policy position positional post pre precision preference protocol query rate react recovery
    recurrent red reference relation relative reliability reliable residual resource reward scalable scaled
    scaling schedule search security selection self sequence similarity size soft space sparse speculative sql
    stability strategy structured synthetic teaming term thought trade tradeoff transformation tuning usable
    vector vision vs window writing zero""".split()
)

# Words with a common sense outside the field: they count only in a sentence that is on the field.
EVERYDAY = frozenset(
    """agent alignment architecture attention bia bias calibration contamination curation deception decode
    evaluation explanation fairness generalization governance interpretation oversight planning privacy pruning
    reasoning recall regression regulation safety speech toxicity transformer voice""".split()
)
# Words that are technical wherever the work is spoken of, but belong to other fields too.
TECHNICAL = frozenset(
    """accelerator benchmark cache caching compilation compression distillation gpu harness inference kernel
    latency moderation monitoring optimizer orchestration parallelism parsing prompt regularization retrieval
    sampling serving throughput""".split()
)

# What is said around such a word in its everyday sense: up to two words before it, or the word after it.
SENSES: Mapping[str, tuple[str, str]] = {
    "agent": (
        """support customer service success human travel estate letting sale call change field insurance contact
        center centre talk ticket recruitment booking claim shipping free ground staffing external""",
        "of network agency",
    ),
    "alignment": ("stakeholder strategic team cross close strong our", "with on between across to"),
    "architecture": (
        "building office landscape corporate backend software data cloud solution service platform enterprise "
        "technical planner application information integration event",
        "",
    ),
    "attention": ("pay close good strong great undivided media careful your", "to span from"),
    "batch": ("", "of"),
    "calibration": ("performance salary", "meeting"),
    "evaluation": (
        "performance vendor supplier job",
        "vendor supplier tool candidate a an and new alternative emerging option approach technology",
    ),
    "governance": ("corporate", ""),
    "inference": ("causal statistical bayesian", ""),
    "planning": ("career financial event sprint urban resource", ""),
    "privacy": ("", "statement policy notice"),
    "regression": (
        "catch catching find finding detect detecting prevent preventing avoid avoiding",
        "before between",
    ),
    "prompt": ("be", "reply response payment communication answer and"),
    "reasoning": ("your my their clear sound legal", ""),
    "regulation": ("financial banking local", ""),
    "retrieval": ("bike luggage", ""),
    "safety": (
        "health workplace road food fire psychological patient job",
        "training environment culture equipment net at",
    ),
    "speech": ("public free", "therapy"),
    "transformer": ("power electrical", "station oil"),
    "voice": ("your customer brand own strong our of", "heard"),
}

# Such words as one builds, and verbs that say so: in an advert on the field "you build agents" is on software.
BUILT = frozenset(("agent", "evaluation"))
BUILDING = frozenset(
    "build building design designing develop developing deploy deploying implement implementing ship shipping".split()
)

# Before such a word they say whom something is built for, or with.
ARTICLES = frozenset("a an the our your their some".split())
PREPOSITIONS = frozenset("for with to of by from at in on as train training help helping support supporting".split())

# Phrases that say that a sentence is on the field, and nothing about an area.
FIELD: frozenset[Term] = frozenset(
    tuple(phrase.split())
    for phrase in (
        "language model;large language model;foundation model;generative ai;gen ai;genai;machine learning;"
        "deep learning;neural network;frontier model;open model;open weight model;ai system;ai model;"
        "generative model;natural language processing;sprachmodell;sprachmodelle;large language"
    ).split(";")
)
# Single words that say the same.
SIGNS = frozenset("llm llms ai ki ml nlp gpu gpus gpt genai chatbot neural pytorch jax model api apis".split())

# Words of adverts that the bank writes differently.
ALIASES: Mapping[str, Term] = {
    "evaluate": ("evaluation",),
    "evaluating": ("evaluation",),
    "finetuning": ("fine", "tuning"),
    "finetune": ("fine", "tuning"),
    "pretraining": ("pre", "training"),
    "pretrain": ("pre", "training"),
    "multimodality": ("multimodal",),
    "jailbreaking": ("jailbreak",),
    "llmop": ("llmops",),
    "regressions": ("regression", "test"),  # several of them are no linear one
}

# What adverts say, and a bank puts in other words: counted where the bank has the second.
SAID_FOR: Mapping[Term, Term] = {
    tuple(said.split()): tuple(meant.split())
    for meant, all_said in {
        "evaluation driven development": "eval;evaluation suite;evaluation framework;regression suite;"
        "regression test;regression testing;regression set;test set;evaluation set;eval set;faithfulness",
        "evaluation retrieval": "retrieval recall;retrieval quality;retrieval metric",
        "continuous batching": "vllm;sglang;tgi;tensorrt;inference engine;inference server;inference stack",
        "vector database": "pinecone;qdrant;weaviate;milvus;pgvector;chroma;faiss;vektordatenbank;vektordatenbanken;"
        "vector store;vector index",
        "embedding model": "embedding",
        "human evaluation": "rubric;grader;annotation;annotator;rater",
        "reranking": "re ranking;re rank;re ranker;re ranked",
        "vector search": "semantic search;similarity search;semantische suche",
        "rag": "llamaindex;haystack",
        "agent orchestration": "langgraph;crewai;autogen;agent framework;agent platform;ai agent;llm agent;agentic;"
        "autonomous agent;coding agent;ki agent;agentic system;agentisch;agentische",
        "multi agent orchestration": "multi agent;several agent;multi agent system",
        "tool calling": "tool call;function call;function calling;tool use;tool using;calling tool;call tool",
        "distributed training": "deepspeed;megatron;fsdp;sharding;multi node training",
        "kernel": "cuda;triton;cutlass",
        "human approval": "human in the loop;freigabe durch menschen;ask a person",
        "observability": "tracing;telemetry;quality monitoring;drift",
        "llmops": "mlops",
        "reliable llm service": "slo;fallback;rate limit;incident;on call;rollback;canary;service level",
        "latency budget": "end to end latency;time to first token",
        "structured output": "json schema;strukturierte ausgabe;strukturierte ausgaben",
        "prompt engineering": "prompt design;prompt template;prompt library;system prompt;write prompt;writing prompt",
        "privacy": "gdpr;dsgvo;personal data;pii;data protection;datenschutz;personenbezogene daten",
        "governance": "audit trail;audit log;audit logging;auditability",
        "guardrail": "responsible ai;ai safety;content filter",
        "red teaming": "red team",
        "hallucination": "halluzination;halluzinationen",
        "distillation": "distil;distill;distilled;distilling",
        "quantization": "quantize;quantized;quantizing",
        "tokenization": "tokenizer",
        "curation": "deduplicate;deduplication;web crawl;data mixture;data mix",
        "system design": "system architecture;solution architecture;systemarchitektur;design the architecture",
        "policy gradient": "reinforcement learning",
        "reward model": "reward modeling",
        "evaluation": "evaluierung",
        "mechanistic interpretability": "circuit",
        "speech": "asr;tts;speech recognition;text to speech;speech to text",
        "vision language model": "vlm;vision language;computer vision",
        "post training": "rl training;preference tuning",
    }.items()
    for said in all_said.split(";")
}
