import json
import unittest

from app.http import Request, respond
from tests.events import http_api, rest_api


class RequestTest(unittest.TestCase):
    def test_both_formats_give_the_same_request(self):
        expected = Request("GET", "/slug", {"text": "Hi"})
        self.assertEqual(Request.from_event(rest_api("GET", "/slug", {"text": "Hi"})), expected)
        self.assertEqual(Request.from_event(http_api("GET", "/slug", {"text": "Hi"})), expected)

    def test_a_query_may_be_absent(self):
        self.assertEqual(Request.from_event(rest_api("GET", "/")).query, {})
        self.assertEqual(Request.from_event(http_api("GET", "/")).query, {})

    def test_the_name_of_a_stage_is_not_part_of_the_path(self):
        self.assertEqual(Request.from_event(http_api("GET", "/slug", stage="prod")).path, "/slug")
        self.assertEqual(Request.from_event(http_api("GET", "/", stage="prod")).path, "/")
        self.assertEqual(Request.from_event(http_api("GET", "", stage="prod")).path, "/")
        self.assertEqual(Request.from_event(http_api("GET", "/production")).path, "/production")


class RespondTest(unittest.TestCase):
    def test_the_body_is_json(self):
        response = respond(200, {"text": "é"})
        self.assertEqual(response["statusCode"], 200)
        self.assertEqual(response["headers"], {"content-type": "application/json"})
        self.assertEqual(json.loads(response["body"]), {"text": "é"})
