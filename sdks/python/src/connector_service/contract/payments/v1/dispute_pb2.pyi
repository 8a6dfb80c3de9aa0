from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from connector_service.contract.payments.v1 import money_pb2 as _money_pb2
from connector_service.contract.payments.v1 import operation_pb2 as _operation_pb2
from connector_service.contract.payments.v1 import payment_pb2 as _payment_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DisputeStage(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISPUTE_STAGE_UNSPECIFIED: _ClassVar[DisputeStage]
    DISPUTE_STAGE_ALERT: _ClassVar[DisputeStage]
    DISPUTE_STAGE_INQUIRY: _ClassVar[DisputeStage]
    DISPUTE_STAGE_CHARGEBACK: _ClassVar[DisputeStage]
    DISPUTE_STAGE_PRE_ARBITRATION: _ClassVar[DisputeStage]
    DISPUTE_STAGE_ARBITRATION: _ClassVar[DisputeStage]

class DisputeStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISPUTE_STATUS_UNSPECIFIED: _ClassVar[DisputeStatus]
    DISPUTE_STATUS_NEEDS_RESPONSE: _ClassVar[DisputeStatus]
    DISPUTE_STATUS_UNDER_REVIEW: _ClassVar[DisputeStatus]
    DISPUTE_STATUS_WON: _ClassVar[DisputeStatus]
    DISPUTE_STATUS_LOST: _ClassVar[DisputeStatus]
    DISPUTE_STATUS_ACCEPTED: _ClassVar[DisputeStatus]
    DISPUTE_STATUS_EXPIRED: _ClassVar[DisputeStatus]
    DISPUTE_STATUS_WITHDRAWN: _ClassVar[DisputeStatus]

class DisputeReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DISPUTE_REASON_UNSPECIFIED: _ClassVar[DisputeReason]
    DISPUTE_REASON_FRAUD: _ClassVar[DisputeReason]
    DISPUTE_REASON_AUTHORIZATION: _ClassVar[DisputeReason]
    DISPUTE_REASON_PROCESSING_ERROR: _ClassVar[DisputeReason]
    DISPUTE_REASON_NOT_RECEIVED: _ClassVar[DisputeReason]
    DISPUTE_REASON_NOT_AS_DESCRIBED: _ClassVar[DisputeReason]
    DISPUTE_REASON_SUBSCRIPTION_CANCELLED: _ClassVar[DisputeReason]
    DISPUTE_REASON_DUPLICATE: _ClassVar[DisputeReason]
    DISPUTE_REASON_CREDIT_NOT_PROCESSED: _ClassVar[DisputeReason]
    DISPUTE_REASON_UNRECOGNISED_PURCHASE: _ClassVar[DisputeReason]
    DISPUTE_REASON_BANK_DEBIT: _ClassVar[DisputeReason]
    DISPUTE_REASON_GENERAL: _ClassVar[DisputeReason]

class EvidenceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVIDENCE_KIND_UNSPECIFIED: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_RECEIPT: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_PROOF_OF_DELIVERY: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_CUSTOMER_COMMUNICATION: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_CUSTOMER_SIGNATURE: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_REFUND_POLICY: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_CANCELLATION_POLICY: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_SERVICE_RECORD: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_DUPLICATE_CHARGE: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_PROOF_OF_REFUND: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_INVOICE: _ClassVar[EvidenceKind]
    EVIDENCE_KIND_OTHER: _ClassVar[EvidenceKind]
DISPUTE_STAGE_UNSPECIFIED: DisputeStage
DISPUTE_STAGE_ALERT: DisputeStage
DISPUTE_STAGE_INQUIRY: DisputeStage
DISPUTE_STAGE_CHARGEBACK: DisputeStage
DISPUTE_STAGE_PRE_ARBITRATION: DisputeStage
DISPUTE_STAGE_ARBITRATION: DisputeStage
DISPUTE_STATUS_UNSPECIFIED: DisputeStatus
DISPUTE_STATUS_NEEDS_RESPONSE: DisputeStatus
DISPUTE_STATUS_UNDER_REVIEW: DisputeStatus
DISPUTE_STATUS_WON: DisputeStatus
DISPUTE_STATUS_LOST: DisputeStatus
DISPUTE_STATUS_ACCEPTED: DisputeStatus
DISPUTE_STATUS_EXPIRED: DisputeStatus
DISPUTE_STATUS_WITHDRAWN: DisputeStatus
DISPUTE_REASON_UNSPECIFIED: DisputeReason
DISPUTE_REASON_FRAUD: DisputeReason
DISPUTE_REASON_AUTHORIZATION: DisputeReason
DISPUTE_REASON_PROCESSING_ERROR: DisputeReason
DISPUTE_REASON_NOT_RECEIVED: DisputeReason
DISPUTE_REASON_NOT_AS_DESCRIBED: DisputeReason
DISPUTE_REASON_SUBSCRIPTION_CANCELLED: DisputeReason
DISPUTE_REASON_DUPLICATE: DisputeReason
DISPUTE_REASON_CREDIT_NOT_PROCESSED: DisputeReason
DISPUTE_REASON_UNRECOGNISED_PURCHASE: DisputeReason
DISPUTE_REASON_BANK_DEBIT: DisputeReason
DISPUTE_REASON_GENERAL: DisputeReason
EVIDENCE_KIND_UNSPECIFIED: EvidenceKind
EVIDENCE_KIND_RECEIPT: EvidenceKind
EVIDENCE_KIND_PROOF_OF_DELIVERY: EvidenceKind
EVIDENCE_KIND_CUSTOMER_COMMUNICATION: EvidenceKind
EVIDENCE_KIND_CUSTOMER_SIGNATURE: EvidenceKind
EVIDENCE_KIND_REFUND_POLICY: EvidenceKind
EVIDENCE_KIND_CANCELLATION_POLICY: EvidenceKind
EVIDENCE_KIND_SERVICE_RECORD: EvidenceKind
EVIDENCE_KIND_DUPLICATE_CHARGE: EvidenceKind
EVIDENCE_KIND_PROOF_OF_REFUND: EvidenceKind
EVIDENCE_KIND_INVOICE: EvidenceKind
EVIDENCE_KIND_OTHER: EvidenceKind

class DisputeRef(_message.Message):
    __slots__ = ("dispute_id", "payment")
    DISPUTE_ID_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    dispute_id: str
    payment: _payment_pb2.PaymentRef
    def __init__(self, dispute_id: _Optional[str] = ..., payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ...) -> None: ...

class DisputeMovement(_message.Message):
    __slots__ = ("amount", "occurred_at", "description")
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    OCCURRED_AT_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    amount: _money_pb2.Money
    occurred_at: _timestamp_pb2.Timestamp
    description: str
    def __init__(self, amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., occurred_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., description: _Optional[str] = ...) -> None: ...

class DisputeResponseOption(_message.Message):
    __slots__ = ("response", "description", "required_documents", "optional_documents")
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_DOCUMENTS_FIELD_NUMBER: _ClassVar[int]
    response: str
    description: str
    required_documents: _containers.RepeatedScalarFieldContainer[str]
    optional_documents: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, response: _Optional[str] = ..., description: _Optional[str] = ..., required_documents: _Optional[_Iterable[str]] = ..., optional_documents: _Optional[_Iterable[str]] = ...) -> None: ...

