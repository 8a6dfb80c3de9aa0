"""Every vector of conformance/ that gRPC has, by threads and by an event loop."""

import asyncio
import base64
import inspect
import json
import logging
import subprocess
import time
import traceback
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from conftest import NODE, ROOT, post

from connector_service import (
    AsyncClient,
    Client,
    OutcomeUnknown,
    PaymentsError,
    Tls,
    _calls,
    apply_answer,
    apply_event,
    connectors,
    v1,
)
from connector_service._rpc import Rpc
from connector_service.webhooks import webhook_request

VECTORS = {
    name: vector
    for file in sorted((ROOT / "conformance/vectors").glob("*.json"))
    for name, vector in json.loads(file.read_text()).items()
    if "grpc" in vector.get("transports", ["grpc"])
}
NO_HEADERS = "grpcio hands out no headers of an answer that is not gRPC's"
UNSUPPORTED = {"errors-proxy-retry-after": NO_HEADERS, "retries-read-proxy-told-pause": NO_HEADERS}
RPCS = {value.path: value for value in vars(_calls).values() if isinstance(value, Rpc)}
GROUPS = {
    "PaymentService": "payments",
    "RefundService": "refunds",
    "MandateService": "mandates",
    "DisputeService": "disputes",
    "PaymentMethodService": "payment_methods",
    "CustomerService": "customers",
    "ClientSessionService": "sessions",
    "ConnectorService": "connectors",
}


