"""Real payments against the sandbox, by threads and by an event loop; secrets, money, records, latency."""

import asyncio
import copy
import itertools
import json
import logging
import os
import pickle
import random
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from conftest import ROOT, WEBHOOK_SECRET, browse, control

from connector_service import (
    AsyncClient,
    Client,
    Hooks,
    InvalidRequest,
    NotSent,
    Tls,
    apply_answer,
    apply_event,
    connectors,
    decimal,
    money,
    v1,
)
from connector_service.testing import Sandbox

COUNT = itertools.count()


def reference() -> str:
    return f"python-{os.getpid()}-{next(COUNT)}"


def request(
    number: str = "4242424242424242", mode: v1.CaptureMode = v1.CAPTURE_MODE_AUTOMATIC
) -> v1.AuthorizePaymentRequest:
    return v1.AuthorizePaymentRequest(
        reference=reference(),
        purchase=v1.Purchase(amount=money("EUR", "10.00"), return_url="https://shop.example/return"),
        payment_method=v1.PaymentMethod(card=v1.Card(number=number, expiry_month=3, expiry_year=2030, cvc="737")),
        capture_mode=mode,
    )


@pytest.fixture
def client(service: Sandbox) -> Any:
    with Client(service.url, account="stripe") as opened:
        yield opened


def test_authorize_capture_refund(client: Client) -> None:
    held = client.payments.authorize_payment(request(mode=v1.CAPTURE_MODE_MANUAL))
    assert held.payment.status == v1.PAYMENT_STATUS_AUTHORIZED
    handle = held.payment.payment_ref
    captured = client.payments.capture_payment(
        v1.CapturePaymentRequest(reference=reference(), payment=handle, amount=money("EUR", "10.00"), final_capture=True)
    )
    assert captured.operation.status == v1.OPERATION_STATUS_SUCCEEDED
    refund = client.refunds.create_refund(
        v1.CreateRefundRequest(reference=reference(), payment=handle, amount=money("EUR", "4.00"))
    ).refund
    assert refund.status == v1.REFUND_STATUS_SUCCEEDED
    assert decimal(refund.amount) == "4.00"
    found = client.payments.get_payment(v1.GetPaymentRequest(payment=handle))
    assert found.payment.amounts.refunded.minor_units == 400


def test_the_same_by_an_event_loop(service: Sandbox) -> None:
    async def pay() -> v1.AuthorizePaymentResponse:
        async with AsyncClient(service.url, account="stripe") as opened:
            answers = await asyncio.gather(*(opened.payments.authorize_payment(request()) for _ in range(50)))
            assert len({one.payment.payment_ref.payment_id for one in answers}) == 50
            return answers[0]

    assert asyncio.run(pay()).payment.status == v1.PAYMENT_STATUS_CAPTURED


def test_a_decline_is_an_answer(client: Client) -> None:
    declined = client.payments.authorize_payment(request("4000000000009995"))
    assert declined.payment.status == v1.PAYMENT_STATUS_FAILED
    assert declined.operation.failure.code == v1.FAILURE_CODE_INSUFFICIENT_FUNDS
    assert declined.operation.failure.actor == v1.ACTOR_ISSUER


def test_every_wrong_field_is_named(client: Client) -> None:
    with pytest.raises(InvalidRequest) as caught:
        client.payments.authorize_payment(v1.AuthorizePaymentRequest())
    assert len(caught.value.violations) >= 3


def test_three_d_secure_is_resumed(client: Client) -> None:
    asked = client.payments.authorize_payment(request("4000002760003184"))
    assert asked.payment.status == v1.PAYMENT_STATUS_ACTION_REQUIRED
    url = browse(asked.next_action.redirect.url)
    resumed = client.payments.resume_payment(v1.ResumePaymentRequest(state=asked.state, url=url))
    assert resumed.payment.status == v1.PAYMENT_STATUS_CAPTURED


