# Fault: joins one occurrence and then looks again for the pair learnt first.
import re


def encode(text, merges, special=()):
    ranks = {tuple(pair): i for i, pair in reversed(list(enumerate(merges)))}
    if not special:
        return joined(list(text), ranks)
    cut = re.compile("(" + "|".join(re.escape(s) for s in sorted(special, key=len, reverse=True)) + ")")
    out = []
    for place, part in enumerate(cut.split(text)):
        if place % 2:
            out.append(part)
        else:
            out.extend(joined(list(part), ranks))
    return out


def joined(parts, ranks):
    while True:
        pairs = [pair for pair in zip(parts, parts[1:]) if pair in ranks]
        if not pairs:
            return parts
        best = min(pairs, key=ranks.get)
        new, rest, done = [], parts[::-1], False
        while rest:
            part = rest.pop()
            if rest and (part, rest[-1]) == best and not done:
                part += rest.pop()
                done = True
            new.append(part)
        parts = new