@pytest.fixture(scope="session")
def conformance() -> Iterator[str]:
    with subprocess.Popen(
        [NODE, str(ROOT / "conformance/server.ts")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        url = json.loads(server.stdout.readline())["control"]
        begun.clear()
        yield url
        server.stdin.close()


begun: set[str] = set()


def begin(url: str, sdk: str) -> None:
    """Empty the report of a style that is run, and of no other."""
    if sdk not in begun:
        begun.add(sdk)
        post(f"{url}/begin", {"sdk": sdk, "transport": "grpc"})


def test_there_are_enough() -> None:
    assert len(VECTORS) >= 120


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("style", ["threads", "asyncio"])
def test_vector(conformance: str, vector: str, style: str) -> None:
    sdk = "python" if style == "threads" else "python-asyncio"
    begin(conformance, sdk)
    run = post(f"{conformance}/runs", {"vector": vector, "sdk": sdk, "transport": "grpc"})
    if style == "threads":
        with Client(run["client"]["endpoint"], **options_of(run["client"])) as client:
            told = asyncio.run(play(run, client))
    else:
        told = asyncio.run(play_async(run))
    judged = post(f"{conformance}/runs/{run['run']}", told)
    if reason := UNSUPPORTED.get(vector):
        assert judged["problems"] != [], "it can now"
        post(f"{conformance}/unsupported", {"vector": vector, "sdk": sdk, "transport": "grpc", "reason": reason})
    else:
        assert judged["problems"] == []


async def play_async(run: Any) -> Any:
    async with AsyncClient(run["client"]["endpoint"], **options_of(run["client"])) as client:
        return await play(run, client)


def options_of(wish: Any) -> dict[str, Any]:
    options: dict[str, Any] = {
        "account": wish["account"],
        "sub_account": wish["subAccount"],
        "api_key": wish["apiKey"],
        "metadata": wish["metadata"],
    }
    if wish["connector"]:
        names = {
            "apiKey": "api_key",
            "webhookSecrets": "webhook_secrets",
            "merchantAccount": "merchant_account",
        }
        given = {names[name]: value for name, value in wish["connector"]["credentials"].items()}
        kind: Any = {"stripe": connectors.Stripe, "adyen": connectors.Adyen}[wish["connector"]["id"]]
        options["connector"] = kind(**given)
    if wish["deadlineMs"] is not None:
        options["deadline"] = wish["deadlineMs"] / 1000
    if wish["retries"] is not None:
        options["retries"] = wish["retries"]
    if wish["authorities"]:
        pem = [wish[name].encode() if wish[name] else None for name in ("authorities", "certificate", "key")]
        options["tls"] = Tls(*pem)
    return options


async def play(run: Any, client: Client | AsyncClient) -> Any:
    options = options_of(run["client"])
    printed = {
        "client": shown(client),
        "connector": shown(options.get("connector")) + shown(options.get("tls")),
    }
    results = []
    for call in run["calls"]:
        time.sleep(call.get("waitMs", 0) / 1000) if isinstance(client, Client) else await asyncio.sleep(
            call.get("waitMs", 0) / 1000
        )
        results.append(await result_of(client, call, printed))
    return {"results": results, "printed": printed}


async def result_of(client: Client | AsyncClient, call: Any, printed: dict[str, str]) -> Any:
    if "applyEvent" in call:
        return {"recordBytes": encoded(record_of(call["applyEvent"]))}
    options = call.get("options", {})
    given: dict[str, Any] = {"metadata": options.get("metadata"), "retries": options.get("retries")}
    if "deadlineMs" in options:
        given["deadline"] = options["deadlineMs"] / 1000
    started = time.monotonic()
    try:
        if "webhook" in call:
            webhook = call["webhook"]
            body, headers = base64.b64decode(webhook["body"]), [tuple(one) for one in webhook["headers"]]
            request: Any = webhook_request(body, headers, webhook["url"], None, False)
            answer: Any = client.webhooks.parse(body, headers, webhook["url"], **given)
        else:
            service, method = call["rpc"].removeprefix("payments.v1.").split("/")
            request = RPCS[call["rpc"]].request.FromString(base64.b64decode(call["requestBytes"]))
            name = "".join(f"_{sign.lower()}" if sign.isupper() else sign for sign in method).lstrip("_")
            send = getattr(getattr(client, GROUPS[service]), name)
            answer = send(request, idempotency_key=options.get("idempotencyKey"), **given)
        printed["request"] = shown(request)
        if inspect.isawaitable(answer):
            answer = await answer
    except PaymentsError as error:
        printed["error"] = shown(error)
        printed["request"] = shown(request)
        return {"error": error_told(error), "elapsedMs": (time.monotonic() - started) * 1000}
    printed["answer"] = shown(answer)
    return {"answerBytes": encoded(answer), "elapsedMs": (time.monotonic() - started) * 1000}


def error_told(error: PaymentsError) -> Any:
    call = None
    if isinstance(error, OutcomeUnknown):
        told = error.original_call
        call = {
            "rpc": error.call.rpc,
            "reference": error.call.reference,
            "idempotencyKey": told.idempotency_key if told.HasField("idempotency_key") else None,
        }
    return {
        "kind": type(error).__name__,
        "reason": error.reason,
        "code": error.code,
        "violations": [{"field": one.field, "problem": one.problem} for one in error.violations],
        "retryAfterMs": None if error.retry_after is None else round(error.retry_after * 1000),
        "requestId": error.request_id,
        "call": call,
    }


def record_of(told: Any) -> v1.PaymentRecord:
    record = v1.PaymentRecord()
    for one in told["answers"]:
        answer = RPCS[one["rpc"]].response.FromString(base64.b64decode(one["bytes"]))
        record = apply_answer(record, answer, datetime.fromisoformat(one["askedAt"].replace("Z", "+00:00")))
    for event in told["events"]:
        record = apply_event(record, v1.Event.FromString(base64.b64decode(event)))
    return record


def encoded(message: Any) -> str:
    return base64.b64encode(message.SerializeToString()).decode()


def shown(value: Any) -> str:
    """Every ordinary way of printing, joined."""
    texts = [repr(value), str(value), f"{value}", "%s %r" % (value, value), repr([value]), repr({"a": value})]  # noqa: UP031
    record = logging.LogRecord("test", logging.INFO, "", 0, "value %s %r", (value, value), None)
    texts.append(logging.Formatter().format(record))
    if isinstance(value, BaseException):
        texts.append("".join(traceback.format_exception(value)))
    if hasattr(value, "__dict__"):
        texts.append(repr(vars(value)))
    return "\n".join(texts)
