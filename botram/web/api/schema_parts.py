"""The building blocks of the answers' schemas, and objects that several answers contain. JSON Schema 2020-12."""

from typing import Any

from botram.web.api.visit_schemas import DISTRICT_CODE, VISIT_ID

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
URL: Schema = {"type": "string", "format": "uri"}
INSTANT: Schema = {
    "type": "string",
    "format": "date-time",
    "description": "With the offset of the office's time zone.",
    "examples": ["2026-12-08T08:00:00+07:00"],
}
DAY: Schema = {"type": "string", "format": "date"}
VERSIONED: Schema = {"type": "integer", "minimum": 1}
ETAG = {"schema": {"type": "string"}, "description": "Changes with the answer. Send it back as `If-None-Match`."}


def code(pattern: str) -> Schema:
    """Return the schema of a text that matches a pattern."""
    return {"type": "string", "pattern": pattern}


def enum_of(*choices: str) -> Schema:
    """Return the schema of one of a few words."""
    return {"type": "string", "enum": list(choices)}


def maybe(schema: Schema) -> Schema:
    """Return the schema that also allows null."""
    return {"anyOf": [schema, {"type": "null"}]}


def list_of(schema: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def object_with(**properties: Schema) -> Schema:
    """Return the schema of an object. Names that end in an underscore are optional."""
    return {
        "type": "object",
        "properties": {name.rstrip("_"): schema for name, schema in properties.items()},
        "required": [name for name in properties if not name.endswith("_")],
    }


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_page(name: str, cursor: Schema) -> Schema:
    """Return the schema of a page of a list."""
    return object_with(items=list_of(ref(name)), next={**maybe(cursor), "description": "null on the last page."})


_CODED = {"code": TEXT, "name": TEXT}
OFFICE = object_with(code=code(r"^[0-9]{2}\.[0-9]{2}$"), name=TEXT)
OFFICE_WITH_ZONE = object_with(
    **OFFICE["properties"], time_zone=enum_of("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
)
PERSON = object_with(id=WHOLE, name=TEXT)
DISTRICT = object_with(code=code(DISTRICT_CODE), name=TEXT)
MENTION = object_with(id=code(VISIT_ID), opens_at=INSTANT, url=URL)
ONLY_OWN = {"description": "Only for people of the visit's own office."}
