#!/bin/sh
# The API key between the services and the password of a service's database role are files in volumes, and the services
# read them from the environment.
set -eu
key=/var/lib/baton/service-api-key
if [ -z "${SERVICE_API_KEY:-}" ] && [ -r "$key" ]; then
  SERVICE_API_KEY="$(cat "$key")"
  export SERVICE_API_KEY
fi
password="/var/lib/baton-secrets/${DATABASE_SERVICE:-none}/database-password"
if [ -z "${PGPASSWORD:-}" ] && [ -r "$password" ]; then
  PGPASSWORD="$(cat "$password")"
  export PGPASSWORD
fi
exec "$@"
