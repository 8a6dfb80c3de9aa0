#!/usr/bin/env bash
# Installs protoc-gen-prost, pinned, from crates.io into reports/plugins. Does nothing where it is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=0.5.0
folder=$PWD/reports/plugins
mkdir -p "$folder/bin"
if ! grep -qs "\"protoc-gen-prost $version " "$folder/rust/.crates.toml"; then
  nice -n 10 cargo install protoc-gen-prost --version "=$version" --locked --quiet --root "$folder/rust" >&2
fi
ln -sf "$folder/rust/bin/protoc-gen-prost" "$folder/bin/protoc-gen-prost"
