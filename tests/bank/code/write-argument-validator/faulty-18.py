# Fault: coerce: a text at the root stays, since only entries are written back.
import re


def is_type(value, kind):
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("integer", "number"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return False
        return kind == "number" or value == int(value)
    return isinstance(value, {"object": dict, "array": list, "string": str, "null": type(None)}[kind])


def changed(value, kind):
    if isinstance(value, str):
        if kind in ("integer", "number") and re.fullmatch(r"-?[0-9]+", value):
            return int(value)
        if kind == "number" and re.fullmatch(r"-?[0-9]+\.[0-9]+", value):
            return float(value)
        if kind == "boolean" and value in ("true", "false"):
            return value == "true"
    return value


def copied(value):
    if isinstance(value, dict):
        return {key: copied(one) for key, one in value.items()}
    if isinstance(value, list):
        return [copied(one) for one in value]
    return value


def check(value, schema, coerce=False):
    if coerce:
        value = copied(value)
    faults = []

    def visit(value, schema, path):
        if "type" in schema and not is_type(value, schema["type"]):
            faults.append((".".join(path), "type"))
            return
        if "enum" in schema and value not in schema["enum"]:
            faults.append((".".join(path), "enum"))
        if isinstance(value, dict):
            properties = schema.get("properties", {})
            faults.extend((".".join([*path, name]), "required") for name in schema.get("required", []) if name not in value)
            for name in value:
                if name in properties:
                    if coerce:
                        value[name] = changed(value[name], properties[name].get("type"))
                    visit(value[name], properties[name], [*path, name])
                elif schema.get("additionalProperties") is False:
                    faults.append((".".join([*path, name]), "additionalProperties"))
        if isinstance(value, list) and "items" in schema:
            for i in range(len(value)):
                if coerce:
                    value[i] = changed(value[i], schema["items"].get("type"))
                visit(value[i], schema["items"], [*path, str(i)])

    visit(value, schema, [])
    return (value, faults) if coerce else faults
