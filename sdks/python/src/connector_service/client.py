"""The client, for threads and for an event loop."""

import asyncio
import contextlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import grpc
import grpc.aio

from connector_service import _calls
from connector_service._connector import Connector
from connector_service._failures import failure_of, read
from connector_service._rpc import (
    AnyRpc,
    Attempt,
    CallOptions,
    Failure,
    Hooks,
    Pause,
    Request,
    Response,
    Rpc,
    Settings,
    checked_metadata,
    header_value,
    seconds,
    steps,
)
from connector_service.webhooks import AsyncWebhooks, Webhooks

LARGEST_ANSWER = 64 << 20
# Seconds for a connection that broke to be known as broken.
SETTLING = 0.1


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM. The system's authorities where none are given."""

    authorities: bytes | None = None
    certificate: bytes | None = None
    key: bytes | None = field(default=None, repr=False)


class _Base:
    """What both clients are made of: see Client."""

    def __init__(
        self,
        endpoint: str,
        *,
        connector: Connector | None = None,
        account: str | None = None,
        sub_account: str | None = None,
        api_key: str | None = None,
        tls: Tls | None = None,
        deadline: float = 30.0,
        retries: int = 2,
        metadata: Mapping[str, str] | None = None,
        hooks: Hooks | None = None,
    ) -> None:
        scheme, host = _endpoint(endpoint)
        if (connector is None) == (account is None):
            raise ValueError("give either connector or account")
        headers = checked_metadata(metadata)
        if account is not None:
            headers["x-connector-account"] = header_value("account", account)
        if connector is not None:
            headers["x-connector"] = connector.id
            headers["x-connector-credentials"] = connector._header()
        if sub_account is not None:
            headers["x-connector-sub-account"] = header_value("sub_account", sub_account)
        if api_key is not None:
            headers["authorization"] = f"Bearer {header_value('api_key', api_key)}"
        seconds(deadline)
        self._settings = Settings(lambda: headers, deadline, retries, hooks or Hooks())
        self._target = host
        self._shown = f"{type(self).__name__}({scheme}://{host}, {account or repr(connector)})"
        self._security = _security(tls or Tls()) if scheme == "https" else None
        self._open()

    def _open(self) -> None:
        raise NotImplementedError

    def __repr__(self) -> str:
        return self._shown

    def __reduce__(self) -> str:
        raise TypeError("a client has secrets and connections and is not pickled")


