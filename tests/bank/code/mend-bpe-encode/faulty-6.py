# Fault: a piece that isn't in vocab falls back character by character, and only unknown characters become bytes, where the whole piece should, e.g. words ["ab"], merges (a, b), and a vocab with a, b, <0x61> and <0x62> but without ab.
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
            for char in piece:
                if char in vocab:
                    ids.append(vocab[char])
                else:
                    ids.extend(vocab["<0x%02X>" % byte] for byte in char.encode("utf-8"))
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
