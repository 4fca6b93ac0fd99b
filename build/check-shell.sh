#!/bin/sh
# Checks every shell script that is shipped, built or tested with. Where it is not installed, that is said; CI has it.
set -eu
cd "$(dirname -- "$0")/.."
if ! command -v shellcheck >/dev/null; then
  echo 'shellcheck is not installed; nothing was checked' >&2
  [ "${CI:-}" != true ]
  exit
fi

router=resources/router
shellcheck --shell=sh $router/install.sh $router/routerd $router/routerctl $router/routerctl-admin $router/step $router/verb $router/prepare \
  $router/enrol-key $router/lib/udhcpc-event $router/lib/*.sh $router/router.conf
shellcheck --severity=warning build/*.sh test/support/*.sh test/support/router-lab/*.sh
