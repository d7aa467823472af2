# Fault: looks for the special tokens by length over the whole text instead of from the left, e.g. "abcd" with special "ab" and "bcd" must give ab, c, d.
def encode(text, merges, special=()):
    """The pieces of text; special strings stay whole."""
    ranks = {}
    for rank, (left, right) in enumerate(merges):
        ranks.setdefault((left, right), rank)

    # (string, whether it's a special token)
    chunks = [(text, False)]
    for token in sorted(special, key=len, reverse=True):
        cut = []
        for chunk, done in chunks:
            if done:
                cut.append((chunk, True))
                continue
            for i, plain in enumerate(chunk.split(token)):
                if i > 0:
                    cut.append((token, True))
                cut.append((plain, False))
        chunks = cut
    pieces = []
    for chunk, done in chunks:
        pieces.extend([chunk] if done else merge(chunk, ranks))
    return pieces


def merge(text, ranks):
    parts = list(text)
    while True:
        best = None
        for pair in zip(parts, parts[1:]):
            if pair in ranks and (best is None or ranks[pair] < ranks[best]):
                best = pair
        if best is None:
            return parts
        i = 0
        while i + 1 < len(parts):
            if (parts[i], parts[i + 1]) == best:
                parts[i:i + 2] = [best[0] + best[1]]
            i += 1
