# Fault: the last cycle is squeezed so that it ends at `total` instead of being cut off in mid-cycle; wrong for e.g. step 8 with warmup 2, first 4, total 9 (cycle 6..10).
import math


def learning_rate(step, peak, warmup, total, floor=0.0, first=None, grow=1):
    """Linear warm-up, then half a cosine, or several with warm restarts."""
    if step >= total:
        return float(floor)
    if step < warmup:
        return float(peak * (step + 1) / warmup)
    since = step - warmup
    length = total - warmup
    if first is not None:
        length = first
        if grow == 1:
            since %= length
        while since >= length:
            since -= length
            length *= grow
        length = min(length, total - step + since)
    if since == 0:
        return float(peak)
    height = (1 + math.cos(math.pi * since / length)) / 2
    return float(floor + (peak - floor) * height)
