#!/bin/sh
# As in the official image.
set -eu
if [ "${BIND_ON_IP:-}" = 0.0.0.0 ]; then
  TEMPORAL_BROADCAST_ADDRESS="${TEMPORAL_BROADCAST_ADDRESS:-$(getent hosts "$(hostname)" | awk '{print $1; exit}')}"
  export TEMPORAL_BROADCAST_ADDRESS
fi
exec temporal-server --allow-no-auth start
