import json
import unittest
from types import SimpleNamespace

from app.main import handler
from tests.events import http_api, rest_api

CONTEXT = SimpleNamespace(function_version="7")


def call(event):
    response = handler(event, CONTEXT)
    return response["statusCode"], json.loads(response["body"])


class HandlerTest(unittest.TestCase):
    def test_the_index_says_which_version_answers(self):
        for event in (rest_api("GET", "/"), http_api("GET", "/")):
            status, body = call(event)
            self.assertEqual((status, body["version"]), (200, "7"))

    def test_a_text_becomes_a_slug(self):
        for event in (rest_api("GET", "/slug", {"text": "Hello World"}), http_api("GET", "/slug", {"text": "Hello World"})):
            self.assertEqual(call(event), (200, {"text": "Hello World", "slug": "hello-world", "version": "7"}))

    def test_fails_with_400_without_a_text(self):
        for query in (None, {"text": ""}, {"text": "  "}, {"other": "x"}):
            status, body = call(http_api("GET", "/slug", query))
            self.assertEqual(status, 400)
            self.assertIn("'text' is missing", body["message"])

    def test_fails_with_404_for_another_path_or_method(self):
        self.assertEqual(call(http_api("GET", "/other")), (404, {"message": "there is no GET /other"}))
        self.assertEqual(call(rest_api("POST", "/slug")), (404, {"message": "there is no POST /slug"}))
