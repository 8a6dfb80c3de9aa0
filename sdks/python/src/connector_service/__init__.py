"""Every payment processor through one contract: a client of the Connector Service.

>>> from connector_service import Client, v1, money
>>> client = Client("http://127.0.0.1:8080", account="stripe")
"""

from connector_service import v1
from connector_service._masked import mask_all
from connector_service._rpc import Hooks
from connector_service.client import AsyncClient, Client, Tls
from connector_service.contract.payments.v1 import (
    authentication_pb2,
    connector_pb2,
    customer_pb2,
    dispute_pb2,
    mandate_pb2,
    method_pb2,
    money_pb2,
    operation_pb2,
    order_pb2,
    payment_pb2,
    payment_service_pb2,
    record_pb2,
    refund_pb2,
    session_pb2,
    vault_pb2,
    webhook_pb2,
)
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
from connector_service.money import decimal, money
from connector_service.record import apply_answer, apply_event

__all__ = [
    "AsyncClient",
    "Client",
    "Hooks",
    "InvalidRequest",
    "LostCall",
    "NotSent",
    "OutcomeUnknown",
    "Overloaded",
    "PaymentsError",
    "PermissionDenied",
    "Tls",
    "Unauthenticated",
    "Unavailable",
    "Unsupported",
    "Violation",
    "apply_answer",
    "apply_event",
    "decimal",
    "money",
    "v1",
]

for _file in (
    authentication_pb2,
    connector_pb2,
    customer_pb2,
    dispute_pb2,
    mandate_pb2,
    method_pb2,
    money_pb2,
    operation_pb2,
    order_pb2,
    payment_pb2,
    payment_service_pb2,
    record_pb2,
    refund_pb2,
    session_pb2,
    vault_pb2,
    webhook_pb2,
):
    mask_all(list(_file.DESCRIPTOR.message_types_by_name.values()))
