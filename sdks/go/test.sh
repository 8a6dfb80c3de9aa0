#!/usr/bin/env bash
# Runs every test of the Go client, its formatter and its linters. Ends with `go: N passed, N failed, N skipped`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
command -v go >/dev/null || { echo "go is skipped: Go is not installed: https://go.dev/dl" >&2; exit 77; }
[ -x ../../node_modules/.bin/node ] || { echo "go is skipped: run npm install in the repository first" >&2; exit 77; }
tools=$(cd ../.. && pwd)/reports/sdk-tools/go
staticcheck=v0.8.2
if [ ! -x "$tools/staticcheck" ]; then
  GOBIN=$tools go install "honnef.co/go/tools/cmd/staticcheck@$staticcheck"
fi
passed=0 failed=0
step() {
  local name=$1 told
  shift
  if told=$("$@" 2>&1) && [ -z "$told" ]; then
    echo "✓ $name"; passed=$((passed + 1))
  else
    echo "✗ $name"; echo "$told"; failed=$((failed + 1))
  fi
}
step gofmt gofmt -l .
step vet go vet ./...
step staticcheck "$tools/staticcheck" -checks=all,-ST1003,-ST1000,-ST1020,-ST1021 ./...
step "go mod tidy" go mod tidy -diff
race=-race
[ "$(go env CGO_ENABLED)" = 1 ] && command -v "$(go env CC)" >/dev/null || race=
out=$(mktemp)
trap 'rm -f "$out"' EXIT
go test -count=1 $race -v ./... | tee "$out" | grep -vE '^(=== |    --- PASS|--- PASS)' || true
passed=$((passed + $(grep -cE '^ *--- PASS' "$out" || true)))
failed=$((failed + $(grep -cE '^ *--- FAIL|^FAIL.*\[build failed\]|^panic:' "$out" || true)))
skipped=$(grep -cE '^ *--- SKIP' "$out" || true)
echo "go: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
