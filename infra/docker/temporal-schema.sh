#!/bin/sh
# Creates Temporal's two databases and updates their schemas. Does nothing when they are up to date.
set -eu
tool() {
  temporal-sql-tool --plugin postgres12 --ep postgres --port 5432 --user baton --db "$@"
}
for database in temporal visibility; do
  name=temporal
  [ "$database" = visibility ] && name=temporal_visibility
  tool "$name" create
  tool "$name" setup-schema -v 0.0
  tool "$name" update-schema --schema-name "postgresql/v12/$database"
done
