# Fault: (twist) a word that is in vocab isn't cut, even if no merge leads to it.
def encode(words, merges, vocab=None):
    """The pieces of all words, in order, as one list of strings."""
    ranks = {}
    for rank, pair in enumerate(merges):
        ranks.setdefault(tuple(pair), rank)
    cache = {}
    pieces = []
    for word in words:
        if vocab and word in vocab:
            cache[word] = [word]
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
            ids.extend(vocab[f"<0x{byte:02X}>"] for byte in piece.encode("utf-8"))
    return ids


def split(word, ranks):
    parts = list(word)
    while len(parts) > 1:
        pairs = list(zip(parts, parts[1:]))
        best = min(pairs, key=lambda pair: ranks.get(pair, float("inf")))
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
