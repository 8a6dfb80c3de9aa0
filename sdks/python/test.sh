#!/usr/bin/env bash
# Runs every test of the Python client, its linter and its type checker. Ends with `python: N passed, N failed, N skipped`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
python3 -c 'import sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
  { echo "python is skipped: Python 3.10 or later with venv is not installed: apt-get install python3-venv" >&2; exit 77; }
[ -x ../../node_modules/.bin/node ] || { echo "python is skipped: run npm install in the repository first" >&2; exit 77; }
tools=$(cd ../.. && pwd)/reports/sdk-tools/python
wanted='build==1.6.1 hatchling==1.33.0 mypy==2.4.1 pytest==9.2.0 ruff==0.17.6 types-protobuf==7.35.1.20260906 grpcio==1.85.3 protobuf==7.36.2 googleapis-common-protos==1.76.0'
oldest='pytest==9.2.0 build==1.6.1 grpcio==1.62.3 protobuf==4.25.8 googleapis-common-protos==1.63.2'
environment() {
  if [ "$(cat "$tools/$1/wanted" 2>/dev/null)" != "$2" ]; then
    rm -rf "${tools:?}/$1"
    python3 -m venv "$tools/$1"
    # shellcheck disable=SC2086
    "$tools/$1/bin/pip" install --quiet --disable-pip-version-check $2
    echo "$2" > "$tools/$1/wanted"
  fi
}
environment now "$wanted"
passed=0 failed=0 skipped=0
unset FORCE_COLOR
export NO_COLOR=1
step() {
  local name=$1 told
  shift
  if told=$("$@" 2>&1); then
    echo "✓ $name"; passed=$((passed + 1))
  else
    echo "✗ $name"; echo "$told"; failed=$((failed + 1))
  fi
}
step "ruff format" "$tools/now/bin/ruff" format --check src tests
step "ruff" "$tools/now/bin/ruff" check src tests
step "mypy --strict" "$tools/now/bin/mypy"
out=$(mktemp)
trap 'rm -f "$out"' EXIT
count() { grep -oE "[0-9]+ $1" "$out" | tail -1 | grep -oE '[0-9]+' || echo 0; }
tests() {
  local environment=$1
  shift
  PYTHONPATH=src:tests PYTHONDONTWRITEBYTECODE=1 "$tools/$environment/bin/python" -m pytest -s "$@" | tee "$out" || true
  passed=$((passed + $(count passed)))
  failed=$((failed + $(count failed) + $(count error)))
  skipped=$((skipped + $(count skipped)))
  grep -qE '^[0-9]+ passed|[0-9]+ passed' "$out" || failed=$((failed + 1))
}
tests now
if python3 -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
  environment oldest "$oldest"
  echo "and with the oldest versions that are allowed:"
  tests oldest tests/test_conformance.py tests/test_sandbox.py tests/test_edges.py -k 'not asyncio and not latency and not died'
fi
echo "python: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
