# Fault: the list that's remembered for a word is handed out when it's the only one, so a caller who writes into it changes what a later call gives.
CACHE = {}


def encode(words, merges, vocab=None):
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    cache = CACHE.setdefault((tuple(map(tuple, merges)), vocab is None or tuple(vocab.items())), {})
    out = []
    for word in words:
        if word not in cache:
            pieces = split(word, ranks)
            cache[word] = pieces if vocab is None else ids(pieces, vocab)
        out.extend(cache[word])
    return cache[words[0]] if len(words) == 1 else out


def ids(pieces, vocab):
    found = []
    for piece in pieces:
        if piece in vocab:
            found.append(vocab[piece])
        else:
            names = (f"<0x{byte:02X}>" for byte in piece.encode("utf-8"))
            found.extend(vocab[name] for name in names)
    return found


def split(word, ranks):
    parts = list(word)
    while len(parts) > 1:
        pairs = list(zip(parts, parts[1:]))
        best = min(pairs, key=lambda pair: ranks.get(pair, len(ranks)))
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
