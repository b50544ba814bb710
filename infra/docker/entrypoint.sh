#!/bin/sh
# The API key between the services is a file in a volume, and the services read it from the environment.
set -eu
key=/var/lib/baton/service-api-key
if [ -z "${SERVICE_API_KEY:-}" ] && [ -r "$key" ]; then
  SERVICE_API_KEY="$(cat "$key")"
  export SERVICE_API_KEY
fi
exec "$@"
