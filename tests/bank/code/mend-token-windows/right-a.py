def chunk(tokens, size, overlap, stops=()):
    if not 0 <= overlap < size:
        raise ValueError("overlap must be at least 0 and less than size")
    chunks, start = [], 0
    while start + size < len(tokens):
        low, high = start + overlap, start + size
        end = max((p for p in stops if low < p <= high), default=high)
        chunks.append((start, list(tokens[start:end])))
        start = end - overlap
    if len(tokens):
        chunks.append((start, list(tokens[start:])))
    return chunks


def join(chunks):
    tokens = []
    for start, window in chunks:
        tokens += window[len(tokens) - start:]
    return tokens
