# Fault: goes through the merges once, in their order.
import re


def encode(text, merges, special=()):
    ranks = {tuple(pair): i for i, pair in enumerate(merges)}
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
    for best in ranks:
        new, rest = [], parts[::-1]
        while rest:
            part = rest.pop()
            if rest and (part, rest[-1]) == best:
                part += rest.pop()
            new.append(part)
        parts = new
    return parts
