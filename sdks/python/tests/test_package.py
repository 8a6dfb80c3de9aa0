"""The wheel in an empty environment: every `python sdk` block of README and of the guide, and the program of docs/sdks."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import COMMAND, ROOT, WEBHOOK_SECRET

from connector_service.testing import Sandbox

PAGES = [ROOT / "sdks/python/README.md", ROOT / "docs/guides/sdk-python.md"]
PROGRAMS = {
    f"{page.stem}-{index}": block
    for page in PAGES
    for index, block in enumerate(re.findall(r"^```python sdk\n(.*?)^```$", page.read_text(), re.M | re.S), 1)
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A virtual environment that has the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("empty")
    run = lambda *words: subprocess.run(words, cwd=folder, check=True, capture_output=True)  # noqa: E731
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT / "sdks/python"))
    run(sys.executable, "-m", "venv", "environment")
    wheel = next(folder.glob("*.whl"))
    run("environment/bin/pip", "install", "--quiet", "--disable-pip-version-check", str(wheel))
    yield folder


def test_there_are_programs() -> None:
    assert len(PROGRAMS) >= 5


@pytest.mark.parametrize("name", [*PROGRAMS, "pay"])
def test_program(name: str, empty: Path, service: Sandbox) -> None:
    file = empty / f"{name}.py"
    file.write_text(PROGRAMS[name] if name in PROGRAMS else (ROOT / "docs/sdks/pay.py").read_text())
    ended = subprocess.run(
        ["environment/bin/python", str(file)],
        cwd=empty,
        capture_output=True,
        text=True,
        timeout=60,
        env={
            **{key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
            "CONNECTOR_SERVICE": " ".join(COMMAND),
            "CONNECTOR_SERVICE_URL": service.url,
            "SANDBOX_URL": service.sandbox,
            "WEBHOOK_SECRET": WEBHOOK_SECRET,
        },
    )
    assert ended.returncode == 0, ended.stderr
    if name == "pay":
        assert ended.stdout == (ROOT / "docs/sdks/pay.txt").read_text()
    else:
        assert ended.stdout


def test_sizes(empty: Path) -> None:
    packages = next((empty / "environment/lib").glob("python*/site-packages"))

    def size(folder: Path) -> int:
        return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")

    own = size(packages / "connector_service")
    installed = [one for one in packages.iterdir() if one.is_dir() and not one.name.startswith(("pip", "setuptools"))]
    total = sum(size(one) for one in installed)
    assert (packages / "connector_service/py.typed").exists()
    print(f"size: package {own // 1000} kB, with dependencies {total // 1000} kB")
    file = ROOT / "reports/sdks/python.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    told = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**told, "packageBytes": own, "totalBytes": total}))
