#!/usr/bin/env bash
# Makes protoc-gen-connector-php, our own plugin (tools/generate/sdks/php), reachable in reports/plugins/bin. It needs nothing but
# this repository's Node. The PHP interpreter is not needed for generating.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p reports/plugins/bin
program=reports/plugins/bin/protoc-gen-connector-php
wanted=$(cat <<'PROGRAM'
#!/usr/bin/env bash
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../.." && pwd)
exec "$root/node_modules/.bin/node" "$root/tools/generate/sdks/php/plugin.ts"
PROGRAM
)
[ "$(cat "$program" 2>/dev/null)" = "$wanted" ] && [ -x "$program" ] && exit 0
printf '%s\n' "$wanted" > "$program"
chmod +x "$program"
