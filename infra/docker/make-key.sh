#!/bin/sh
# Creates the API key between intake and the handoff service, once.
set -eu
umask 077
key=/var/lib/baton-secrets/service-key/api-key
[ -s "$key" ] && exit 0
node -e "console.log('baton_' + require('node:crypto').randomBytes(32).toString('base64url'))" > "$key.new"
mv "$key.new" "$key"
