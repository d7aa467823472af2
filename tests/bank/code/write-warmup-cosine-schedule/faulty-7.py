# Fault: without warm-up the cosine ends a step early.
import math


def learning_rate(step, peak, warmup, total, floor=0.0, first=None, grow=1):
    if step >= total:
        return float(floor)
    if step < warmup:
        return peak * (step + 1) / warmup
    at, length = step - warmup, total - warmup if first is None else first
    if warmup == 0 and first is None and total > 1:
        length = total - 1
    while first is not None and at >= length:
        at, length = at - length, length * grow
    return floor + (peak - floor) * math.cos(math.pi * at / length / 2) ** 2
