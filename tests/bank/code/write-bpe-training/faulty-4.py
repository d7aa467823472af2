# Fault: breaks ties by the joined string rather than by the tuple, so ("ab", "a") goes before ("a", "bb"), e.g. {"ab": 5, "aba": 1, "acc": 1} where ("ab", "a") ties with ("a", "c").
def train_bpe(counts, n, as_bytes=False):
    """The first n merges of byte-pair encoding (numbers when as_bytes)."""
    corpus = []
    for word, count in counts.items():
        symbols = list(word.encode("utf-8")) if as_bytes else list(word)
        corpus.append((symbols, count))

    learnt = []
    for k in range(n):
        tally = {}
        for symbols, count in corpus:
            for i in range(len(symbols) - 1):
                pair = (symbols[i], symbols[i + 1])
                tally[pair] = tally.get(pair, 0) + count
        if not tally:
            break
        most = max(tally.values())
        tied = [pair for pair, total in tally.items() if total == most]
        best = min(tied) if as_bytes else min(tied, key=lambda pair: pair[0] + pair[1])
        learnt.append(best)
        new = 256 + k if as_bytes else best[0] + best[1]
        corpus = [(join(symbols, best, new), count) for symbols, count in corpus]
    return learnt


def join(symbols, pair, new):
    out = []
    i = 0
    while i < len(symbols):
        if i + 1 < len(symbols) and (symbols[i], symbols[i + 1]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(symbols[i])
            i += 1
    return out
