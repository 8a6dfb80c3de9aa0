#!/usr/bin/env bash
# Installs grpcio-tools, pinned, from PyPI into reports/plugins: its protoc writes the messages. Does nothing where it is there.
# It is an old one on purpose: what it writes runs on protobuf 4.25 and later.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=1.62.3
folder=$PWD/reports/plugins
mkdir -p "$folder/bin"
if [ "$(cat "$folder/python/version" 2>/dev/null)" != "$version" ]; then
  python3 -m venv "$folder/python"
  "$folder/python/bin/pip" install --quiet --disable-pip-version-check "grpcio-tools==$version" 'setuptools<81' >&2
  echo "$version" > "$folder/python/version"
fi
cat > "$folder/bin/protoc-python" <<SCRIPT
#!/bin/sh
exec "$folder/python/bin/python" -W ignore -m grpc_tools.protoc "\$@"
SCRIPT
chmod +x "$folder/bin/protoc-python"
