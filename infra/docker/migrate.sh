#!/bin/sh
# Migrates the schema of every app, one after another, before any service starts.
set -eu
for app in intake scoring handoff reporting; do
  node --enable-source-maps "apps/$app/dist/migrate.js"
done