class Dispute(_message.Message):
    __slots__ = ("dispute_ref", "stage", "status", "processor_status", "amount", "reason", "network_reason_code", "processor_reason", "respond_by", "opened_at", "updated_at", "movements", "response_options", "evidence_submitted", "failure")
    DISPUTE_REF_FIELD_NUMBER: _ClassVar[int]
    STAGE_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_STATUS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NETWORK_REASON_CODE_FIELD_NUMBER: _ClassVar[int]
    PROCESSOR_REASON_FIELD_NUMBER: _ClassVar[int]
    RESPOND_BY_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_AT_FIELD_NUMBER: _ClassVar[int]
    MOVEMENTS_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_SUBMITTED_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    dispute_ref: DisputeRef
    stage: DisputeStage
    status: DisputeStatus
    processor_status: str
    amount: _money_pb2.Money
    reason: DisputeReason
    network_reason_code: str
    processor_reason: str
    respond_by: _timestamp_pb2.Timestamp
    opened_at: _timestamp_pb2.Timestamp
    updated_at: _timestamp_pb2.Timestamp
    movements: _containers.RepeatedCompositeFieldContainer[DisputeMovement]
    response_options: _containers.RepeatedCompositeFieldContainer[DisputeResponseOption]
    evidence_submitted: bool
    failure: _operation_pb2.Failure
    def __init__(self, dispute_ref: _Optional[_Union[DisputeRef, _Mapping]] = ..., stage: _Optional[_Union[DisputeStage, str]] = ..., status: _Optional[_Union[DisputeStatus, str]] = ..., processor_status: _Optional[str] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., reason: _Optional[_Union[DisputeReason, str]] = ..., network_reason_code: _Optional[str] = ..., processor_reason: _Optional[str] = ..., respond_by: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., opened_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., updated_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., movements: _Optional[_Iterable[_Union[DisputeMovement, _Mapping]]] = ..., response_options: _Optional[_Iterable[_Union[DisputeResponseOption, _Mapping]]] = ..., evidence_submitted: bool = ..., failure: _Optional[_Union[_operation_pb2.Failure, _Mapping]] = ...) -> None: ...

