"""Abbreviations of the field, and what is spelt out in speech but meant as one word.

A cue that has an abbreviation hears what it stands for, and the other way. "K V" is kv, "a hundred and twenty eight"
is 128.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from simulator.graph.listening.word import TypedWord, stem

ABBREVIATIONS: Mapping[str, tuple[str, ...]] = {
    "kv": ("key value", "keys and values", "k v"),
    "ttft": ("time to first token",),
    "tpot": ("time per output token",),
    "itl": ("inter token latency",),
    "rag": ("retrieval augmented generation",),
    "moe": ("mixture of experts",),
    "lr": ("learning rate",),
    "cot": ("chain of thought",),
    "sft": ("supervised fine tuning", "supervised finetuning"),
    "dpo": ("direct preference optimization",),
    "rlhf": ("reinforcement learning from human feedback",),
    "rl": ("reinforcement learning",),
    "ppo": ("proximal policy optimization",),
    "grpo": ("group relative policy optimization",),
    "rm": ("reward model",),
    "gqa": ("grouped query",),
    "mqa": ("multi query",),
    "mha": ("multi head attention",),
    "mla": ("multi head latent attention", "latent attention"),
    "rope": ("rotary", "rotary position"),
    "ffn": ("feed forward", "mlp"),
    "mlp": ("feed forward", "ffn"),
    "ln": ("layer norm", "layernorm", "layer normalization"),
    "layernorm": ("layer norm", "layer normalization"),
    "rmsnorm": ("rms norm", "root mean square norm"),
    "ce": ("cross entropy",),
    "kl": ("kullback leibler", "kl divergence"),
    "mle": ("maximum likelihood",),
    "nll": ("negative log likelihood",),
    "bpe": ("byte pair",),
    "oom": ("out of memory",),
    "oov": ("out of vocabulary",),
    "gd": ("gradient descent",),
    "sgd": ("stochastic gradient descent",),
    "ema": ("exponential moving average", "moving average"),
    "hbm": ("high bandwidth memory",),
    "qps": ("queries per second", "requests per second"),
    "rps": ("requests per second", "queries per second"),
    "ann": ("approximate nearest neighbour",),
    "nn": ("neural network", "nearest neighbour"),
    "llm": ("language model", "large language model"),
    "lm": ("language model",),
    "fsdp": ("fully sharded data parallel",),
    "ddp": ("distributed data parallel",),
    "dp": ("data parallel", "differential privacy"),
    "tp": ("tensor parallel",),
    "pp": ("pipeline parallel",),
    "ep": ("expert parallel",),
    "peft": ("parameter efficient fine tuning",),
    "lora": ("low rank adapter", "low rank adaptation"),
    "ptq": ("post training quantization",),
    "qat": ("quantization aware training",),
    "ndcg": ("discounted cumulative gain",),
    "mrr": ("mean reciprocal rank",),
    "pii": ("personal data", "personally identifiable"),
    "sae": ("sparse autoencoder",),
    "vlm": ("vision language model",),
    "vit": ("vision transformer",),
    "cfg": ("classifier free guidance",),
    "idf": ("inverse document frequency",),
    "tf": ("term frequency",),
    "p50": ("median", "50th percentile"),
    "p95": ("95th percentile",),
    "p99": ("99th percentile",),
    "ci": ("confidence interval",),
    "iid": ("independent and identically distributed",),
    "rbac": ("role based access",),
    "acl": ("access control list", "access list"),
    "mfu": ("model flops utilization",),
    "seq": ("sequence",),
    "params": ("parameters",),
    "param": ("parameter",),
    "grad": ("gradient",),
    "grads": ("gradients",),
    "vocab": ("vocabulary",),
    "temp": ("temperature",),
    "config": ("configuration",),
    "eval": ("evaluation",),
    "evals": ("evaluations",),
    "docs": ("documents",),
    "doc": ("document",),
    "repo": ("repository",),
    "dims": ("dimensions",),
    "dim": ("dimension",),
    "std": ("standard deviation",),
    "sd": ("standard deviation",),
    "var": ("variance",),
    "prob": ("probability",),
    "probs": ("probabilities",),
    "dist": ("distribution",),
    "acc": ("accuracy",),
    "attn": ("attention",),
    "emb": ("embedding",),
    "ctx": ("context",),
    "mem": ("memory",),
    "optim": ("optimizer",),
    "spec": ("speculative",),
    "quant": ("quantization",),
    "perf": ("performance",),
    "perplexity": ("ppl",),
    "ppl": ("perplexity",),
    "gpu": ("accelerator", "card"),
    "vs": ("versus",),
    "sqrt": ("square root", "√"),
    "√": ("square root", "sqrt", "root"),
}  # fmt: skip
# abbreviations that are known beside these where they are spelt letter by letter in small letters
NAMES = frozenset(
    "ai api gpt cpu tpu npu qkv html sql ocr asr tts rnn lstm gru cnn gan vae mae mse rmse auc roc ner nlp pdf url ui "
    "ux io id iid ivf mcp sdk cli ram ssd gdpr eu etl sla slo kpi nccl cuda awq gptq ttl cag din dcn bm json clip "
    "agi mmlu dpr bert colbert elo qa ml dl sre fp bf ids mlops llms roi ab hr pr ci cd hyde lru nf".split()
)
# what a recogniser of speech writes for names of the field
MISHEARD: Mapping[tuple[str, ...], str] = {
    ("laura",): "lora",
    ("q", "laura"): "qlora",
    ("cue", "laura"): "qlora",
    ("jason",): "json",
    ("j", "son"): "json",
    ("re", "lu"): "relu",
    ("ray", "lou"): "relu",
    ("soft", "max"): "softmax",
    ("em", "bedding"): "embedding",
    ("em", "beddings"): "embeddings",
    ("em", "bed"): "embed",
    ("token", "izer"): "tokenizer",
    ("token", "iser"): "tokeniser",
    ("token", "ization"): "tokenization",
    ("pie", "torch"): "pytorch",
    ("num", "pie"): "numpy",
    ("n", "vidia"): "nvidia",
    ("back", "prop"): "backprop",
    ("arg", "max"): "argmax",
    ("hugging", "face"): "huggingface",
    ("word", "to", "vec"): "word2vec",
    ("word", "two", "vec"): "word2vec",
}

MOST_LETTERS = 6  # of an abbreviation that is spelt
UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_COUNTS = UNITS.keys() | TENS.keys() | {"hundred"}
_BEGINS_NUMBER = _COUNTS | {"point"}
_BEFORE_POINT = frozenset("is was are like about of to at by than around from say or just only plus times be".split())
_KNOWN = frozenset(name for name in (*ABBREVIATIONS, *NAMES) if name.isalpha() and len(name) <= MOST_LETTERS)
_MISHEARD_FIRST = frozenset(words[0] for words in MISHEARD)


def spelt_out(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """The words with letters, names and numbers that are one word joined to one."""
    words = {token.word for token in typed}
    if any(len(word) == 1 and word.isalpha() for word in words):
        typed = _letters_joined(typed, text)
        words = {token.word for token in typed}
    if not _MISHEARD_FIRST.isdisjoint(words):
        typed = _names_joined(typed, text)
    if not _COUNTS.isdisjoint(words):
        typed = _numbers_joined(typed, text)
    return typed


def _together(one: TypedWord, other: TypedWord, text: str) -> bool:
    """Whether nothing but a space, or a hyphen, is between two words."""
    return other.start - one.end == 1 and text[one.end] in " -" and one.clause == other.clause


def _as_one(typed: Sequence[TypedWord], word: str) -> TypedWord:
    first, last = typed[0], typed[-1]
    return TypedWord(stem(word), first.start, last.end, first.sentence, first.clause, word)


def _letters_joined(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """Letters that were spelt as one abbreviation: capital ones, and small ones that are a known one."""
    joined: list[TypedWord] = []
    place = 0
    while place < len(typed):
        stop = place + 1
        if _is_letter(typed[place]):
            while stop < len(typed) and _is_letter(typed[stop]) and typed[stop].clause == typed[place].clause:
                if text[typed[stop - 1].end : typed[stop].start] not in (" ", "/"):
                    break
                stop += 1
        joined += _abbreviated(typed[place:stop], text) if stop - place > 1 else typed[place:stop]
        place = stop
    return joined


def _is_letter(token: TypedWord) -> bool:
    if len(token.word) > 2:
        return False
    plain = token.word.removesuffix("s") if len(token.word) == 2 else token.word  # "G P Us"
    return len(plain) == 1 and plain.isalpha() and plain.isascii()


def _abbreviated(run: list[TypedWord], text: str) -> list[TypedWord]:
    """A run of letters with its longest abbreviations as one word each; "a" and "I" alone are words of their own."""
    found: list[TypedWord] = []
    place = 0
    while place < len(run):
        for stop in range(min(len(run), place + MOST_LETTERS), place + 1, -1):
            part = run[place:stop]
            if any(len(token.word) == 2 for token in part[:-1]):
                continue
            word = "".join(token.word for token in part)
            if word in _KNOWN or word.removesuffix("s") in _KNOWN or (stop == len(run) and _capital(part, text)):
                found.append(_as_one(part, word))
                place = stop
                break
        else:
            found.append(run[place])
            place += 1
    return found


def _capital(part: Sequence[TypedWord], text: str) -> bool:
    capital = "/" not in text[part[0].start : part[-1].end] and all(text[token.start].isupper() for token in part)
    return capital and part[0].word not in "ai" and part[-1].word not in ("i", "is", "as")


def _names_joined(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """Names as a recogniser of speech writes them: "Laura" is LoRA, "soft max" softmax."""
    joined: list[TypedWord] = []
    place = 0
    while place < len(typed):
        name, length = _misheard(typed, place, text) if typed[place].word in _MISHEARD_FIRST else ("", 1)
        joined.append(_as_one(typed[place : place + length], name) if name else typed[place])
        place += length
    return joined


def _misheard(typed: Sequence[TypedWord], place: int, text: str) -> tuple[str, int]:
    """The name that is meant by the words from a token on, and how many they are; ("", 1) if none is."""
    for words, name in MISHEARD.items():
        part = typed[place : place + len(words)]
        if tuple(token.word for token in part) == words and all(_together(*pair, text) for pair in pairwise(part)):
            return name, len(words)
    return "", 1


def _numbers_joined(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """Numbers of several words: "sixty four", "four hundred", "one point five", "two fifty six"."""
    joined: list[TypedWord] = []
    place = 0
    while place < len(typed):
        number, stop = _number_at(typed, place, text) if typed[place].word in _BEGINS_NUMBER else (None, place)
        if number is None or stop - place < 2:
            joined.append(typed[place])
            place += 1
            continue
        first, last = typed[place], typed[stop - 1]
        written = f"{number:.12g}"
        digits = len(written.replace(".", "").strip("0")) or 1
        joined.append(
            TypedWord(written, first.start, last.end, first.sentence, first.clause, written, (number,), digits)
        )
        place = stop
    return joined


def _number_at(typed: Sequence[TypedWord], place: int, text: str) -> tuple[float | None, int]:
    """The number in words that begins at a token, and the token after it."""

    def word(at: int) -> str:
        """The word at a token that begins the number or may go on with it; empty where a stop comes before."""
        follows = place < at < len(typed) and _together(typed[at - 1], typed[at], text)
        return typed[at].word if at == place or follows else ""

    def below_hundred(at: int) -> tuple[int | None, int]:
        """The number, None where there is none, and the token after it."""
        if (tens := TENS.get(word(at))) is not None:
            ones = UNITS.get(word(at + 1), 0)
            return (tens + ones, at + 2) if 1 <= ones <= 9 else (tens, at + 1)
        units = UNITS.get(word(at))
        return units, at + (units is not None)

    def below_thousand(at: int) -> tuple[int | None, int]:
        """The same up to "two fifty six", which is one number only if it's a power of two: "two fifty" may be two."""
        number, after = (1, at) if word(at) == "hundred" else below_hundred(at)
        if not number:
            return number, after
        if word(after) == "hundred":
            rest, stop = below_hundred(after + 1 + (word(after + 1) == "and"))
            return (number * 100 + rest, stop) if rest else (number * 100, after + 1)
        rest, stop = below_hundred(after)
        together = number * 100 + (rest or 0)
        return (together, stop) if rest and rest >= 10 and not together & (together - 1) else (number, after)

    if word(place) == "point":
        before = typed[place - 1].word if place else ""
        decimals, stop = _decimals(word, place + 1)
        return (float(f"0.{decimals}"), stop) if decimals and before in _BEFORE_POINT else (None, place)
    number, stop = below_thousand(place)
    if number is None:
        return None, place
    if (factor := _LARGE.get(word(stop))) is not None:
        rest, after = below_thousand(stop + 1 + (word(stop + 1) == "and"))
        return (number * factor + rest, after) if rest else (number, stop)
    if word(stop) == "point":
        decimals, after = _decimals(word, stop + 1)
        return (float(f"{number}.{decimals}"), after) if decimals else (number, stop)
    if word(stop) == "e" and word(stop + 1) == "minus" and (power := UNITS.get(word(stop + 2))):
        return number * 10.0**-power, stop + 3
    return number, stop


def _decimals(word: Callable[[int], str], at: int) -> tuple[str, int]:
    """The digits after a point, spoken one by one or as a number below a hundred."""
    if (tens := TENS.get(word(at))) is not None:
        ones = UNITS.get(word(at + 1), 0)
        return (str(tens + ones), at + 2) if 1 <= ones <= 9 else (str(tens), at + 1)
    digits = ""
    while (digit := UNITS.get(word(at))) is not None and digit <= 9:
        digits += str(digit)
        at += 1
    return digits, at
