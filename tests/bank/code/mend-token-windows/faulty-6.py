# Fault: a window that reaches the last token is cut at a stop as well; wrong for chunk([1, 2, 3, 4], 4, 0, stops=[3]), which is one window.
def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    tokens = list(tokens)
    stops = list(stops)
    windows = []
    start = 0
    while tokens:
        end = start + size
        end = max((p for p in stops if start + overlap < p <= end), default=end)
        windows.append((start, tokens[start:end]))
        if end >= len(tokens):
            break
        start = end - overlap
    return windows


def join(chunks):
    tokens = []
    for start, window in chunks:
        tokens.extend(window[len(tokens) - start:])
    return tokens
