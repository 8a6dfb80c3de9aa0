"""How an attempt over gRPC ended, as fields."""

import re
from typing import Any

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from connector_service._rpc import AnyRpc, Failure, seconds_of
from connector_service.errors import Violation


def read(rpc: AnyRpc, answer: bytes) -> Any:
    """Read here, since grpc's own reading gives None to an event loop where it fails."""
    try:
        return rpc.response.FromString(answer)
    except DecodeError:
        return Failure(True, "INTERNAL", "the answer cannot be read")


def failure_of(error: Any) -> Failure:
    """Fields out of what grpc raises; nothing of its text, which may hold anything, unless the service itself said it."""
    code: grpc.StatusCode = error.code()
    trailers: Any = error.trailing_metadata() or ()
    packed = next((value for key, value in trailers if key == "grpc-status-details-bin"), None)
    reason: str | None = None
    retry_after: float | None = None
    violations: list[Violation] = []
    try:
        details = status_pb2.Status.FromString(packed).details if packed else ()
    except Exception:  # what a proxy wrote under this name
        details = ()
    for detail in details:
        info, bad, retry = (
            error_details_pb2.ErrorInfo(),
            error_details_pb2.BadRequest(),
            error_details_pb2.RetryInfo(),
        )
        if detail.Unpack(info) and info.domain == "payments.v1":
            reason = info.reason
        elif detail.Unpack(bad):
            violations += [Violation(one.field, one.description) for one in bad.field_violations]
        elif detail.Unpack(retry):
            retry_after = seconds_of(retry.retry_delay)
    if retry_after is None:
        headers: Any = error.initial_metadata() or ()
        told = next((value for key, value in (*trailers, *headers) if key == "retry-after"), "")
        # Its other form, a date, is passed over.
        retry_after = float(told) if re.fullmatch(r"[0-9]{1,9}", told) else None
    message = error.details() or code.name if reason is not None else f"no answer of the service: {code.name}"
    return Failure(True, code.name, message, reason, tuple(violations), retry_after)
