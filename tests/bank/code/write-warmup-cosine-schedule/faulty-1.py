# Fault: the cosine is measured from step 0, not from the end of warm-up
import math


def learning_rate(step, peak, warmup, total, floor=0.0, first=None, grow=1):
    if step >= total:
        return floor
    if step < warmup:
        return peak * (step + 1) / warmup
    begin, length = 0, total
    if first is not None:
        length = first
        while step >= begin + length:
            begin, length = begin + length, length * grow
    share = (step - begin) / length
    return floor + (peak - floor) / 2 * (1 + math.cos(math.pi * share))