class EvidenceFile(_message.Message):
    __slots__ = ("name", "content_type", "content", "kind", "document")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_TYPE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    name: str
    content_type: str
    content: bytes
    kind: EvidenceKind
    document: str
    def __init__(self, name: _Optional[str] = ..., content_type: _Optional[str] = ..., content: _Optional[bytes] = ..., kind: _Optional[_Union[EvidenceKind, str]] = ..., document: _Optional[str] = ...) -> None: ...

class GetDisputeRequest(_message.Message):
    __slots__ = ("dispute", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    dispute: DisputeRef
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, dispute: _Optional[_Union[DisputeRef, _Mapping]] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class GetDisputeResponse(_message.Message):
    __slots__ = ("lookup", "dispute", "raw_exchanges")
    LOOKUP_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    lookup: _payment_pb2.Lookup
    dispute: Dispute
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, lookup: _Optional[_Union[_payment_pb2.Lookup, _Mapping]] = ..., dispute: _Optional[_Union[Dispute, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class ListDisputesRequest(_message.Message):
    __slots__ = ("payment", "opened_from", "opened_until", "page_size", "page_token", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    PAYMENT_FIELD_NUMBER: _ClassVar[int]
    OPENED_FROM_FIELD_NUMBER: _ClassVar[int]
    OPENED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    payment: _payment_pb2.PaymentRef
    opened_from: _timestamp_pb2.Timestamp
    opened_until: _timestamp_pb2.Timestamp
    page_size: int
    page_token: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, payment: _Optional[_Union[_payment_pb2.PaymentRef, _Mapping]] = ..., opened_from: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., opened_until: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class ListDisputesResponse(_message.Message):
    __slots__ = ("lookup", "disputes", "next_page_token", "raw_exchanges")
    LOOKUP_FIELD_NUMBER: _ClassVar[int]
    DISPUTES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    lookup: _payment_pb2.Lookup
    disputes: _containers.RepeatedCompositeFieldContainer[Dispute]
    next_page_token: str
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, lookup: _Optional[_Union[_payment_pb2.Lookup, _Mapping]] = ..., disputes: _Optional[_Iterable[_Union[Dispute, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class AcceptDisputeRequest(_message.Message):
    __slots__ = ("reference", "dispute", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    dispute: DisputeRef
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., dispute: _Optional[_Union[DisputeRef, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class AcceptDisputeResponse(_message.Message):
    __slots__ = ("operation", "dispute", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    dispute: Dispute
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., dispute: _Optional[_Union[Dispute, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...

class SubmitEvidenceRequest(_message.Message):
    __slots__ = ("reference", "dispute", "final_submission", "response", "explanation", "files", "facts", "amount", "idempotency_key", "connector_options")
    class ConnectorOptionsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _struct_pb2.Struct
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ...) -> None: ...
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    FINAL_SUBMISSION_FIELD_NUMBER: _ClassVar[int]
    RESPONSE_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    FILES_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    CONNECTOR_OPTIONS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    dispute: DisputeRef
    final_submission: bool
    response: str
    explanation: str
    files: _containers.RepeatedCompositeFieldContainer[EvidenceFile]
    facts: EvidenceFacts
    amount: _money_pb2.Money
    idempotency_key: str
    connector_options: _containers.MessageMap[str, _struct_pb2.Struct]
    def __init__(self, reference: _Optional[str] = ..., dispute: _Optional[_Union[DisputeRef, _Mapping]] = ..., final_submission: bool = ..., response: _Optional[str] = ..., explanation: _Optional[str] = ..., files: _Optional[_Iterable[_Union[EvidenceFile, _Mapping]]] = ..., facts: _Optional[_Union[EvidenceFacts, _Mapping]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., idempotency_key: _Optional[str] = ..., connector_options: _Optional[_Mapping[str, _struct_pb2.Struct]] = ...) -> None: ...

class EvidenceFacts(_message.Message):
    __slots__ = ("product_description", "customer_name", "customer_email", "customer_ip_address", "billing_address", "shipping_address", "carrier", "tracking_number", "shipped_on", "service_on", "refund_policy_disclosure", "refund_refusal", "cancellation_policy_disclosure", "cancellation_rebuttal", "duplicate_payment_id", "duplicate_explanation", "access_log")
    PRODUCT_DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_NAME_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_EMAIL_FIELD_NUMBER: _ClassVar[int]
    CUSTOMER_IP_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    BILLING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    SHIPPING_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    CARRIER_FIELD_NUMBER: _ClassVar[int]
    TRACKING_NUMBER_FIELD_NUMBER: _ClassVar[int]
    SHIPPED_ON_FIELD_NUMBER: _ClassVar[int]
    SERVICE_ON_FIELD_NUMBER: _ClassVar[int]
    REFUND_POLICY_DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    REFUND_REFUSAL_FIELD_NUMBER: _ClassVar[int]
    CANCELLATION_POLICY_DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    CANCELLATION_REBUTTAL_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_PAYMENT_ID_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    ACCESS_LOG_FIELD_NUMBER: _ClassVar[int]
    product_description: str
    customer_name: str
    customer_email: str
    customer_ip_address: str
    billing_address: str
    shipping_address: str
    carrier: str
    tracking_number: str
    shipped_on: str
    service_on: str
    refund_policy_disclosure: str
    refund_refusal: str
    cancellation_policy_disclosure: str
    cancellation_rebuttal: str
    duplicate_payment_id: str
    duplicate_explanation: str
    access_log: str
    def __init__(self, product_description: _Optional[str] = ..., customer_name: _Optional[str] = ..., customer_email: _Optional[str] = ..., customer_ip_address: _Optional[str] = ..., billing_address: _Optional[str] = ..., shipping_address: _Optional[str] = ..., carrier: _Optional[str] = ..., tracking_number: _Optional[str] = ..., shipped_on: _Optional[str] = ..., service_on: _Optional[str] = ..., refund_policy_disclosure: _Optional[str] = ..., refund_refusal: _Optional[str] = ..., cancellation_policy_disclosure: _Optional[str] = ..., cancellation_rebuttal: _Optional[str] = ..., duplicate_payment_id: _Optional[str] = ..., duplicate_explanation: _Optional[str] = ..., access_log: _Optional[str] = ...) -> None: ...

class SubmitEvidenceResponse(_message.Message):
    __slots__ = ("operation", "dispute", "raw_exchanges")
    OPERATION_FIELD_NUMBER: _ClassVar[int]
    DISPUTE_FIELD_NUMBER: _ClassVar[int]
    RAW_EXCHANGES_FIELD_NUMBER: _ClassVar[int]
    operation: _operation_pb2.Operation
    dispute: Dispute
    raw_exchanges: _containers.RepeatedCompositeFieldContainer[_operation_pb2.RawExchange]
    def __init__(self, operation: _Optional[_Union[_operation_pb2.Operation, _Mapping]] = ..., dispute: _Optional[_Union[Dispute, _Mapping]] = ..., raw_exchanges: _Optional[_Iterable[_Union[_operation_pb2.RawExchange, _Mapping]]] = ...) -> None: ...
