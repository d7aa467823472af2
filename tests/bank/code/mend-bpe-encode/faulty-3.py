# Fault: pairs that aren't merges still get rank 0, the best one, so a word that begins with one stops too early, e.g. "xlow" with (l, o), (lo, w) must give x, low.
def encode(words, merges, vocab=None):
    """The pieces of all words (their ids with a vocab), in order, as one list."""
    ranks = {}
    for rank, pair in enumerate(merges):
        ranks.setdefault(tuple(pair), rank)

    cache = {}  # lives for this call only
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
    while len(parts) > 1:
        best = min(zip(parts, parts[1:]), key=lambda pair: ranks.get(pair, 0))
        if best not in ranks:
            break
        joined, i = [], 0
        while i < len(parts):
            if tuple(parts[i:i + 2]) == best:
                joined.append(parts[i] + parts[i + 1])
                i += 2
            else:
                joined.append(parts[i])
                i += 1
        parts = joined
    return parts
