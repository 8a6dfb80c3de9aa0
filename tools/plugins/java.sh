#!/usr/bin/env bash
# Installs protoc and protoc-gen-grpc-java, pinned, from Maven Central into reports/plugins. Does nothing where they are there.
# protoc 3.25 writes code that runs on protobuf-java 3 and 4.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
protoc=3.25.8 grpc=1.76.0
folder=$PWD/reports/plugins
mkdir -p "$folder/java" "$folder/bin"

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) platform=linux-x86_64 ;;
  Linux-aarch64) platform=linux-aarch_64 ;;
  Darwin-x86_64) platform=osx-x86_64 ;;
  Darwin-arm64) platform=osx-aarch_64 ;;
  *) echo "Maven Central has no protoc for $(uname -s) on $(uname -m)" >&2; exit 1 ;;
esac

# install group:artifact version name: the program `name`, of that version.
install() {
  local file=$folder/java/$3-$2
  if [ ! -x "$file" ]; then
    local copied
    copied=$(mktemp -d "$folder/java/copy.XXXXXX")
    mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact="$1:$2:exe:$platform" -DoutputDirectory="$copied" >&2
    chmod +x "$copied"/*
    mv "$copied"/* "$file"
    rmdir "$copied"
  fi
  ln -sf "$file" "$folder/bin/$3"
}
install com.google.protobuf:protoc "$protoc" protoc-java
install io.grpc:protoc-gen-grpc-java "$grpc" protoc-gen-grpc-java
