"""Deliveries of processors: given as raw bytes, and sent untouched."""

from collections.abc import Iterable, Mapping, Sequence

from connector_service import _calls, v1

Headers = Mapping[str, "str | Sequence[str]"] | Iterable[tuple[str, str]]


def webhook_request(
    body: bytes, headers: Headers, url: str, method: str | None, include_unverified: bool
) -> v1.ParseWebhookRequest:
    """A delivery as it came."""
    request = v1.ParseWebhookRequest(body=body, url=url)
    # What the standard library reads of a request has items and is no Mapping; its iteration has the names alone.
    pairs = headers.items() if hasattr(headers, "items") else headers
    for name, values in pairs:
        for value in [values] if isinstance(values, str) else values:
            request.headers.append(v1.WebhookHeader(name=name, value=value))
    if method is not None:
        request.http_method = method
    if include_unverified:
        request.include_unverified = True
    return request


class Webhooks:
    """Reads what processors deliver."""

    def __init__(self, calls: _calls.WebhookCalls) -> None:
        self._calls = calls

    def parse(
        self,
        body: bytes,
        headers: Headers,
        url: str,
        *,
        method: str | None = None,
        include_unverified: bool = False,
        deadline: float | None = None,
        retries: int | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> v1.ParseWebhookResponse:
        """Verify a delivery: its bytes exactly as they came, all headers, and the URL as the processor called it."""
        request = webhook_request(body, headers, url, method, include_unverified)
        return self._calls.parse_webhook(request, deadline=deadline, retries=retries, metadata=metadata)


class AsyncWebhooks:
    """Reads what processors deliver."""

    def __init__(self, calls: _calls.AsyncWebhookCalls) -> None:
        self._calls = calls

    async def parse(
        self,
        body: bytes,
        headers: Headers,
        url: str,
        *,
        method: str | None = None,
        include_unverified: bool = False,
        deadline: float | None = None,
        retries: int | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> v1.ParseWebhookResponse:
        """Verify a delivery: its bytes exactly as they came, all headers, and the URL as the processor called it."""
        request = webhook_request(body, headers, url, method, include_unverified)
        return await self._calls.parse_webhook(request, deadline=deadline, retries=retries, metadata=metadata)
