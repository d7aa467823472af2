# Fault: the memory is still a default that all calls share
def encode(words, merges, vocab=None, cache={}):
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    out = []
    for word in words:
        if word not in cache:
            cache[word] = split(word, ranks)
        pieces = cache[word]
        out.extend(pieces if vocab is None else ids(pieces, vocab))
    return out


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
