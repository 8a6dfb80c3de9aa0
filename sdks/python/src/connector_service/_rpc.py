"""What a call is, and the rules of its attempts: conformance/README.md. No input or output happens here."""

import contextlib
import enum
import math
import random
import re
import time
import uuid
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message

from connector_service import v1
from connector_service.errors import (
    InvalidRequest,
    LostCall,
    NotSent,
    OutcomeUnknown,
    Overloaded,
    PaymentsError,
    PermissionDenied,
    Unauthenticated,
    Unavailable,
    Unsupported,
    Violation,
)

Request = TypeVar("Request", bound=Message)
Response = TypeVar("Response", bound=Message)


class Level(enum.Enum):
    """The contract's idempotency_level."""

    UNKNOWN = "unknown"
    IDEMPOTENT = "idempotent"
    NO_SIDE_EFFECTS = "no side effects"


@dataclass(frozen=True)
class Rpc(Generic[Request, Response]):
    """One call of the contract."""

    path: str
    level: Level
    request: type[Request]
    response: type[Response]


AnyRpc = Rpc[Any, Any]


@dataclass(frozen=True)
class CallOptions:
    """What a caller may say of one call."""

    deadline: float | None = None
    retries: int | None = None
    idempotency_key: str | None = None
    metadata: Mapping[str, str] | None = None


class Invoke(Protocol):
    """Makes a call and waits for it."""

    def __call__(self, rpc: Rpc[Request, Response], request: Request, options: CallOptions) -> Response: ...


class AsyncInvoke(Protocol):
    """Makes a call for an event loop."""

    async def __call__(self, rpc: Rpc[Request, Response], request: Request, options: CallOptions) -> Response: ...


@dataclass(frozen=True)
class Failure:
    """How an attempt ended without an answer."""

    sent: bool
    code: str
    message: str
    reason: str | None = None
    violations: tuple[Violation, ...] = ()
    retry_after: float | None = None


class Hooks:
    """What happens, for logs and spans: never a payload, never a secret. Override what you want to hear."""

    def call(self, rpc: str, request_id: str) -> None:
        """A call begins."""

    def attempt(self, rpc: str, request_id: str, number: int, code: str) -> None:
        """An attempt ended; `code` is ``OK`` where it has an answer."""

    def ended(self, rpc: str, request_id: str, attempts: int, error: "PaymentsError | None") -> None:
        """The call ended."""


# Seconds that grpc-timeout can say: more than a day.
LONGEST = 99_999.999


@dataclass(frozen=True)
class Settings:
    """What holds for all calls of a client. Headers stand in functions, which no way of printing a frame follows."""

    headers: Callable[[], Mapping[str, str]]
    deadline: float = 30.0
    retries: int = 2
    hooks: Hooks = field(default_factory=Hooks)


@dataclass
class Attempt:
    """Wanted: one attempt, answered by a message or a Failure. handed: whether a connection has been given it."""

    request: Any
    timeout: float
    metadata: Callable[[], tuple[tuple[str, str], ...]]
    handed: bool = False


@dataclass(frozen=True)
class Pause:
    """Wanted: to wait so many seconds."""

    seconds: float


Steps = Generator["Attempt | Pause", Any, Any]

_NEVER_SENT = {"NOT_SENT", "OVERLOADED", "RATE_LIMITED", "SHUTTING_DOWN"}
_BROKEN = {"UNAVAILABLE", "INTERNAL", "UNKNOWN", "CANCELLED"}


def steps(settings: Settings, rpc: AnyRpc, given: Any, options: CallOptions) -> Steps:
    """One call: yields what is wanted, and returns the answer or raises."""
    metadata = checked_metadata(options.metadata)
    request_id = metadata.setdefault("x-request-id", str(uuid.uuid4()))
    deadline = seconds(settings.deadline if options.deadline is None else options.deadline)
    retries = settings.retries if options.retries is None else options.retries
    call = _Call(settings, rpc, _taken(given, options.idempotency_key), request_id)
    _tell(settings.hooks.call, rpc.path, request_id)
    error: PaymentsError | None = None
    try:
        return (yield from call.run(lambda: tuple({**settings.headers(), **metadata}.items()), deadline, retries))
    except PaymentsError as problem:
        error = problem
        raise
    except GeneratorExit:
        if call.attempt is not None:
            _tell(settings.hooks.attempt, rpc.path, request_id, call.attempts, "CANCELLED")
        error = call.left()
        raise
    finally:
        _tell(settings.hooks.ended, rpc.path, request_id, call.attempts, error)


