"""What adverts say for what a bank puts in other words, in English and elsewhere."""

from collections.abc import Mapping

Term = tuple[str, ...]

# What adverts say, and a bank puts in other words: counted where the bank has the second.
IN_ENGLISH: Mapping[str, str] = {
    "evaluation driven development": "eval;eval harness;evaluation harness;evaluation suite;evaluation framework;"
    "regression suite;regression test;regression testing;regression set;test set;evaluation set;eval set;faithfulness",
    "evaluation retrieval": "retrieval recall;retrieval quality;retrieval metric",
    "continuous batching": "vllm;sglang;tgi;tensorrt;inference engine;inference server;inference stack",
    "vector database": "pinecone;qdrant;weaviate;milvus;pgvector;chroma;faiss;vector store;vector index",
    "hybrid search": "hybrid retrieval",
    "pre training": "pre train",
    "context engineering": "long term memory;agent memory;conversation memory;conversational memory;persistent memory",
    "gradient boosting": "gradient boosted;boosted tree",
    "embedding model": "embedding",
    "human evaluation": "rubric;grader;annotation;annotator;rater",
    "reranking": "re ranking;re rank;re ranker;re ranked;search ranking;ranking model",
    "vector search": "semantic search;similarity search",
    "rag": "llamaindex;haystack;grounding answer;grounded answer;ground answer;retrieved passage;retrieved document;"
    "retrieved context;source citation;cite source",
    "agent orchestration": "langgraph;crewai;autogen;agent framework;agent platform;ai agent;llm agent;agentic;"
    "autonomous agent;coding agent;agentic system",
    "multi agent orchestration": "multi agent;several agent;multi agent system",
    "tool calling": "tool call;function call;function calling;tool use;tool using;calling tool;call tool",
    "distributed training": "deepspeed;megatron;fsdp;ddp;sharding;multi node training",
    "kernel": "cuda;triton;cutlass",
    "human approval": "human in the loop;ask a person",
    "observability": "tracing;telemetry;quality monitoring;drift;monitor quality;monitoring quality;"
    "quality in production;monitoring in production;model monitoring;monitor model",
    "cost latency quality": "latency and cost;cost and latency;model routing;cost per request;cost per token;"
    "token cost",
    "llmops": "mlops",
    "reliable llm service": "slo;fallback;rate limit;incident;rollback;canary;service level",
    "ttft": "time to first token",
    "latency": "latency budget;latency target;end to end latency",
    "latency metric": "tpot;time per output token;goodput",
    "structured output": "json schema",
    "prompt engineering": "prompt design;prompt template;prompt library;system prompt;write prompt;writing prompt",
    "privacy": "gdpr;personal data;pii;data protection;data leakage",
    "eu ai act": "ai act",
    "governance": "audit trail;audit log;audit logging;auditability",
    "guardrail": "responsible ai;ai safety;content filter",
    "red teaming": "red team",
    "distillation": "distil;distill;distilled;distilling",
    "quantization": "quantize;quantized;quantizing;int4;int8;fp8 inference;low precision inference",
    "tokenization": "tokenizer",
    "curation": "deduplicate;deduplication;web crawl;data mixture;data mix",
    "system design": "system architecture;solution architecture;design the architecture;"
    "design review;review design;reviewing design",
    "policy gradient": "reinforcement learning",
    "reward model": "reward modeling",
    "mechanistic interpretability": "circuit",
    "explainability": "shap;lime;counterfactual;feature attribution;saliency",
    "speech": "asr;tts;speech recognition;text to speech;speech to text;word error rate",
    "vision language model": "vlm;vision language;computer vision",
    "post training": "rl training;preference tuning",
}

# The same in German, French and Spanish, in the normal form of English: an "s" at the end is gone.
ELSEWHERE: Mapping[str, str] = {
    "hybrid search": "hybride suche;hybrider suche;recherche hybride;búsqueda híbrida",
    "vector search": "semantische suche;vektorsuche;recherche sémantique;recherche vectorielle;búsqueda semántica;"
    "búsqueda vectorial",
    "vector database": "vektordatenbank;vektordatenbanken;base vectorielle;base de donnée vectorielle;"
    "base de dato vectorial;base de dato vectoriale",
    "reranking": "réordonnancement;reordenación;reordenamiento",
    "agent orchestration": "agent ia;agent autonome;agent intelligent;agent conversationnel;agentique;"
    "agentenbasiert;agentisch;agentische;"
    "ki agent;ki agenten;agentensystem;agentensysteme;autonome agenten;agente ia;agente de ia;agente autónomo;"
    "agente inteligente;agente conversacionale;agente conversacional;agéntico",
    "multi agent orchestration": "multi agente;multiagente;multi agenten",
    "tool calling": "appel d outil;appeler des outil;appel de fonction;llamada a herramienta;llamada a funcione;"
    "funktionsaufruf;funktionsaufrufe;werkzeugaufruf;werkzeugaufrufe",
    "fine tuning": "feinabstimmung;feintuning;affinage;ajuste fino;ajustement fin;nachtrainieren",
    "evaluation driven development": "testsatz;testsätze;testsätzen;testdatensatz;testdatensätze;jeu de test;"
    "conjunto de prueba",
    "evaluation": "evaluierung;évaluation;evaluación;evaluacione",
    "inference": "inférence;inferencia;inferenz",
    "ttft": "ersten token;premier token;primer token",
    "latency": "latenz;latenzzeit;latenzzeiten;latence;latencia",
    "quantization": "quantisierung;cuantización",
    "distributed training": "verteiltes training;entraînement distribué;entrenamiento distribuido",
    "policy gradient": "apprentissage par renforcement;aprendizaje por refuerzo;bestärkendes lernen",
    "hallucination": "halluzination;halluzinationen;alucinación;alucinacione",
    "privacy": "dsgvo;datenschutz;personenbezogene daten;rgpd;donnée personnelle;protection des donnée;"
    "protección de dato;dato personale",
    "eu ai act": "ki verordnung;ki gesetz;loi ia;règlement ia;reglamento de ia;ley de ia",
    "governance": "gouvernance;gobernanza",
    "explainability": "explicabilité;explicabilidad;erklärbarkeit",
    "prompt engineering": "ingénierie de prompt;ingénierie des prompt;ingeniería de prompt",
    "structured output": "strukturierte ausgabe;strukturierte ausgaben;sortie structurée;salida estructurada",
    "speech": "spracherkennung;sprachassistent;sprachassistenten;reconnaissance vocale;synthèse vocale;"
    "reconocimiento de voz;síntesis de voz",
    "vision language model": "vision par ordinateur;visión por computador;visión por computadora;bildverstehen",
    "observability": "observabilité;observabilidad",
    "human approval": "freigabe durch menschen;validation humaine;supervisión humana",
    "system design": "systemarchitektur",
}

SAID_FOR: Mapping[Term, Term] = {
    tuple(said.split()): tuple(meant.split())
    for table in (IN_ENGLISH, ELSEWHERE)
    for meant, all_said in table.items()
    for said in all_said.split(";")
}
