"""What this function runs until its first deploy."""


def placeholder():
    # Everything is local, so that no name of a handler, not even a builtin's, can hide what it needs.
    import json
    from builtins import dict, isinstance

    marker = "{{marker}}"
    message = "{{message}}"

    class NoCodeYet(Exception):
        pass

    def respond(event, context):
        request = event.get("requestContext") if isinstance(event, dict) else None
        http = isinstance(request, dict) and ("httpMethod" in event or "http" in request)
        authorizer = http and ("methodArn" in event or "routeArn" in event)
        if authorizer or not http:
            raise NoCodeYet(message + " [" + marker + "]")
        headers = {"content-type": "application/json", "cache-control": "no-store", "retry-after": "60", marker: "true"}
        body = json.dumps({"message": message}, separators=(",", ":"))
        response = {"statusCode": 503, "isBase64Encoded": False, "body": body}
        if "elb" in request:
            response["statusDescription"] = "503 Service Unavailable"
        if event.get("multiValueHeaders") and not event.get("headers"):
            response["multiValueHeaders"] = {name: [value] for name, value in headers.items()}
        else:
            response["headers"] = headers
        return response

    return respond


globals()["{{handler}}"] = placeholder()