def seconds(deadline: float) -> float:
    """A deadline that every clock can hold. ValueError where it is no number."""
    if math.isnan(deadline):
        raise ValueError("the deadline is no number")
    return min(deadline, LONGEST)


def _tell(hook: Callable[..., None], *told: object) -> None:
    """Whoever listens ends no payment: the answer of a call is worth more than what is written of it."""
    with contextlib.suppress(Exception):
        hook(*told)


class _Call:
    def __init__(self, settings: Settings, rpc: AnyRpc, request: Any, request_id: str) -> None:
        self.settings = settings
        self.rpc = rpc
        self.request = request
        self.request_id = request_id
        self.attempts = 0
        self.begun = time.time()
        # What counts where nothing better comes.
        self.held_answer: Any = None
        self.held_error: PaymentsError | None = None
        self.attempt: Attempt | None = None

    def run(self, headers: Callable[[], tuple[tuple[str, str], ...]], deadline: float, retries: int) -> Steps:
        end = time.monotonic() + deadline
        has_key = key_of(self.request) is not None
        repeat = 0
        while True:
            left = end - time.monotonic()
            if left <= 0:
                return self.finish(Failure(False, "DEADLINE_EXCEEDED", "the deadline passed"))
            pause = 0.1 * 2**repeat * (1 + random.random())  # noqa: S311
            self.attempts += 1
            self.attempt = Attempt(self.request, left, headers)
            outcome = yield self.attempt
            self.attempt = None
            failed = isinstance(outcome, Failure)
            code = outcome.code if failed else "OK"
            _tell(self.settings.hooks.attempt, self.rpc.path, self.request_id, self.attempts, code)
            if failed:
                error = self.error_of(outcome)
                if isinstance(error, OutcomeUnknown) and self.held_error is None:
                    self.held_error = error
                wait = max(pause, outcome.retry_after or 0.0)
                if repeat >= retries or not self.may_repeat(outcome) or time.monotonic() + wait >= end:
                    return self.finish(outcome)
            else:
                safe = _safe_repeat(outcome, pause) if has_key and repeat < retries else None
                if safe is None or time.monotonic() + safe >= end:
                    return self.settled(outcome)
                if outcome.operation.certainty == v1.CERTAINTY_UNKNOWN:
                    self.held_answer = outcome
                wait = safe
            yield Pause(wait)
            repeat += 1

    def settled(self, answer: Any) -> Any:
        """Give the answer, unless it tells only of its own attempt that nothing was sent: that undoes no earlier one."""
        if not _says_same_key_now(answer):
            return answer
        if self.held_answer is not None:
            return self.held_answer
        if self.held_error is not None:
            raise self.held_error
        return answer

    def finish(self, failure: Failure) -> Any:
        if self.held_answer is not None:
            return self.held_answer
        error = self.error_of(failure)
        if self.held_error is not None and not isinstance(error, OutcomeUnknown):
            raise self.held_error
        raise error

    def left(self) -> PaymentsError | None:
        """What hooks are told where the caller left in the middle; None where an answer was there already."""
        sent = self.attempt is not None and self.attempt.handed
        error = self.error_of(Failure(sent, "CANCELLED", "the caller left"))
        if isinstance(error, OutcomeUnknown):
            return error
        return None if self.held_answer is not None else self.held_error or error

    def may_repeat(self, failure: Failure) -> bool:
        if failure.reason is not None:
            return failure.reason in _NEVER_SENT
        if not failure.sent:
            return failure.code != "DEADLINE_EXCEEDED"
        return self.rpc.level is not Level.UNKNOWN and failure.code in _BROKEN

    def error_of(self, failure: Failure) -> PaymentsError:
        kind: type[PaymentsError] | None
        if not failure.sent:
            kind = NotSent
        elif failure.reason is not None:
            kind = _KINDS.get(failure.reason)
        else:
            kind = _BARE_KINDS.get(failure.code)
        if kind is None and self.rpc.level is Level.NO_SIDE_EFFECTS:
            kind = Unavailable
        facts: dict[str, Any] = {
            "reason": failure.reason,
            "code": failure.code,
            "violations": failure.violations,
            "retry_after": failure.retry_after,
            "request_id": self.request_id,
            "rpc": self.rpc.path,
        }
        if kind is not None:
            return kind(failure.message, **facts)
        call = LostCall(self.rpc.path, self.request, _text(self.request, "reference"), key_of(self.request), self.begun)
        return OutcomeUnknown(failure.message, call=call, **facts)


