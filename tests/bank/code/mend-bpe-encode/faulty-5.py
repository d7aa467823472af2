# Fault: the cache across calls is kept by the set of merges and forgets their order, e.g. abc first with (a, b), (b, c) and then with (b, c), (a, b) must give ab, c and then a, bc.
CACHES = {}


def encode(words, merges, vocab=None):
    """The pieces of all words (their ids with a vocab), in order, as one list."""
    ranks = {}
    for rank, pair in enumerate(merges):
        ranks.setdefault(tuple(pair), rank)

    cache = CACHES.setdefault(frozenset(ranks), {})  # one for each tokeniser
    pieces = []
    for word in words:
        if word not in cache:
            cache[word] = split(word, ranks)
        pieces.extend(cache[word])
    if vocab is None:
        return pieces

    ids = []
    for piece in pieces:
        if piece in vocab:
            ids.append(vocab[piece])
        else:
            ids.extend(vocab["<0x%02X>" % byte] for byte in piece.encode("utf-8"))
    return ids


def split(word, ranks):
    """The pieces of one word; ranks says when a pair was learnt."""
    parts = list(word)
    while True:
        known = [pair for pair in zip(parts, parts[1:]) if pair in ranks]
        if not known:
            return parts
        best = min(known, key=ranks.get)
        joined, i = [], 0
        while i < len(parts):
            if tuple(parts[i:i + 2]) == best:
                joined.append(parts[i] + parts[i + 1])
                i += 2
            else:
                joined.append(parts[i])
                i += 1
        parts = joined
