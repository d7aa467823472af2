# Fault: ranks by the joined string, so a pair that isn't a merge is joined when its string is a known piece, e.g. "abc" with (b, c), (a, b), (ab, c) must stay a, bc.
def encode(text, merges, special=()):
    """The pieces of text; special strings stay whole."""
    ranks = {}
    for rank, (left, right) in enumerate(merges):
        ranks.setdefault(left + right, rank)

    by_length = sorted(special, key=len, reverse=True)
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
            whole = pair[0] + pair[1]
            if whole in ranks and (best is None or ranks[whole] < ranks[best]):
                best = whole
        if best is None:
            return parts
        i = 0
        while i + 1 < len(parts):
            if parts[i] + parts[i + 1] == best:
                parts[i:i + 2] = [best]
            i += 1
