import re

KINDS = {
    "object": dict, "array": list, "string": str, "integer": (int, float),
    "number": (int, float), "boolean": bool, "null": type(None),
}


def fits(value, kind):
    if isinstance(value, bool):
        return kind == "boolean"
    if not isinstance(value, KINDS[kind]):
        return False
    return kind != "integer" or value == int(value)


def turned(value, kind):
    if not isinstance(value, str):
        return value
    if kind == "boolean":
        return {"true": True, "false": False}.get(value, value)
    if kind in ("integer", "number") and re.fullmatch(r"-?[0-9]+", value):
        return int(value)
    if kind == "number" and re.fullmatch(r"-?[0-9]+\.[0-9]+", value):
        return float(value)
    return value


def check(value, schema, coerce=False):
    faults = []

    def walk(value, schema, path):
        def at(key):
            return f"{path}.{key}" if path else str(key)

        kind = schema.get("type")
        if coerce:
            value = turned(value, kind)
        if kind is not None and not fits(value, kind):
            faults.append((path, "type"))
            return value
        if isinstance(value, dict):
            known = schema.get("properties", {})
            for key in schema.get("required", []):
                if key not in value:
                    faults.append((at(key), "required"))
            if schema.get("additionalProperties") is False:
                for key in value:
                    if key not in known:
                        faults.append((at(key), "additionalProperties"))
            value = {
                key: walk(each, known.get(key, {}), at(key))
                for key, each in value.items()
            }
        elif isinstance(value, list):
            items = schema.get("items", {})
            value = [walk(x, items, at(i)) for i, x in enumerate(value)]
        if "enum" in schema and value not in schema["enum"]:
            faults.append((path, "enum"))
        return value

    value = walk(value, schema, "")
    return (value, faults) if coerce else faults
