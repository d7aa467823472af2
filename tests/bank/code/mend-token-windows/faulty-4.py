# Fault: stops as soon as no more than overlap tokens are left, before the first window too, so a short text is lost; wrong for chunk([1], 3, 1), which is [(0, [1])].
def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    tokens = list(tokens)
    stops = list(stops)
    windows = []
    start = 0
    while len(tokens) - start > overlap:
        end = start + size
        if end >= len(tokens):
            windows.append((start, tokens[start:]))
            break
        end = max((p for p in stops if start + overlap < p <= end), default=end)
        windows.append((start, tokens[start:end]))
        start = end - overlap
    return windows


def join(chunks):
    tokens = []
    for start, window in chunks:
        tokens.extend(window[len(tokens) - start:])
    return tokens
