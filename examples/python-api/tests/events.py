"""The same request in both of API Gateway's event formats."""


def rest_api(method, path, query=None):
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": method,
        "queryStringParameters": query,
        "requestContext": {"stage": "prod", "path": "/prod" + path, "httpMethod": method},
    }


def http_api(method, path, query=None, stage="$default"):
    event = {
        "version": "2.0",
        "rawPath": path if stage == "$default" else "/" + stage + path,
        "requestContext": {"stage": stage, "http": {"method": method, "path": path}},
    }
    return {**event, "queryStringParameters": query} if query else event