def test_a_dispute_is_found_and_accepted(client: Client, service: Sandbox) -> None:
    paid = client.payments.authorize_payment(request()).payment
    told = control(service, "stripe/commands/openDispute", {"payment": paid.payment_ref.payment_id})
    handle = v1.DisputeRef(dispute_id=told["touched"]["dispute"])
    found = client.disputes.get_dispute(v1.GetDisputeRequest(dispute=handle))
    assert found.dispute.status == v1.DISPUTE_STATUS_NEEDS_RESPONSE
    accepted = client.disputes.accept_dispute(v1.AcceptDisputeRequest(dispute=handle))
    assert accepted.operation.status != v1.OPERATION_STATUS_FAILED


def test_the_processor_is_switched_by_one_word(service: Sandbox) -> None:
    with Client(service.url, account="adyen") as other:
        paid = other.payments.authorize_payment(request("5555555555554444"))
    assert paid.payment.status == v1.PAYMENT_STATUS_CAPTURED


def test_a_webhook_is_verified_from_its_bytes(client: Client, service: Sandbox) -> None:
    deliveries: list[tuple[bytes, list[tuple[str, str]]]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            deliveries.append((self.rfile.read(int(self.headers["content-length"])), self.headers.items()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/"
        control(service, "stripe/webhook", {"url": url, "secret": WEBHOOK_SECRET})
        paid = client.payments.authorize_payment(request())
        record = apply_answer(None, paid, datetime.now(timezone.utc))
        verified = 0
        for _ in range(100):
            for body, headers in [deliveries.pop() for _ in range(len(deliveries))]:
                forged = client.webhooks.parse(b" " + body, headers, url)
                assert forged.events[0].verification == v1.VERIFICATION_FAILED
                for event in client.webhooks.parse(body, headers, url).events:
                    if event.payment_ref.payment_id == paid.payment.payment_ref.payment_id:
                        assert event.verification == v1.VERIFICATION_VERIFIED
                        record = apply_event(record, event)
                        verified += 1
            if verified:
                break
            time.sleep(0.05)
        server.shutdown()
    assert verified
    assert record.payment.status == v1.PAYMENT_STATUS_CAPTURED
    assert v1.PaymentRecord.FromString(record.SerializeToString()) == record


def test_a_hundred_calls_at_a_time(client: Client) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(client.payments.authorize_payment, [request() for _ in range(100)]))
    assert len({one.payment.payment_ref.payment_id for one in answers}) == 100


def test_nobody_listens() -> None:
    with Client("http://127.0.0.1:1", account="stripe") as lost, pytest.raises(NotSent):
        lost.payments.authorize_payment(request())


def test_hooks_hear_of_attempts_without_payload(service: Sandbox) -> None:
    heard: list[Any] = []

    class Ears(Hooks):
        def call(self, rpc: str, request_id: str) -> None:
            heard.append((rpc, request_id))

        def attempt(self, rpc: str, request_id: str, number: int, code: str) -> None:
            heard.append((rpc, request_id, number, code))

        def ended(self, rpc: str, request_id: str, attempts: int, error: Any) -> None:
            heard.append((rpc, request_id, attempts, error))

    with Client(service.url, account="stripe", hooks=Ears()) as watched:
        watched.payments.authorize_payment(request())
    assert [one[2:] for one in heard] == [(), (1, "OK"), (1, None)]
    assert "4242" not in repr(heard)


def test_a_hook_that_raises_ends_no_payment(service: Sandbox) -> None:
    class Broken(Hooks):
        def call(self, rpc: str, request_id: str) -> None:
            raise RuntimeError(rpc)

        def attempt(self, rpc: str, request_id: str, number: int, code: str) -> None:
            raise RuntimeError(rpc)

        def ended(self, rpc: str, request_id: str, attempts: int, error: Any) -> None:
            raise RuntimeError(rpc)

    with Client(service.url, account="stripe", hooks=Broken()) as watched:
        assert watched.payments.authorize_payment(request()).payment.status == v1.PAYMENT_STATUS_CAPTURED


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"account": "a", "connector": connectors.Stripe(api_key="sk_test_1")},
        {"account": "a", "metadata": {"Authorization": "x"}},
        {"account": "a", "metadata": {"x-a": "a\nb"}},
        {"account": "a", "metadata": {"x a": "b"}},
    ],
)
def test_programming_errors_are_told_at_once(options: Any) -> None:
    with pytest.raises(ValueError, match=r"connector|client|header"):
        Client("http://127.0.0.1:1", **options)


