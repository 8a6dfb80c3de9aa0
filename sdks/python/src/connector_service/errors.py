"""What a call can end with beside an answer. A decline is an answer; so is an outcome that the service does not know."""

from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message

from connector_service import v1
from connector_service._masked import without_secrets


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong with a request; the field as ``purchase.amount.currency``."""

    field: str
    problem: str


class PaymentsError(Exception):
    """The base of all.

    reason: the service's, such as ``RATE_LIMITED``; None where it was not the service that spoke.
    code: gRPC's name of the status, which proves nothing without a reason.
    retry_after: seconds; None where nobody said.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str | None,
        code: str,
        violations: tuple[Violation, ...],
        retry_after: float | None,
        request_id: str,
        rpc: str,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.code = code
        self.violations = violations
        self.retry_after = retry_after
        self.request_id = request_id
        self.rpc = rpc

    def __str__(self) -> str:
        return f"{self.rpc}: {self.reason or self.code}: {self.args[0]} (request {self.request_id})"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        # What is made with names only is not made again by the pickle of an Exception.
        return _again, (type(self), self.args, {**vars(self)})


def _again(kind: type[PaymentsError], args: tuple[Any, ...], facts: dict[str, Any]) -> PaymentsError:
    error = kind.__new__(kind, *args)
    vars(error).update(facts)
    return error


class InvalidRequest(PaymentsError):  # noqa: N818
    """It will never succeed as it is: ``violations`` names every field. Nothing was sent."""


class Unauthenticated(PaymentsError):  # noqa: N818
    """The caller's key or certificate is missing or not known."""


class PermissionDenied(PaymentsError):  # noqa: N818
    """The caller may not do this."""


class Unsupported(PaymentsError):  # noqa: N818
    """The connector cannot do this. Nothing was sent."""


class Overloaded(PaymentsError):  # noqa: N818
    """Too much at once. Nothing was sent."""


class NotSent(PaymentsError):  # noqa: N818
    """Nothing was sent to the processor."""


class Unavailable(PaymentsError):  # noqa: N818
    """A call without side effects has no answer."""


@dataclass(frozen=True)
class LostCall:
    """A call that may have moved money; ``attempted_at`` in seconds since 1970.

    Pickled and copied without what is secret in the request: a queue of tasks is no place for a card.
    """

    rpc: str
    request: Message = field(repr=False)
    reference: str | None
    idempotency_key: str | None
    attempted_at: float

    def __reduce__(self) -> tuple[Any, ...]:
        told = (self.reference, self.idempotency_key, self.attempted_at)
        return LostCall, (self.rpc, without_secrets(self.request), *told)


class OutcomeUnknown(PaymentsError):  # noqa: N818
    """Nobody here knows whether it happened. Look it up with ``original_call`` before anything else."""

    def __init__(self, message: str, *, call: LostCall, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.call = call

    @property
    def original_call(self) -> v1.OriginalCall:
        """What ``GetPaymentRequest(original_call=…)`` wants."""
        told = v1.OriginalCall(reference=self.call.reference or "")
        told.attempted_at.FromNanoseconds(int(self.call.attempted_at * 1e9))
        if self.call.idempotency_key is not None:
            told.idempotency_key = self.call.idempotency_key
        request: Any = self.call.request
        for path in ("amount", "purchase.amount"):
            amount = _message_at(request, path)
            if amount is not None:
                told.amount.CopyFrom(amount)
        return told


def _message_at(message: Any, path: str) -> Any:
    for name in path.split("."):
        if name not in message.DESCRIPTOR.fields_by_name or not message.HasField(name):
            return None
        message = getattr(message, name)
    return message
