#!/usr/bin/env bash
# Runs everything of the PHP library: PSR-12, the manifest, every test, and one payment from an empty project with the package
# installed. Ends with `php: N passed, N failed, N skipped`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$(cd ../.. && pwd)

missing() { echo "php is skipped: $1" >&2; exit 77; }
packages="php-cli php-curl php-mbstring php-xml phpunit php-codesniffer composer"
install="apt-get install --no-install-recommends $packages"
command -v php >/dev/null || missing "there is no PHP; $install"
php -r 'exit(PHP_VERSION_ID >= 80200 ? 0 : 1);' || missing "PHP $(php -r 'echo PHP_VERSION;') is older than 8.2"
for extension in curl json mbstring dom sockets; do
  php -r "exit(extension_loaded('$extension') ? 0 : 1);" || missing "PHP has no extension $extension; $install"
done
for program in phpunit phpcs composer; do command -v $program >/dev/null || missing "there is no $program; $install"; done
[ -x "$root/node_modules/.bin/node" ] || missing "run npm install in the repository first"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export COMPOSER_HOME=$work/composer COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_DISABLE_NETWORK=1
export CONNECTOR_SERVICE="$root/node_modules/.bin/node $root/packages/cli/main.ts"
passed=0 failed=0 skipped=0
# check name command…: one more test.
check() {
  local name=$1
  shift
  if "$@" >"$work/said" 2>&1; then passed=$((passed + 1)); echo "ok: $name"
  else failed=$((failed + 1)); echo "failed: $name"; cat "$work/said"; fi
}

check "PSR-12" phpcs -q -s
check "the manifest" composer validate --quiet --strict --no-check-version

status=0
timeout 170 phpunit --log-junit "$work/junit.xml" || status=$?
# The outermost suite's figures are those of all.
figures=$(php -r '
  $suite = @simplexml_load_file($argv[1])->testsuite ?? null;
  if (!$suite) exit("0 1 0");
  $failed = $suite["errors"] + $suite["failures"] + $suite["warnings"];
  echo $suite["tests"] - $failed - $suite["skipped"], " ", $failed, " ", (int) $suite["skipped"];
' "$work/junit.xml")
read -r tests_passed tests_failed tests_skipped <<<"$figures"
passed=$((passed + tests_passed)) failed=$((failed + tests_failed)) skipped=$((skipped + tests_skipped))
[ "$status" -eq 0 ] || [ "$tests_failed" -gt 0 ] || failed=$((failed + 1))

# The package as a registry would have it, installed into an empty project.
packed() { composer archive --quiet --format=tar --dir="$work/packages" --file=connector-service-0.1.0; }
installed() {
  mkdir "$work/project"
  cp test/installed-payment.php "$work/project"
  # Composer reads an archive by a manifest beside it, as a registry has one.
  php -r '
    $package = json_decode(file_get_contents("composer.json"), true);
    $package["dist"] = ["type" => "tar", "url" => "$argv[1]/packages/connector-service-0.1.0.tar"];
    $repositories = [["type" => "package", "package" => $package], ["packagist.org" => false]];
    file_put_contents("$argv[1]/project/composer.json", json_encode(["repositories" => $repositories]));
  ' "$work"
  cd "$work/project"
  composer require --quiet --no-interaction connector-service/connector-service:0.1.0
  php installed-payment.php | tee paid
  grep -q "^CAPTURED from $work/project/vendor/connector-service/connector-service/src/Client.php$" paid
}
check "the package is made" packed
check "a payment from an empty project" bash -euo pipefail -c "$(declare -f installed); work=$work; installed"

bytes=$(cd "$work/project/vendor/connector-service" 2>/dev/null && find . -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }' || echo 0)
total=$(cd "$work/project/vendor" 2>/dev/null && find . -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum + 0 }' || echo 0)
echo "size: package $((bytes / 1000)) kB, with dependencies $((total / 1000)) kB"
php -r '
  [, $file, $package, $total] = $argv;
  $known = is_file($file) ? json_decode(file_get_contents($file), true) : [];
  $told = ["packageBytes" => (int) $package, "totalBytes" => (int) $total] + (array) $known;
  file_put_contents($file, json_encode($told) . "\n");
' "$root/reports/sdks/php.json" "$bytes" "$total"
echo "php: $passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