_KINDS: dict[str, type[PaymentsError]] = {
    "INVALID_REQUEST": InvalidRequest,
    "MALFORMED": InvalidRequest,
    "INVALID_CREDENTIALS": InvalidRequest,
    "INVALID_STATE": InvalidRequest,
    "UNKNOWN_CONNECTOR": InvalidRequest,
    "UNKNOWN_ACCOUNT": InvalidRequest,
    "UNAUTHENTICATED": Unauthenticated,
    "PERMISSION_DENIED": PermissionDenied,
    "UNSUPPORTED": Unsupported,
    "OVERLOADED": Overloaded,
    "RATE_LIMITED": Overloaded,
    "NOT_SENT": NotSent,
    "SHUTTING_DOWN": NotSent,
    "DEADLINE_PASSED": NotSent,
}
_BARE_KINDS: dict[str, type[PaymentsError]] = {
    "INVALID_ARGUMENT": InvalidRequest,
    "NOT_FOUND": InvalidRequest,
    "FAILED_PRECONDITION": InvalidRequest,
    "UNAUTHENTICATED": Unauthenticated,
    "PERMISSION_DENIED": PermissionDenied,
    "UNIMPLEMENTED": Unsupported,
}


def _says_same_key_now(answer: Any) -> bool:
    has_operation = "operation" in answer.DESCRIPTOR.fields_by_name
    return has_operation and bool(answer.operation.failure.retry == v1.RETRY_SAME_KEY_NOW)


def _safe_repeat(answer: Any, pause: float) -> float | None:
    """Seconds until an answer's operation may be asked for again under its key; None where it may not."""
    if "operation" not in answer.DESCRIPTOR.fields_by_name:
        return None
    operation = answer.operation
    failure = operation.failure
    wait = max(pause, seconds_of(failure.retry_after))
    if failure.retry == v1.RETRY_SAME_KEY_NOW:
        return wait
    ways = operation.resolution.ways
    if operation.certainty != v1.CERTAINTY_UNKNOWN or v1.Resolution.WAY_REPEAT_SAME_KEY not in ways:
        return None
    if operation.resolution.HasField("earliest"):
        wait = max(wait, operation.resolution.earliest.ToNanoseconds() / 1e9 - time.time())
    return wait


def seconds_of(duration: Duration) -> float:
    """However long it is: a timedelta cannot hold all that a Duration can."""
    return duration.seconds + duration.nanos / 1e9


def _text(message: Message, name: str) -> str | None:
    known = message.DESCRIPTOR.fields_by_name.get(name)
    if known is None or known.type != FieldDescriptor.TYPE_STRING:
        return None
    return getattr(message, name) or None


def key_of(request: Message) -> str | None:
    """The request's own idempotency key."""
    return _text(request, "idempotency_key")


def _taken(request: Any, key: str | None) -> Any:
    """The request as it is now, with its key: repeats and errors have this, whatever the caller makes of it since."""
    copied = type(request)()
    copied.CopyFrom(request)
    if key is not None and "idempotency_key" in copied.DESCRIPTOR.fields_by_name and not key_of(copied):
        copied.idempotency_key = key
    return copied


_RESERVED = re.compile(r"x-connector(-.*)?|authorization|grpc-.*|content-.*|te|host|:.*")


def checked_metadata(metadata: Mapping[str, str] | None) -> dict[str, str]:
    """Lower names; ValueError for what the client itself writes, and for what no header can hold."""
    checked: dict[str, str] = {}
    for name, value in (metadata or {}).items():
        lower = name.lower()
        if _RESERVED.fullmatch(lower):
            raise ValueError(f"the client itself writes {lower}")
        if not re.fullmatch(r"[a-z0-9_.-]+", lower):
            raise ValueError(f"{lower!r} is no name of a header")
        checked[lower] = header_value(lower, value)
    return checked


def header_value(name: str, value: str) -> str:
    """ValueError, that does not show it, for what no header can hold."""
    if not re.fullmatch(r"[ -~]*", value):
        raise ValueError(f"{name} has signs that no header can hold")
    return value
