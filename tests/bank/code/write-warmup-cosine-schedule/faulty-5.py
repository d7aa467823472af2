# Fault: doesn't hold the floor after `total`: the cosine goes up again, e.g. step 16 with peak 1, warmup 4, total 12 gives 0.5 instead of 0.
import math


def learning_rate(step, peak, warmup, total, floor=0.0, first=None, grow=1):
    """Linear warm-up, then half a cosine, or several with warm restarts."""
    if step < warmup:
        return float(peak * (step + 1) / warmup)
    since = step - warmup
    length = max(total - warmup, 1)
    if step == total or total == warmup:
        return float(floor)
    if first is not None:
        if step > total:
            return float(floor)
        length = first
        if grow == 1:
            since %= length
        while since >= length:
            since -= length
            length *= grow
    if since == 0:
        return float(peak)
    height = (1 + math.cos(math.pi * since / length)) / 2
    return float(floor + (peak - floor) * height)
