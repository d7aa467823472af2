from collections import Counter

TURNED = {"A": "B", "B": "A", "tie": "tie"}


def agreement(human, judge, swapped=None):
    if swapped is None:
        return kappa(human, judge)
    final, same = [], []
    for first, second in zip(judge, swapped):
        if first is None or second is None:
            final.append(None)
            continue
        match = first == TURNED[second]
        same.append(match)
        final.append(first if match else "tie")
    steady = sum(same) / len(same) if same else None
    return (*kappa(human, final), steady)


def kappa(human, judge):
    pairs = [(h, j) for h, j in zip(human, judge)
             if h is not None and j is not None]
    n = len(pairs)
    if n == 0:
        return None, None
    agreed = sum(h == j for h, j in pairs) / n
    of_human = Counter(h for h, _ in pairs)
    of_judge = Counter(j for _, j in pairs)
    chance = sum(of_human[x] * of_judge[x] for x in of_human) / n**2
    if chance == 1:
        return agreed, None
    return agreed, (agreed - chance) / (1 - chance)
