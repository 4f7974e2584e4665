"""Serves the emulator on the Unix socket that the first argument names, to the front alone.

The front may send one header that no client can: with it, events of AWS's own services reach the event bus, which
refuses them from everybody else. How long a Lambda function is `Pending` after it was changed comes from
LOCAL_AWS_SETTLING_SECONDS; the emulator has a constant. A function's image has its digest for CodeSha256, which the
emulator leaves empty; the front puts the digest into each ImageUri. Images are not run, wherever Docker is, and a
function's package type stays.
"""

import asyncio
import contextvars
import os
import re
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app
from ministack.services import eventbridge, lambda_svc

from_service = contextvars.ContextVar("from_service", default=False)
put_events = eventbridge._put_events
build_config = lambda_svc._build_config
update_code = lambda_svc._update_code
execute_in_container = lambda_svc._execute_function_docker


def put_events_of_services(data, allow_aws_source=False):
    return put_events(data, allow_aws_source or from_service.get())


def digest_of(code):
    digest = re.search(r"@sha256:([0-9a-f]{64})$", code.get("ImageUri", ""))
    return {"CodeSha256": digest[1]} if digest else {}


def build_config_of_images(name, data, code_zip=None):
    return {**build_config(name, data, code_zip), **digest_of(data.get("Code", {}))}


def update_code_of_images(name, data):
    function = lambda_svc._functions.get(name)
    if function is None:
        return update_code(name, data)
    is_image = function["config"].get("PackageType") == "Image"
    if is_image and "ImageUri" not in data:
        return invalid("Please provide ImageUri when updating a function with packageType Image.")
    if not is_image and "ImageUri" in data:
        return invalid("Please don't provide ImageUri when updating a function with packageType Zip.")
    if lambda_svc._check_revision(function["config"], data) is None:
        function["config"].update(digest_of(data))
    return update_code(name, data)


def invalid(message):
    return lambda_svc.error_response_json("InvalidParameterValueException", message, 400)


def execute_packages(function, event, request_id):
    if (function.get("config") or function).get("PackageType") == "Image":
        reason = "the local AWS does not run container images"
        return {"body": {"errorMessage": reason, "errorType": "LocalAws.ImageNotRun"}, "error": True}
    return execute_in_container(function, event, request_id)


async def application(scope, receive, send):
    if scope["type"] == "http":
        scope["client"] = ("127.0.0.1", 0)
        from_service.set(any(name == b"x-local-aws-service" for name, _ in scope["headers"]))
    await app(scope, receive, send)


eventbridge._put_events = put_events_of_services
lambda_svc._build_config = build_config_of_images
lambda_svc._update_code = update_code_of_images
lambda_svc._execute_function_docker = execute_packages
lambda_svc._LAMBDA_STATE_TRANSITION_DELAY = float(os.environ["LOCAL_AWS_SETTLING_SECONDS"])
config = Config()
config.bind = [f"unix:{sys.argv[1]}"]
config.keep_alive_timeout = 75
asyncio.run(serve(application, config))
