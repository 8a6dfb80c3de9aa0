"""Whose calls they are: a connector with its credentials."""

import json
from collections.abc import Callable, Mapping, Sequence


class Connector:
    """A processor with the merchant's own credentials. It prints its id and nothing else."""

    __slots__ = ("__credentials", "id")

    def __init__(self, connector_id: str, credentials: Mapping[str, "str | Sequence[str] | None"]) -> None:
        self.id = connector_id
        given = {
            name: value if isinstance(value, str) else list(value)
            for name, value in credentials.items()
            if value is not None
        }
        text = json.dumps(given)
        # A function: no way of printing follows it.
        self.__credentials: Callable[[], str] = lambda: text

    def _header(self) -> str:
        return self.__credentials()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(***)"

    def __reduce__(self) -> str:
        raise TypeError("a connector has secrets and is not pickled")
