#!/usr/bin/env bash
# Runs every test of the TypeScript client. Ends with `typescript: N passed, N failed, N skipped`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ ! -x node_modules/.bin/node ]; then
  echo "typescript is skipped: run npm install in the repository first" >&2
  exit 77
fi
export PATH=$PWD/node_modules/.bin:$PATH
out=$(mktemp)
trap 'rm -f "$out"' EXIT
status=0
FORCE_COLOR=0 node --test --test-concurrency=1 'sdks/typescript/test/*.test.ts' | tee "$out" || status=$?
figure() { sed -n "s/^ℹ $1 \([0-9]*\)$/\1/p" "$out" | tail -1; }
echo "typescript: $(figure pass) passed, $(($(figure fail) + $(figure cancelled))) failed, $(($(figure skipped) + $(figure todo))) skipped"
exit "$status"
