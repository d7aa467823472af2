# Fault: short text is given back as one piece, so the empty text gives [""] instead of no pieces (text "").
def encode(text, merges, special=()):
    """The pieces of text; special strings stay whole."""
    ranks = {}
    for rank, (left, right) in enumerate(merges):
        ranks.setdefault((left, right), rank)

    by_length = sorted(special, key=len, reverse=True)
    if len(text) < 2:
        return [text]  # nothing to join
    pieces = []
    plain_from = 0
    at = 0
    while at < len(text):
        found = None
        for token in by_length:
            if text.startswith(token, at):
                found = token
                break
        if found is None:
            at += 1
            continue
        pieces.extend(merge(text[plain_from:at], ranks))
        pieces.append(found)
        at += len(found)
        plain_from = at
    pieces.extend(merge(text[plain_from:], ranks))
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
