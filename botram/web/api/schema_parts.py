"""The building blocks of answers: schemas (JSON Schema 2020-12), and tables that also say where each value is from."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from botram.web.api.visit_schemas import DISTRICT_CODE
from botram.web.visit.links import permanent_address

Schema = dict[str, Any]
Row = tuple[Schema, str | Callable[[Any], Any]]
"""The schema of a value, and the attribute that holds it or the function that makes it of the whole object."""

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


def described(schema: Schema, description: str) -> Schema:
    """Return the schema with a description."""
    return {**schema, "description": description}


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


def list_page(name: str, cursor: Schema, **more: Schema) -> Schema:
    """Return the schema of a page of a list. ``more``: further names, as ``object_with`` takes them."""
    return object_with(items=list_of(ref(name)), next=described(maybe(cursor), "null on the last page."), **more)


class Table:
    """An object in answers: the schema and the source of each name.

    A schema alone is that of the attribute with the same name, a table that of an object there.
    """

    def __init__(self, **rows: "Schema | Row | Table") -> None:
        complete = {name: self._complete(name, row) for name, row in rows.items()}
        self.schemas = {name: schema for name, (schema, _source) in complete.items()}
        self._sources = {
            name: attrgetter(source) if isinstance(source, str) else source
            for name, (_schema, source) in complete.items()
        }

    @staticmethod
    def _complete(name: str, row: "Schema | Row | Table") -> Row:
        """Return a row with its source."""
        if isinstance(row, Table):
            return row.of(name)
        return (row, name) if isinstance(row, dict) else row

    @property
    def schema(self) -> Schema:
        """The schema of the object."""
        return object_with(**self.schemas)

    def read(self, thing: object, **given: object) -> dict[str, Any]:
        """Return the object for a thing. What is given stands in place of what the thing has."""
        return {name: given[name] if name in given else source(thing) for name, source in self._sources.items()}

    def of(self, attribute: str) -> Row:
        """Return the row of an object that another thing has."""
        return self.schema, lambda thing: self.read(getattr(thing, attribute))

    def list(self, attribute: str) -> Row:
        """Return the row of a list of objects that another thing has."""
        return list_of(self.schema), lambda thing: [self.read(one) for one in getattr(thing, attribute)]


def moment_row(attribute: str, schema: Schema = INSTANT) -> Row:
    """Return the row of a moment that is on the wall clock already; null for what has not happened."""
    return schema, lambda thing: at.isoformat() if (at := getattr(thing, attribute)) else None


OFFICE = Table(code=code(r"^[0-9]{2}\.[0-9]{2}$"), name=TEXT)
OFFICE_WITH_ZONE = Table(**OFFICE.schemas, time_zone=enum_of("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"))
PERSON = Table(id=WHOLE, name=TEXT)
DISTRICT = Table(code=code(DISTRICT_CODE), name=TEXT)
VISIT_PAGE: Row = (URL, lambda visit: permanent_address(visit.public_id))
