# Fault: coerce: True in any letter case.
import re

INTEGER = re.compile(r"-?[0-9]+")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "number": is_number,
    "integer": lambda value: is_number(value) and (isinstance(value, int) or value.is_integer()),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}


def equal(a, b):
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[key], b[key]) for key in a)
    return a == b


def convert(value, kind):
    if not isinstance(value, str):
        return value
    if kind in ("integer", "number") and INTEGER.fullmatch(value):
        return int(value)
    if kind == "number" and NUMBER.fullmatch(value):
        return float(value)
    if kind == "boolean" and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return value


def join(path, key):
    return f"{path}.{key}" if path else str(key)


def walk(value, schema, path, coerce, faults):
    kind = schema.get("type")
    if coerce:
        value = convert(value, kind)
    if kind is not None and not TYPES[kind](value):
        faults.append((path, "type"))
        return value
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                faults.append((join(path, name), "required"))
        new = {}
        for name, inner in value.items():
            new[name] = inner
            if name in properties:
                new[name] = walk(inner, properties[name], join(path, name), coerce, faults)
            elif schema.get("additionalProperties") is False:
                faults.append((join(path, name), "additionalProperties"))
        value = new
    elif isinstance(value, list) and "items" in schema:
        value = [walk(one, schema["items"], join(path, i), coerce, faults) for i, one in enumerate(value)]
    if "enum" in schema and not any(equal(value, one) for one in schema["enum"]):
        faults.append((path, "enum"))
    return value


def check(value, schema, coerce=False):
    faults = []
    value = walk(value, schema, "", coerce, faults)
    return (value, faults) if coerce else faults
