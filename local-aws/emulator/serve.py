"""Serves the emulator on the Unix socket that the first argument names, to the front alone.

The front may send one header that no client can: with it, events of AWS's own services reach the event bus, which
refuses them from everybody else. How long a Lambda function is `Pending` after it was changed comes from
LOCAL_AWS_SETTLING_SECONDS; the emulator has a constant.
"""

import asyncio
import contextvars
import os
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app
from ministack.services import eventbridge, lambda_svc

from_service = contextvars.ContextVar("from_service", default=False)
put_events = eventbridge._put_events


def put_events_of_services(data, allow_aws_source=False):
    return put_events(data, allow_aws_source or from_service.get())


async def application(scope, receive, send):
    if scope["type"] == "http":
        scope["client"] = ("127.0.0.1", 0)
        from_service.set(any(name == b"x-local-aws-service" for name, _ in scope["headers"]))
    await app(scope, receive, send)


eventbridge._put_events = put_events_of_services
lambda_svc._LAMBDA_STATE_TRANSITION_DELAY = float(os.environ["LOCAL_AWS_SETTLING_SECONDS"])
config = Config()
config.bind = [f"unix:{sys.argv[1]}"]
config.keep_alive_timeout = 75
asyncio.run(serve(application, config))
