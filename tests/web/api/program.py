"""A program that talks to the API. Every answer that it gets is held against the OpenAPI document."""

import contextvars
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from botram.database import session
from tests.browser import Browser

API = "/api/v1"


class Program(Browser):
    """A client of the API, signed in or not."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        answer = contextvars.Context().run(self.client.get, f"{API}/openapi.json")
        self.document: dict[str, Any] = answer.get_json()
        whole = DRAFT202012.create_resource(self.document)
        self.registry: Registry[Any] = Registry().with_resource("urn:api", whole)
        self.csrf = ""

    def sign_in(self, name: str, password: str = "botram-demo") -> "Program":
        """Sign in as people do, and fetch the token for writes."""
        super().sign_in(name, password)
        self.csrf = self.read("/me")["csrf_token"]
        return self

    def read(self, address: str, status: int = 200, **options: Any) -> Any:
        """The JSON at an address below /api/v1."""
        return self.ask("GET", API + address, status, **options).get_json()

    def send(
        self,
        method: str,
        address: str,
        body: Any = None,
        status: int = 200,
        *,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> TestResponse:
        """Write something, with the sign-in's token."""
        sent = {"X-CSRFToken": self.csrf, **(headers or {})}
        if "data" not in options:
            options["json"] = {} if body is None else body
        return self.ask(method, API + address, status, headers=sent, **options)

    def ask(self, method: str, address: str, status: int, **options: Any) -> TestResponse:
        """One request; its answer must be what the document promises. The test's own reading ends before it."""
        session().rollback()
        answer = super().ask(method, address, status, **options)
        if address.startswith(API):
            self.check_promise(method, address, answer)
        return answer

    def check_promise(self, method: str, address: str, answer: TestResponse) -> None:
        """Status, media type and content as the document says for this operation."""
        if answer.status_code == 405 or method not in ("GET", "POST", "PATCH"):
            return
        if (operation := self.operation(method, address)) is None:
            assert answer.status_code in (404, 405)
            return
        promised = operation["responses"].get(str(answer.status_code))
        assert promised, f"{method} {address}: {answer.status_code} is not in the document"
        if answer.status_code == 304:
            return
        if "$ref" in promised:
            promised = self.document["components"]["responses"][promised["$ref"].rsplit("/", 1)[1]]
        assert answer.mimetype in promised["content"], f"{method} {address}: {answer.mimetype}"
        self.check(promised["content"][answer.mimetype]["schema"], answer.get_json() if answer.is_json else answer.text)

    def operation(self, method: str, address: str) -> dict[str, Any] | None:
        """What the document says of an address."""
        path = address.split("?")[0].split("/")
        literal_first = sorted(self.document["paths"].items(), key=lambda item: "{" in item[0])
        for pattern, operations in literal_first:
            parts = pattern.split("/")
            same = (mine == part or "{" in part for mine, part in zip(path, parts, strict=False))
            if len(path) == len(parts) and all(same):
                found: dict[str, Any] | None = operations.get(method.lower())
                return found
        return None

    def check(self, schema: dict[str, Any], value: Any) -> None:
        """Raise ValidationError when the value is not what the schema says."""
        rooted = {"$ref": f"urn:api{schema['$ref']}"} if "$ref" in schema else schema
        Draft202012Validator(rooted, registry=self.registry).validate(value)
