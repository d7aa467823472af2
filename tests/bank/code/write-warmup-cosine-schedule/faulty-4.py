# Fault: the cosine's height is peak instead of peak - floor, so with floor > 0 the values between peak and floor are too high (step 8 of 4..12 with peak 1, floor 0.1 gives 0.6, not 0.55).
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
    if since == 0:
        return float(peak)
    height = (1 + math.cos(math.pi * since / length)) / 2
    return float(floor + peak * height)
