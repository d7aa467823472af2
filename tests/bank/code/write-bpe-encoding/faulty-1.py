# Fault: all places of the pair are joined at once, overlapping ones too
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
        places = {
            i for i, pair in enumerate(zip(parts, parts[1:])) if pair == best
        }
        parts = [
            part + parts[i + 1] if i in places else part
            for i, part in enumerate(parts) if i - 1 not in places
        ]
    return parts
