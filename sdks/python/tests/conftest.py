"""The service on the sandbox, and the sandbox's own pages and controls."""

import json
import re
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from connector_service.testing import Sandbox

ROOT = Path(__file__).resolve().parents[3]
NODE = str(ROOT / "node_modules/.bin/node")
COMMAND = [NODE, str(ROOT / "packages/cli/main.ts")]
WEBHOOK_SECRET = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH"
PYTHON = sys.executable


@pytest.fixture(scope="session")
def service() -> Iterator[Sandbox]:
    with Sandbox(COMMAND) as running:
        yield running


def post(url: str, body: object) -> Any:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url}: {error.read().decode()}") from error


def control(service: Sandbox, path: str, body: object) -> Any:
    return post(f"{service.sandbox}/_sandbox/{path}", body)


def browse(page: str) -> str:
    """Open a page of the sandbox, press its first button, and say where the customer is sent back to."""
    html = urllib.request.urlopen(page).read().decode()
    action = re.search(r'<form[^>]*action="([^"]*)"', html)
    target = urllib.parse.urljoin(page, action.group(1).replace("&amp;", "&") if action else page)
    fields: dict[str, str] = {}
    for name, value in re.findall(r'<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"', html):
        fields.setdefault(name, value)
    parts = urllib.parse.urlsplit(target)
    connection = HTTPConnection(parts.netloc)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        body = urllib.parse.urlencode(fields)
        connection.request("POST", path, body, {"content-type": "application/x-www-form-urlencoded"})
        return connection.getresponse().getheader("location") or ""
    finally:
        connection.close()
