#!/usr/bin/env bash
# Installs protoc-gen-go and protoc-gen-go-grpc, pinned, from the Go proxy into reports/plugins. Does nothing where they are there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bin=$PWD/reports/plugins/bin
mkdir -p "$bin"
# install program module version
install() {
  go version -m "$bin/$1" 2>/dev/null | grep -q "^[[:space:]]mod[[:space:]]$2[[:space:]]$3" && return
  GOBIN=$bin nice -n 10 go install "$2${4:-}@$3" >&2
}
install protoc-gen-go google.golang.org/protobuf v1.36.12 /cmd/protoc-gen-go
install protoc-gen-go-grpc google.golang.org/grpc/cmd/protoc-gen-go-grpc v1.6.2
