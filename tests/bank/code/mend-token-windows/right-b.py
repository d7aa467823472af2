def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    tokens = list(tokens)
    stops = list(stops)
    windows = []
    start = 0
    while tokens:
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
