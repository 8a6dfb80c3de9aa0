#!/usr/bin/env bash
# All of the Java library's checks: format, lint, doc comments, tests on protobuf-java 3 with okhttp and on protobuf-java 4
# with netty, the jars, one payment from a project outside the tree, and the side-by-side program.
# Ends with `java: N passed, N failed, N skipped`. `QUICK=1 ./test.sh` leaves the second runtime and the javadoc jar out.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

missing() {
  echo "java is skipped: $1" >&2
  exit 77
}
command -v javac >/dev/null || missing "no JDK: apt-get install openjdk-17-jdk-headless"
javac -version 2>&1 | grep -qE 'javac (1[7-9]|[2-9][0-9])' || missing "the JDK is older than 17: apt-get install openjdk-17-jdk-headless"
command -v mvn >/dev/null || missing "no Maven: apt-get install maven"
[ -x "$root/node_modules/.bin/node" ] || missing "no service to talk to: npm install in the repository"

cd "$here"
outside=$(mktemp -d)
trap 'rm -rf "$outside"' EXIT
passed=0 failed=0 skipped=0

# check name command…: one more that passed or failed; what it printed is shown where it failed.
check() {
  local name=$1
  shift
  if "$@" >"$outside/said" 2>&1; then
    passed=$((passed + 1))
    echo "ok: $name"
  else
    failed=$((failed + 1))
    echo "not ok: $name"
    cat "$outside/said"
  fi
}

# google-java-format, pinned; newer ones want a newer JDK than 17.
formatter=$root/reports/plugins/java/google-java-format-1.28.0-all-deps.jar
[ -f "$formatter" ] || mvn -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=com.google.googlejavaformat:google-java-format:1.28.0:jar:all-deps -DoutputDirectory="$(dirname "$formatter")"
format() {
  local exports=()
  for part in api code file parser tree util; do
    exports+=("--add-exports=jdk.compiler/com.sun.tools.javac.$part=ALL-UNNAMED")
  done
  find src/main src/test consumer/src -name '*.java' -print0 |
    xargs -0 java "${exports[@]}" -jar "$formatter" --dry-run --set-exit-if-changed
}
check format format

# Warnings are seen by a compiler that compiles: what is ours is compiled anew, what protoc wrote where it changed.
[ ! -d target/classes ] || find target/classes -name '*.class' -not -path '*/payments/v1/*' -delete
rm -rf target/test-classes target/surefire-reports target/newest-reports
check "compiler, with every lint and every doc comment" mvn -q test-compile
[ "$failed" = 0 ] || { echo "java: $passed passed, $failed failed, $skipped skipped"; exit 1; }

# tests folder argument…: JUnit's own counts are added.
tests() {
  local folder=$1 counts
  shift
  timeout --kill-after=10 600 mvn surefire:test -Dreports="$folder" "$@" |
    grep -vE '^\[INFO\] (Scanning|Building|---|BUILD|Total time|Finished|Using|$)' || true
  counts=$(sed -nE 's/^<testsuite .* tests="([0-9]+)" errors="([0-9]+)" skipped="([0-9]+)" failures="([0-9]+)".*/\1 \2 \3 \4/p' target/"$folder"/*.xml |
    awk '{ tests += $1; failed += $2 + $4; skipped += $3 } END { print tests - failed - skipped, failed, skipped }')
  read -r ok bad over <<<"$counts"
  # A runner that died counts nothing.
  if [ "$ok" -lt 100 ]; then bad=$((bad + 1)); fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + over))
}
tests surefire-reports
latency=$(cat target/latency.txt)
if [ -z "${QUICK:-}" ]; then
  # The snippets are the same sources again.
  tests newest-reports "-Dtest=!SnippetsTest" -Dprotobuf.version=4.36.2 -Dgrpc.version=1.85.1 -Dgrpc.transport=grpc-netty-shaded
fi

# The jars, into a local repository of their own over the machine's, which keeps nothing of them; a project outside the
# tree takes them from there.
repository=$outside/repository
over() {
  mkdir -p "$repository/$1"
  local one
  for one in "$HOME/.m2/repository/$1"/*; do
    [ "$(basename "$one")" = "$2" ] || ln -s "$one" "$repository/$1/"
  done
}
over . io
over io github
over io/github connectorservice
package=(mvn -q install -DskipTests "-Dmaven.repo.local=$repository")
[ -z "${QUICK:-}" ] || package+=(-Dmaven.javadoc.skip=true)
check "jars with sources and documentation" "${package[@]}"
cp -r consumer "$outside/shop"
consume() {
  cd "$outside/shop"
  mvn -q "-Dmaven.repo.local=$repository" compile dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/jars
  CONNECTOR_SERVICE="$root/node_modules/.bin/node $root/packages/cli/main.ts" timeout --kill-after=10 120 \
    java -cp "target/classes:target/jars/*" shop.Shop "$root/docs/sdks/pay.java" \
    "$(sed -nE 's/.*webhookSecrets: \["(whsec_[^"]*)"\].*/\1/p' "$root/connectors/stripe/simulator/samples.ts")" |
    tee "$outside/printed"
}
check "a payment from a project outside the tree" consume
printed_as_wanted() {
  diff <(echo "consumer: CAPTURED"; cat "$root/docs/sdks/pay.txt") "$outside/printed"
}
check "docs/sdks/pay.java prints what it shall" printed_as_wanted
cat "$outside/printed"

jars=$outside/shop/target/jars
own=$(stat -c %s "$jars/connector-service-0.1.0.jar")
all=$(cat "$jars"/*.jar | wc -c)
echo "size: package $((own / 1000)) kB, with dependencies $((all / 1000)) kB"
echo "latency: median $latency ms"
mkdir -p "$root/reports/sdks"
printf '{"packageBytes": %s, "totalBytes": %s, "medianMilliseconds": %s}\n' "$own" "$all" "$latency" >"$root/reports/sdks/java.json"
echo "java: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
