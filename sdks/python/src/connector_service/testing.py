"""For the tests of whoever uses the library: the service with every processor in miniature."""

import json
import os
import select
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from types import TracebackType


class Sandbox:
    """A service on the embedded sandbox, as a process of its own that ends with this one.

    url: the service's endpoint. sandbox: the sandbox's, with its control API at ``/_sandbox``. accounts: one for each
    processor, under its own name.
    """

    def __init__(self, command: Sequence[str] | None = None, timeout: float = 30.0) -> None:
        """``command``: of ``CONNECTOR_SERVICE``, or ``connector-service``, where left out. RuntimeError where it fails."""
        program = list(command or shlex.split(os.environ.get("CONNECTOR_SERVICE", "connector-service")))
        given = [*program, "serve", "--json", "--port", "0", "--sandbox-port", "0", "--with-input"]
        with tempfile.TemporaryFile() as problems:
            self._process = subprocess.Popen(  # noqa: S603
                given, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=problems
            )
            output = self._process.stdout
            ready = output is not None and bool(select.select([output], [], [], timeout)[0])
            line = output.readline() if output is not None and ready else b""
            try:
                told = json.loads(line)
                self.url: str = told["url"]
                self.sandbox: str = told["sandbox"]
                self.accounts: list[str] = told["accounts"]
            except (ValueError, LookupError, TypeError):
                self.close()
                problems.seek(0)
                said = (line + problems.read())[-4_000:].decode(errors="replace")
                raise RuntimeError(f"{program[0]} did not come up: {said}") from None

    def close(self) -> None:
        """End the service and wait for it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()
