# Fault: (twist) a window that just reaches the last token is cut at a stop.
def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    chunks, start, n = [], 0, len(tokens)
    while start < n:
        end = start + size
        if end > n or end == n and not any(start + overlap < p < end for p in stops):
            chunks.append((start, tokens[start:n]))
            break
        end = max((p for p in stops if start + overlap < p <= end), default=end)
        chunks.append((start, tokens[start:end]))
        start = end - overlap
    return chunks


def join(chunks):
    tokens = []
    for start, window in chunks:
        tokens += window[len(tokens) - start:]
    return tokens
