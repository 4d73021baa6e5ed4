#!/usr/bin/env bash
# Runs nginx in the container of compose.yaml. With a certificate in /tls it serves HTTPS, too.
set -euo pipefail

SHIPPED=/etc/nginx/masthead.conf
SITE=/etc/nginx/conf.d/masthead.conf
# Of the network of compose.yaml. Requests of readers may come from its gateway.
NETWORK=172.30.83.0/24
GATEWAY=172.30.83.1

listeners="listen 8080;"
if [[ -f /tls/fullchain.pem ]]; then
  listeners+=" listen 8443 ssl http2; ssl_certificate /tls/fullchain.pem; ssl_certificate_key /tls/privkey.pem;"
  listeners+=" ssl_protocols TLSv1.2 TLSv1.3;"
fi
sed -e 's|^  server 127\.0\.0\.1:8000;.*|  server web:8000;|' \
  -e "s|^  listen 8080;.*|  $listeners|" \
  -e "s|^    deny all;.*|    deny $GATEWAY; allow $NETWORK; deny all;|" "$SHIPPED" > "$SITE"
exec nginx -g "daemon off;"
