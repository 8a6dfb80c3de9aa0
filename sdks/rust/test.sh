#!/usr/bin/env bash
# Every test of the Rust library: format, lints, units, conformance, real payments, the pages' snippets, the program of
# docs/sdks, and a payment from an empty project that has the packaged crate. Ends with `rust: N passed, N failed, N skipped`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
missing() {
  echo "rust is skipped: $1" >&2
  exit 77
}
command -v cargo >/dev/null || missing "cargo is not installed: https://rustup.rs"
cargo fmt --version >/dev/null 2>&1 || missing "rustfmt is not installed: rustup component add rustfmt"
cargo clippy --version >/dev/null 2>&1 || missing "clippy is not installed: rustup component add clippy"
command -v cc >/dev/null || missing "there is no C compiler, which ring wants: apt-get install gcc libc6-dev"
repository=$(cd ../.. && pwd)
[ -x "$repository/node_modules/.bin/node" ] || missing "node_modules is not there: npm install"

export CARGO_TERM_COLOR=never CARGO_TARGET_DIR=$repository/reports/rust
export CONNECTOR_SERVICE="$repository/node_modules/.bin/node $repository/packages/cli/main.ts"
reports=$repository/reports/sdks
mkdir -p "$reports"
output=$(mktemp)
work=$(mktemp -d)
trap 'rm -rf "$output" "$work"' EXIT

passed=0 failed=0 skipped=0
# step name command…: one test, by its exit code. `set -e` does not reach into it: its last command counts.
step() {
  local name=$1
  shift
  if "$@"; then
    echo "test $name ... ok"
    passed=$((passed + 1))
  else
    echo "test $name ... FAILED"
    failed=$((failed + 1))
  fi
}
# tests argument…: cargo's tests, counted by what their runners say.
tests() {
  local code=0 before=$failed
  timeout --kill-after=10 900 nice -n 10 cargo test --locked -j2 "$@" 2>&1 | tee "$output" || code=$?
  local one two three
  while read -r one two three; do
    passed=$((passed + one)) failed=$((failed + two)) skipped=$((skipped + three))
  done < <(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed; ([0-9]+) ignored;.*/\1 \2 \3/p' "$output")
  # What did not compile, or was stopped, has no result.
  if [ "$code" -ne 0 ] && [ "$failed" -eq "$before" ]; then failed=$((failed + 1)); fi
}

step "cargo fmt" cargo fmt --all --check
step "cargo clippy" nice -n 10 cargo clippy --locked --quiet -j2 --workspace --all-targets --features testing -- -D warnings
step "cargo clippy without features" nice -n 10 cargo clippy --locked --quiet -j2 --lib -- -D warnings
step "cargo doc" env RUSTDOCFLAGS="-D warnings" nice -n 10 cargo doc --locked --quiet -j2 --no-deps --features testing

tests --workspace --features testing --lib
tests --workspace --features testing --test conformance
tests --workspace --features testing --test repeats --test refused
tests --workspace --features testing --test sandbox -- --skip latency
tests --workspace --features testing --test pages
tests --features testing --doc
# Alone, so that nothing else takes its time.
tests --workspace --features testing --test sandbox -- --nocapture latency
milliseconds=$(sed -nE 's/.*latency: median ([0-9.]+) ms.*/\1/p' "$output")

# An empty project outside this repository gets the packaged crate, and docs/sdks/pay.rs as its program.
package() {
  cargo package --locked --quiet --no-verify --allow-dirty --package connector-service
  tar -xzf "$CARGO_TARGET_DIR"/package/connector-service-0.1.0.crate -C "$work"
  mkdir -p "$work/shop/src"
  cp Cargo.lock "$work/shop/"
  cp "$repository/docs/sdks/pay.rs" "$work/shop/src/main.rs"
  cat >"$work/shop/Cargo.toml" <<'END'
[package]
name = "shop"
version = "0.0.0"
edition = "2024"

[dependencies]
connector-service = { path = "../connector-service-0.1.0" }
serde_json = "1"
tiny_http = { version = "0.12", default-features = false }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
ureq = { version = "3", default-features = false, features = ["json"] }
END
  nice -n 10 timeout --kill-after=10 900 cargo build --quiet -j2 --manifest-path "$work/shop/Cargo.toml"
}
# The service ends when its input, which is this shell's, ends.
program() {
  local line url sandbox
  coproc SERVICE { exec $CONNECTOR_SERVICE serve --json --port 0 --sandbox-port 0 --with-input 2>/dev/null; }
  local service=$SERVICE_PID input=${SERVICE[1]}
  read -r -t 60 line <&"${SERVICE[0]}"
  url=$(sed -E 's/.*"url":"([^"]*)".*/\1/' <<<"$line") sandbox=$(sed -E 's/.*"sandbox":"([^"]*)".*/\1/' <<<"$line")
  # The secret of the sandbox's account at Stripe: connectors/stripe/simulator/samples.ts
  CONNECTOR_SERVICE_URL=$url SANDBOX_URL=$sandbox WEBHOOK_SECRET=whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH \
    timeout --kill-after=10 60 "$CARGO_TARGET_DIR/debug/shop" | tee "$work/printed" || true
  eval "exec $input>&-"
  wait "$service" || true
  diff "$repository/docs/sdks/pay.txt" "$work/printed"
}
step "the packaged crate builds in an empty project" package
step "docs/sdks/pay.rs prints what it must" program

# What cargo unpacks: the crate's own sources, and those of all that it is built from.
sources=${CARGO_HOME:-$HOME/.cargo}/registry/src
bytes_of() { du -sb --apparent-size "$@" | awk '{ sum += $1 } END { print sum }'; }
package_bytes=$(bytes_of "$work/connector-service-0.1.0")
dependencies=$(cargo tree --locked --edges normal --prefix none --format '{p}' --package connector-service |
  sed -nE 's/^([a-zA-Z0-9_-]+) v([^ ]+)( \(proc-macro\))?( \(\*\))?$/\1-\2/p' | sort -u)
total_bytes=$package_bytes
for dependency in $dependencies; do
  total_bytes=$((total_bytes + $(bytes_of "$sources"/*/"$dependency")))
done
echo "size: package $((package_bytes / 1000)) kB, with dependencies $((total_bytes / 1000)) kB"
echo "latency: median $milliseconds ms"
cat >"$reports/rust.json" <<END
{"packageBytes": $package_bytes, "totalBytes": $total_bytes, "medianMilliseconds": ${milliseconds:-null}}
END

echo "rust: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
