#!/bin/sh
# Creates the API key between the services, once.
set -eu
umask 077
key=/var/lib/baton/service-api-key
[ -s "$key" ] && exit 0
node -e "console.log('baton_' + require('node:crypto').randomBytes(32).toString('base64url'))" > "$key.new"
mv "$key.new" "$key"