@pytest.mark.parametrize(
    "endpoint",
    ["127.0.0.1:1", "ftp://host", "", "http://", "http://h/a", "http://h?a", "http://h#a", "http://u@h", "http://h:x"],
)
def test_an_endpoint_that_is_none(endpoint: str) -> None:
    with pytest.raises(ValueError, match="endpoint"):
        Client(endpoint, account="a")


def test_nothing_secret_is_printed_or_pickled() -> None:
    connector = connectors.Stripe(api_key="sk_test_CANARY", webhook_secrets=["whsec_CANARY"])
    tls = Tls(None, b"certificate", b"key CANARY")
    with Client("http://127.0.0.1:1", connector=connector, api_key="caller CANARY") as client:
        things = [
            connector,
            client,
            tls,
            request("4000056655665556"),
            v1.Card(number="4000056655665556", cvc="CANARY"),
        ]
        for thing in things:
            text = f"{thing} {thing!r} {[thing]} {dict(a=thing)} {vars(thing) if hasattr(thing, '__dict__') else ''}"
            assert "CANARY" not in text
            assert "4000056655665556" not in text
        for thing in (connector, client):
            with pytest.raises(TypeError):
                pickle.dumps(thing)
            with pytest.raises(TypeError):
                copy.copy(thing)
    assert logging.getLogger("connector_service").handlers == []


def test_money_is_exact_or_refused() -> None:
    for currency, amount, units in [
        ("EUR", "10.5", 1050),
        ("JPY", "500", 500),
        ("KWD", "1.001", 1001),
        ("EUR", "-0.01", -1),
        ("EUR", "0", 0),
    ]:
        assert money(currency, amount).minor_units == units
        assert money(currency, decimal(money(currency, amount))).minor_units == units
    for currency, amount in [
        ("EUR", "1.001"),
        ("JPY", "1.5"),
        ("XXZ", "1"),
        ("EUR", "1e3"),
        ("EUR", ""),
        ("EUR", "٣"),
        ("EUR", "9" * 20),
    ]:
        with pytest.raises(ValueError, match=r"ISO|amount|digits"):
            money(currency, amount)


def test_any_order_and_any_copies_give_the_same_record() -> None:
    def event(at: int, status: v1.PaymentStatus, captured: int) -> v1.Event:
        told = v1.Event(
            action=v1.EVENT_ACTION_APPLY,
            payment=v1.Payment(
                payment_ref=v1.PaymentRef(payment_id="pay_1", related_ids={str(at): "x"}),
                status=status,
                amounts=v1.PaymentAmounts(captured=v1.Money(minor_units=captured, currency="EUR")),
            ),
        )
        told.occurred_at.seconds = at
        return told

    def fold(events: list[v1.Event]) -> v1.PaymentRecord:
        record: v1.PaymentRecord | None = None
        for one in events:
            record = apply_event(record, one)
        assert record is not None
        del record.tellings[:]
        return record

    events = [
        event(1, v1.PAYMENT_STATUS_PENDING, 0),
        event(2, v1.PAYMENT_STATUS_AUTHORIZED, 0),
        event(2, v1.PAYMENT_STATUS_CAPTURED, 500),
        event(5, v1.PAYMENT_STATUS_CAPTURED, 1000),
        event(9, v1.PAYMENT_STATUS_FAILED, 1000),
    ]
    wanted = fold(events)
    assert wanted.payment.late
    chance = random.Random(7)
    for _ in range(200):
        shuffled = events + chance.sample(events, 2)
        chance.shuffle(shuffled)
        assert fold(shuffled) == wanted


def test_latency(client: Client) -> None:
    times = []
    for _ in range(200):
        one = request()
        started = time.perf_counter()
        client.payments.authorize_payment(one)
        times.append((time.perf_counter() - started) * 1000)
    median = statistics.median(times)
    print(f"latency: median {median:.2f} ms")
    file = ROOT / "reports/sdks/python.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    told = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**told, "medianMilliseconds": median}))
