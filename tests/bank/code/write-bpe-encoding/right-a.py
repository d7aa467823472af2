import re


def encode(text, merges, special=()):
    ranks = {tuple(pair): rank for rank, pair in enumerate(merges)}
    if not special:
        return pieces(text, ranks)
    longest = sorted(special, key=len, reverse=True)
    pattern = "(" + "|".join(re.escape(each) for each in longest) + ")"
    out = []
    for place, part in enumerate(re.split(pattern, text)):
        out += [part] if place % 2 else pieces(part, ranks)
    return out


def pieces(text, ranks):
    parts = list(text)
    while len(parts) > 1:
        known = [pair for pair in zip(parts, parts[1:]) if pair in ranks]
        if not known:
            break
        best = min(known, key=ranks.get)
        joined, i = [], 0
        while i < len(parts):
            if tuple(parts[i:i + 2]) == best:
                joined.append(best[0] + best[1])
                i += 2
            else:
                joined.append(parts[i])
                i += 1
        parts = joined
    return parts
