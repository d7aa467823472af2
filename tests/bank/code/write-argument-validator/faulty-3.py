# Fault: True and False pass as type number (only integer leaves them out).
import copy
import re


def check(value, schema, coerce=False):
    faults = []
    result = visit(value, schema, (), faults, coerce)
    return (result, faults) if coerce else faults


def visit(value, schema, path, faults, coerce):
    """The value after coercion; appends what's wrong with it to faults."""

    def blame(keyword, *more):
        faults.append((".".join(path + more), keyword))

    kind = schema.get("type")
    if coerce and isinstance(value, str):
        value = from_text(value, kind)
    if kind is not None and not is_a(value, kind):
        blame("type")
        return copy.deepcopy(value)
    if "enum" in schema and not any(same(value, one) for one in schema["enum"]):
        blame("enum")

    if isinstance(value, dict):
        known = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                blame("required", name)
        result = {}
        for name, entry in value.items():
            if name in known:
                result[name] = visit(entry, known[name], path + (name,), faults, coerce)
                continue
            if schema.get("additionalProperties") is False:
                blame("additionalProperties", name)
            result[name] = copy.deepcopy(entry)
        return result
    if isinstance(value, list) and "items" in schema:
        result = []
        for place, entry in enumerate(value):
            result.append(visit(entry, schema["items"], path + (str(place),), faults, coerce))
        return result
    return copy.deepcopy(value)


def is_a(value, kind):
    if isinstance(value, bool):
        return kind in ("boolean", "number")
    if kind == "integer":
        return isinstance(value, int) or isinstance(value, float) and value.is_integer()
    if kind == "number":
        return isinstance(value, (int, float))
    if kind == "null":
        return value is None
    return isinstance(value, {"object": dict, "array": list, "string": str}.get(kind, ()))


def same(a, b):
    """Whether two JSON values are equal; True isn't 1, but 1.0 is."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[k], b[k]) for k in a)
    return a == b


def from_text(text, kind):
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    try:
        if kind in ("integer", "number") and re.fullmatch("-?[0-9]+", text):
            return int(text)
        if kind == "number" and re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
            return float(text)
    except ValueError:      # more digits than Python likes
        pass
    return text
