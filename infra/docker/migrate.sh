#!/bin/sh
# Migrates the schema of every app with the role of its service, one after another, before any service starts.
set -eu
for app in intake scoring handoff reporting; do
  DATABASE_SERVICE="$app" DATABASE_URL="postgres://baton_$app@${DATABASE_HOST:-postgres:5432}/baton" \
    infra/docker/entrypoint.sh node --enable-source-maps "apps/$app/dist/migrate.js"
done
