"""A small API: who answers, and slugs of texts. The function's handler is `app.main.handler`."""

from slugify import slugify

from app.http import BadRequest, Request, respond


def handler(event, context):
    """Answers an event of a REST API, an HTTP API or a function URL."""
    request = Request.from_event(event)
    route = ROUTES.get((request.method, request.path))
    if route is None:
        return respond(404, {"message": f"there is no {request.method} {request.path}"})
    try:
        return respond(200, {**route(request), "version": context.function_version})
    except BadRequest as error:
        return respond(400, {"message": str(error)})


def index(request):
    return {"message": "Hello from code that Terraform never touched"}


def slug(request):
    text = request.query.get("text", "").strip()
    if not text:
        raise BadRequest("the parameter 'text' is missing, as in /slug?text=Hello")
    return {"text": text, "slug": slugify(text)}


ROUTES = {("GET", "/"): index, ("GET", "/slug"): slug}
