"""Resolves a handler as AWS's Python runtime does and prints the outcome of each event, read from standard input.

See https://github.com/aws/aws-lambda-python-runtime-interface-client, awslambdaric/bootstrap.py.
"""

import importlib
import json
import os
import sys

# The directory of this script is no part of a function's search path; the function's own comes first.
sys.path[0] = os.getcwd()


def outcome(function, event):
    try:
        return {"response": function(event, None)}
    except Exception as error:
        return {"errorType": type(error).__name__, "errorMessage": str(error)}


module_name, function_name = sys.argv[1].rsplit(".", 1)
if module_name.split(".")[0] in sys.builtin_module_names:
    raise ImportError(module_name)
handler = getattr(importlib.import_module(module_name.replace("/", ".")), function_name)
json.dump([outcome(handler, event) for event in json.load(sys.stdin)], sys.stdout)
