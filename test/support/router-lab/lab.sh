#!/bin/sh
# The router lab by hand: npm run lab -- setup|up|down|modem '{...}'; see README.md beside this file.
set -eu
cd "$(dirname -- "$0")/../../.."
if [ "${1:-}" = setup ]; then exec sh build/setup.sh lab; fi
PATH="$PWD/node_modules/.bin:$PATH:/usr/sbin:/sbin"
exec node test/support/router-lab/main.ts "$@"
