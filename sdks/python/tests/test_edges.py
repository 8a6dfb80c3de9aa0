"""Where a client is easily wrong: amounts at their ends, callers that change, leave or close, pickles, frames, headers."""

import asyncio
import contextlib
import copy
import email.message
import pickle
import socket
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from google.rpc import error_details_pb2, status_pb2

from connector_service import (
    AsyncClient,
    Client,
    Hooks,
    InvalidRequest,
    NotSent,
    OutcomeUnknown,
    PaymentsError,
    apply_answer,
    decimal,
    errors,
    money,
    v1,
)
from connector_service._failures import failure_of
from connector_service._rpc import _safe_repeat
from connector_service.testing import Sandbox
from connector_service.webhooks import webhook_request

NOBODY = "http://127.0.0.1:2"


@pytest.fixture(scope="module")
def silent() -> Iterator[str]:
    """A service that takes calls and never answers."""
    listening = socket.create_server(("127.0.0.1", 0))

    def hold(taken: socket.socket) -> None:
        taken.sendall(b"\0\0\0\4\0\0\0\0\0")  # the settings of HTTP/2
        while taken.recv(65536):
            pass

    def listen() -> None:
        while True:
            try:
                taken, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=hold, args=(taken,), daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    listening.close()


class Cable:
    """A connection to a service that can be cut, after which those that were open are silent and new ones work."""

    def __init__(self, to: str) -> None:
        self.to = ("127.0.0.1", int(to.rsplit(":", 1)[1]))
        self.generation = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        while True:
            try:
                taken, _ = self.listening.accept()
            except OSError:
                return
            other = socket.create_connection(self.to)
            for ends in ((taken, other), (other, taken)):
                threading.Thread(target=self.carry, args=(*ends, self.generation), daemon=True).start()

    def carry(self, source: socket.socket, target: socket.socket, born: int) -> None:
        with contextlib.suppress(OSError):
            while more := source.recv(65536):
                if born == self.generation:
                    target.sendall(more)
            target.close()


def pay() -> v1.AuthorizePaymentRequest:
    return v1.AuthorizePaymentRequest(
        reference="order-1",
        purchase=v1.Purchase(amount=money("EUR", "10.00")),
        payment_method=v1.PaymentMethod(card=v1.Card(number="4000056655665556", cvc="737")),
    )


class Ears(Hooks):
    def __init__(self) -> None:
        self.attempts: list[str] = []
        self.errors: list[PaymentsError | None] = []

    def attempt(self, rpc: str, request_id: str, number: int, code: str) -> None:
        self.attempts.append(code)

    def ended(self, rpc: str, request_id: str, attempts: int, error: PaymentsError | None) -> None:
        self.errors.append(error)


def test_amounts_at_the_ends_of_64_bits_are_exact_and_beyond_them_refused() -> None:
    for text in ("9223372036854775807", "-9223372036854775808", "9007199254740993", "0"):
        assert decimal(money("JPY", text)) == text
    assert money("EUR", "92233720368547758.07").minor_units == 2**63 - 1
    assert decimal(money("KWD", "-0.005")) == "-0.005"
    assert "9007199254740993" in repr(money("JPY", "9007199254740993"))
    for currency, amount in [("JPY", "9223372036854775808"), ("EUR", "-92233720368547758.09"), ("EUR", "1" * 5000)]:
        with pytest.raises(ValueError, match=r"too large|digits"):
            money(currency, amount)
    for wrong in (10.0, 10, None):
        with pytest.raises(TypeError):
            money("EUR", wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="ISO 4217"):
        decimal(v1.Money(currency="XXZ", minor_units=1))


@pytest.mark.parametrize("kind", [*errors.PaymentsError.__subclasses__()])
def test_an_error_comes_whole_out_of_a_pickle_without_the_card(kind: Any) -> None:
    facts: dict[str, Any] = {
        "reason": "R",
        "code": "C",
        "violations": (errors.Violation("f", "p"),),
        "retry_after": 1.5,
        "request_id": "i",
        "rpc": "r",
    }
    if kind is OutcomeUnknown:
        facts["call"] = errors.LostCall("r", pay(), "order-1", "key", 1.0)
    error = kind("message", **facts)
    error.extra = "note"
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(again) is kind
        assert str(again) == str(error)
        assert (again.reason, again.violations, again.retry_after) == ("R", facts["violations"], 1.5)
        assert again.extra == "note"
    if kind is OutcomeUnknown:
        written = pickle.dumps(error)
        assert b"4000056655665556" not in written
        assert b"737" not in written
        assert pickle.loads(written).original_call == error.original_call
        assert error.call.request == pay()


def test_no_frame_of_ours_holds_a_secret_where_an_error_passes() -> None:
    with Client(NOBODY, account="a", api_key="CANARY-KEY", metadata={"x-secret": "CANARY-HEADER"}) as client:
        with pytest.raises(NotSent) as caught:
            client.payments.authorize_payment(pay(), retries=0)
        ours = list(traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack)
        told = "\n".join(str(one.locals) for one in ours if "connector_service" in one.filename)
    assert "rpc" in told
    assert "CANARY" not in told
    assert "4000056655665556" not in told


def test_a_repeat_and_the_call_of_an_error_are_what_was_asked_for(silent: str) -> None:
    request = pay()
    with Client(silent, account="a") as client, pytest.raises(OutcomeUnknown) as caught:
        client.payments.authorize_payment(request, deadline=0.3)
    request.purchase.amount.minor_units = 9900
    assert caught.value.original_call.amount.minor_units == 1000
    assert caught.value.call.request == pay()


@pytest.mark.parametrize("options", [{"account": "é"}, {"api_key": "CANARY\n"}, {"sub_account": "CANARY\0"}])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_no_header_can_hold_is_told_when_the_client_is_made(kind: Any, options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no header can hold") as caught:
        kind(NOBODY, **{"account": "a", **options})
    assert "CANARY" not in str(caught.value)


def test_deadlines_that_no_clock_holds() -> None:
    with Client(NOBODY, account="a", retries=0) as client:
        for deadline in (float("inf"), 1e300):
            with pytest.raises(NotSent):
                client.payments.authorize_payment(pay(), deadline=deadline)
        with pytest.raises(ValueError, match="deadline"):
            client.payments.authorize_payment(pay(), deadline=float("nan"))
    with pytest.raises(ValueError, match="deadline"):
        Client(NOBODY, account="a", deadline=float("nan"))


def test_asyncio_deadlines_that_no_clock_holds() -> None:
    async def run() -> None:
        async with AsyncClient(NOBODY, account="a", retries=0) as client:
            with pytest.raises(NotSent):
                await client.payments.authorize_payment(pay(), deadline=float("inf"))
            with pytest.raises(ValueError, match="deadline"):
                await client.payments.authorize_payment(pay(), deadline=float("nan"))

    asyncio.run(asyncio.wait_for(run(), 10))


def test_pauses_that_no_clock_holds() -> None:
    long = error_details_pb2.RetryInfo()
    long.retry_delay.seconds = 2**62
    status = status_pb2.Status()
    status.details.add().Pack(long)

    class Told:
        def code(self) -> Any:
            import grpc

            return grpc.StatusCode.UNAVAILABLE

        def details(self) -> str:
            return ""

        def initial_metadata(self) -> Any:
            return None

        def trailing_metadata(self) -> Any:
            return (("grpc-status-details-bin", status.SerializeToString()),)

    assert failure_of(Told()).retry_after == 2**62
    answer = v1.AuthorizePaymentResponse()
    answer.operation.failure.retry = v1.RETRY_SAME_KEY_NOW
    answer.operation.failure.retry_after.seconds = -(2**62)
    assert _safe_repeat(answer, 0.1) == 0.1


def test_asyncio_hooks_hear_of_a_caller_who_left(silent: str) -> None:
    async def run(ears: Ears) -> None:
        async with AsyncClient(silent, account="a", hooks=ears) as client:
            task = asyncio.create_task(client.payments.authorize_payment(pay()))
            await asyncio.sleep(0.4)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            task = asyncio.create_task(client.connectors.list_connectors(v1.ListConnectorsRequest()))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        async with AsyncClient("http://127.0.0.1:2", account="a", hooks=ears) as client:
            task = asyncio.create_task(client.payments.authorize_payment(pay(), retries=9))
            await asyncio.sleep(0.3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    ears = Ears()
    asyncio.run(run(ears))
    assert [type(one).__name__ for one in ears.errors] == ["OutcomeUnknown", "Unavailable", "NotSent"]
    assert ears.attempts[:2] == ["CANCELLED", "CANCELLED"]
    assert ears.errors[0] is not None
    assert ears.errors[0].code == "CANCELLED"


def test_asyncio_closing_a_client_is_no_cancellation(silent: str) -> None:
    async def run() -> None:
        client = AsyncClient(silent, account="a")
        task = asyncio.create_task(client.payments.authorize_payment(pay()))
        await asyncio.sleep(0.4)
        await client.close()
        with pytest.raises(OutcomeUnknown):
            await task
        with pytest.raises(NotSent):
            await client.payments.authorize_payment(pay())

    asyncio.run(run())


def test_closing_a_client_ends_its_calls_and_takes_no_more(silent: str, capfd: Any) -> None:
    client = Client(silent, account="a")
    ended: list[Exception] = []

    def run() -> None:
        try:
            client.payments.authorize_payment(pay())
        except Exception as error:
            ended.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.4)
    client.close()
    thread.join(5)
    assert isinstance(ended[0], OutcomeUnknown)
    with pytest.raises(NotSent, match="closed"):
        client.payments.authorize_payment(pay(), retries=0)
    assert "Traceback" not in capfd.readouterr().err


def test_a_connection_that_died_without_a_word_is_given_up(service: Sandbox) -> None:
    cable = Cable(service.url)
    request = v1.ListConnectorsRequest
    ready = threading.Barrier(2)
    cut = threading.Event()
    ended: list[Exception] = []

    def by_thread() -> None:
        with Client(cable.url, account="stripe") as client:
            client.connectors.list_connectors(request())
            ready.wait(10)
            cut.wait(10)
            with pytest.raises(OutcomeUnknown) as caught:
                client.payments.authorize_payment(pay(), deadline=60)
            ended.append(caught.value)
            client.connectors.list_connectors(request())

    async def by_loop() -> None:
        async with AsyncClient(cable.url, account="stripe") as client:
            await client.connectors.list_connectors(request())
            await asyncio.to_thread(ready.wait, 10)
            cable.generation += 1
            cut.set()
            with pytest.raises(OutcomeUnknown) as caught:
                await client.payments.authorize_payment(pay(), deadline=60)
            ended.append(caught.value)
            await client.connectors.list_connectors(request())

    with ThreadPoolExecutor() as pool:
        other = pool.submit(by_thread)
        asyncio.run(by_loop())
        other.result()
    cable.listening.close()
    assert [getattr(one, "code", None) for one in ended] == ["UNAVAILABLE", "UNAVAILABLE"]


def test_headers_of_a_delivery_in_every_form() -> None:
    wanted = [("Signature", "a"), ("signature", "b")]
    told = email.message.Message()
    for name, value in wanted:
        told[name] = value
    for headers in (wanted, told, told.items()):
        request = webhook_request(b"{}", headers, "https://shop.example", None, False)  # type: ignore[arg-type]
        assert [(one.name, one.value) for one in request.headers] == wanted
    listed = webhook_request(b"{}", {"Signature": ["a", "b"]}, "https://shop.example", None, False)
    assert [one.value for one in listed.headers] == ["a", "b"]
    for body in ("text", bytearray(b"x")):
        with pytest.raises(TypeError):
            webhook_request(body, {}, "https://shop.example", None, False)  # type: ignore[arg-type]


def test_a_time_without_a_zone_is_refused() -> None:
    answer = v1.GetPaymentResponse()
    answer.lookup.SetInParent()
    answer.payment.status = v1.PAYMENT_STATUS_CAPTURED
    with pytest.raises(ValueError, match="time zone"):
        apply_answer(None, answer, datetime(2026, 1, 1))
    east = datetime(2026, 1, 1, 9, tzinfo=timezone(timedelta(hours=9)))
    assert apply_answer(None, answer, east).tellings[0].at == 1767225600


def test_a_sandbox_that_does_not_come_up_says_why() -> None:
    program = "import sys; print('hello'); sys.stdout.flush(); sys.stderr.write('no licence'); sys.stdin.read()"
    with pytest.raises(RuntimeError, match=r"hello[^$]*no licence"):
        Sandbox([sys.executable, "-c", program])


def test_every_wrong_field_is_a_field(service: Sandbox) -> None:
    with Client(service.url, account="stripe") as client, pytest.raises(InvalidRequest) as caught:
        client.payments.authorize_payment(
            v1.AuthorizePaymentRequest(purchase=v1.Purchase(amount=v1.Money(minor_units=-5, currency="XXZ")))
        )
    told = {one.field for one in caught.value.violations}
    assert {"purchase.amount.minor_units", "purchase.amount.currency"} & told, told