def _endpoint(endpoint: str) -> tuple[str, str]:
    """Scheme, and host with port. ValueError for what has more: a path would not be spoken to."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        parts, port = urlsplit(""), 0
    bare = parts.path in ("", "/") and not (parts.query or parts.fragment) and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or not bare:
        raise ValueError("the endpoint is https://host:port or http://host:port")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return parts.scheme, f"{host}:{port}"


def _security(tls: Tls) -> grpc.ChannelCredentials:
    return grpc.ssl_channel_credentials(tls.authorities, tls.key, tls.certificate)


_OPTIONS = [
    ("grpc.enable_retries", 0),
    ("grpc.service_config_disable_resolution", 1),
    ("grpc.max_receive_message_length", LARGEST_ANSWER),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.min_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1000),
    # Of a connection that died without a word the system says so only after a quarter of an hour, and until then every
    # call on it would end at its deadline.
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.ping_timeout_ms", 10_000),
    # Two clients never share a connection: each has its own certificate.
    ("grpc.use_local_subchannel_pool", 1),
]


class Client(_Base):
    """The contract's calls. Make one, share it among threads, and close it.

    endpoint: ``https://host:port``, or ``http://host:port`` in plaintext. connector or account: whose calls they are.
    sub_account: the account inside the credentials. api_key: the caller's at the service. deadline: seconds for a call
    and all its attempts. retries: how often a call is sent again where the contract allows it. metadata: headers that
    go with every call. ValueError where these contradict themselves.
    """

    def _open(self) -> None:
        self._channel = (
            grpc.insecure_channel(self._target, _OPTIONS)
            if self._security is None
            else grpc.secure_channel(self._target, self._security, _OPTIONS)
        )
        self._connectivity = _Connectivity(self._channel)
        self.payments = _calls.Payments(self._invoke)
        self.refunds = _calls.Refunds(self._invoke)
        self.mandates = _calls.Mandates(self._invoke)
        self.disputes = _calls.Disputes(self._invoke)
        self.payment_methods = _calls.PaymentMethods(self._invoke)
        self.customers = _calls.Customers(self._invoke)
        self.sessions = _calls.Sessions(self._invoke)
        self.connectors = _calls.Connectors(self._invoke)
        self.webhooks = Webhooks(_calls.WebhookCalls(self._invoke))

    def _invoke(self, rpc: Rpc[Request, Response], request: Request, options: CallOptions) -> Response:
        run = steps(self._settings, rpc, request, options)
        told: Any = None
        try:
            while True:
                wanted = run.send(told)
                told = None
                if isinstance(wanted, Pause):
                    time.sleep(max(0.0, wanted.seconds))
                else:
                    told = self._attempt(rpc, wanted)
        except StopIteration as end:
            answer: Response = end.value
            return answer
        finally:
            run.close()

    def _attempt(self, rpc: AnyRpc, attempt: Attempt) -> Any:
        end = time.monotonic() + attempt.timeout
        failure = self._connectivity.connected(end)
        if failure is not None:
            return failure
        call = self._channel.unary_unary(
            f"/{rpc.path}",
            request_serializer=rpc.request.SerializeToString,
        )
        try:
            left = max(0.001, end - time.monotonic())
            attempt.handed = True
            return read(rpc, call(attempt.request, timeout=left, metadata=attempt.metadata()))
        except ValueError:
            # Of a channel that was closed since; nothing was sent.
            return Failure(False, "UNAVAILABLE", "the client is closed")
        except grpc.RpcError as error:
            failed = failure_of(error)
            if failed.code == "UNAVAILABLE" and failed.reason is None:
                self._connectivity.settle()
            return failed

    def close(self) -> None:
        """End the connections, and the calls under way."""
        self._connectivity.close()
        self._channel.close()

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()


class _Connectivity:
    """Whether there is a connection, so that what was never sent is told apart."""

    def __init__(self, channel: grpc.Channel) -> None:
        self._channel = channel
        self._changed = threading.Condition()
        self._state: grpc.ChannelConnectivity | None = None
        self._closed = False
        self._subscribed = False

    def _hear(self, state: grpc.ChannelConnectivity) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()

    def connected(self, end: float) -> Failure | None:
        """None once there is a connection; how it failed otherwise."""
        with self._changed:
            if self._closed:
                return Failure(False, "UNAVAILABLE", "the client is closed")
            if self._state is grpc.ChannelConnectivity.READY:
                return None
            first = not self._subscribed
            self._subscribed = True
        # Asks for a connection; the latest state is heard at once.
        if first:
            self._channel.subscribe(self._hear, try_to_connect=True)
        else:
            self._channel.subscribe(_ignore, try_to_connect=True)
            self._channel.unsubscribe(_ignore)
        failing_until = time.monotonic() + 1.5
        had_trouble = self._state is grpc.ChannelConnectivity.TRANSIENT_FAILURE
        with self._changed:
            while True:
                if self._state is grpc.ChannelConnectivity.READY:
                    return None
                now = time.monotonic()
                if now >= end:
                    return Failure(False, "DEADLINE_EXCEEDED", "no connection in time")
                if self._state is grpc.ChannelConnectivity.SHUTDOWN:
                    return Failure(False, "UNAVAILABLE", "the client is closed")
                if self._state is grpc.ChannelConnectivity.TRANSIENT_FAILURE:
                    if not had_trouble or now >= failing_until:
                        return Failure(False, "UNAVAILABLE", "no connection could be made")
                elif self._state is not None:
                    had_trouble = False
                self._changed.wait(min(end, failing_until) - now if had_trouble else end - now)

    def close(self) -> None:
        """Nothing is connected any more: the channel itself raises where it is asked."""
        with self._changed:
            self._closed = True
        # Else grpc's own thread, which still asks, writes a traceback.
        self._channel.unsubscribe(self._hear)

    def settle(self) -> None:
        """A connection that just broke is said to be there for a moment longer: the next call would be lost in it."""
        with self._changed:
            self._changed.wait_for(lambda: self._state is not grpc.ChannelConnectivity.READY, SETTLING)


def _ignore(_state: grpc.ChannelConnectivity) -> None:
    pass


class AsyncClient(_Base):
    """The contract's calls for an event loop. Make one in it, share it among tasks, and close it."""

    def _open(self) -> None:
        self._closed = False
        self._channel = (
            grpc.aio.insecure_channel(self._target, _OPTIONS)
            if self._security is None
            else grpc.aio.secure_channel(self._target, self._security, _OPTIONS)
        )
        self.payments = _calls.AsyncPayments(self._invoke)
        self.refunds = _calls.AsyncRefunds(self._invoke)
        self.mandates = _calls.AsyncMandates(self._invoke)
        self.disputes = _calls.AsyncDisputes(self._invoke)
        self.payment_methods = _calls.AsyncPaymentMethods(self._invoke)
        self.customers = _calls.AsyncCustomers(self._invoke)
        self.sessions = _calls.AsyncSessions(self._invoke)
        self.connectors = _calls.AsyncConnectors(self._invoke)
        self.webhooks = AsyncWebhooks(_calls.AsyncWebhookCalls(self._invoke))

    async def _invoke(self, rpc: Rpc[Request, Response], request: Request, options: CallOptions) -> Response:
        run = steps(self._settings, rpc, request, options)
        told: Any = None
        try:
            while True:
                wanted = run.send(told)
                told = None
                if isinstance(wanted, Pause):
                    await asyncio.sleep(max(0.0, wanted.seconds))
                else:
                    told = await self._attempt(rpc, wanted)
        except StopIteration as end:
            answer: Response = end.value
            return answer
        finally:
            run.close()

    async def _attempt(self, rpc: AnyRpc, attempt: Attempt) -> Any:
        try:
            return await self._sent(rpc, attempt)
        except grpc.aio.UsageError:
            return Failure(False, "UNAVAILABLE", "the client is closed")
        except asyncio.CancelledError:
            # A channel that is closed ends its calls as if their tasks were cancelled, which nobody did.
            cancelling = getattr(asyncio.current_task(), "cancelling", int)
            if not self._closed or cancelling():
                raise
            return Failure(attempt.handed, "CANCELLED", "the client was closed")

    async def _sent(self, rpc: AnyRpc, attempt: Attempt) -> Any:
        end = time.monotonic() + attempt.timeout
        failure = await self._connected(end)
        if failure is not None:
            return failure
        call = self._channel.unary_unary(
            f"/{rpc.path}",
            request_serializer=rpc.request.SerializeToString,
        )
        try:
            left = max(0.001, end - time.monotonic())
            attempt.handed = True
            return read(rpc, await call(attempt.request, timeout=left, metadata=attempt.metadata()))
        except grpc.aio.AioRpcError as error:
            failed = failure_of(error)
            if failed.code == "UNAVAILABLE" and failed.reason is None:
                await self._settle()
            return failed

    async def _settle(self) -> None:
        ready = grpc.ChannelConnectivity.READY
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._channel.wait_for_state_change(ready), SETTLING)

    async def _connected(self, end: float) -> Failure | None:
        state = self._channel.get_state(try_to_connect=True)
        had_trouble = state is grpc.ChannelConnectivity.TRANSIENT_FAILURE
        failing_until = min(end, time.monotonic() + 1.5)
        while state is not grpc.ChannelConnectivity.READY:
            if state is grpc.ChannelConnectivity.SHUTDOWN:
                return Failure(False, "UNAVAILABLE", "the client is closed")
            failing = state is grpc.ChannelConnectivity.TRANSIENT_FAILURE
            if failing and (not had_trouble or time.monotonic() >= failing_until):
                return Failure(False, "UNAVAILABLE", "no connection could be made")
            had_trouble = had_trouble and failing
            try:
                limit = (failing_until if failing else end) - time.monotonic()
                await asyncio.wait_for(self._channel.wait_for_state_change(state), max(0.001, limit))
            except asyncio.TimeoutError:
                if not failing:
                    return Failure(False, "DEADLINE_EXCEEDED", "no connection in time")
            state = self._channel.get_state(try_to_connect=True)
        return None

    async def close(self) -> None:
        """End the connections, and the calls under way."""
        self._closed = True
        await self._channel.close()

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()
