"""What differs between API Gateway's two event formats, behind one request."""

import json
from dataclasses import dataclass


class BadRequest(Exception):
    """The caller's mistake; its text is the answer."""


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict

    @classmethod
    def from_event(cls, event):
        """Reads payload format 2.0 (HTTP API, function URL) or 1.0 (REST API)."""
        query = event.get("queryStringParameters") or {}
        if event.get("version") != "2.0":
            return cls(event["httpMethod"], event["path"], query)
        context = event["requestContext"]
        # An HTTP API puts the name of its stage in front of the path, unless it is the default one.
        stage = "/" + context.get("stage", "$default")
        path = event["rawPath"]
        if path == stage or path.startswith(stage + "/"):
            path = path[len(stage) :] or "/"
        return cls(context["http"]["method"], path, query)


def respond(status, body):
    """An answer that both formats take."""
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }
