#!/usr/bin/env bash
# Installs the site on a server of its own. --help says how.
set -euo pipefail
umask 022
# shellcheck source=deploy/common.sh
source "$(dirname "$(readlink -f "$0")")/common.sh"

SOURCE=$(dirname "$(dirname "$(readlink -f "$0")")")
ACME=/var/lib/masthead-acme

usage() {
  cat << 'END'
deploy/install.sh --host example.org [OPTION …]    install the site on Debian 12 or 13

--host NAME         the name that readers type
--database KIND     postgresql (the default) or sqlite
--email ADDRESS     where Let's Encrypt writes to
--no-tls            serve plain HTTP, on a machine for tests
--name NAME         of the publication
--language TAG      of the publication, such as en-gb or de
--time-zone ZONE    such as Europe/London
--username NAME     of the first administrator, whose address is --email; the variable
                    ADMIN_PASSWORD is the password, else one is made and printed

Run it as root from a checkout or an unpacked release. On a terminal it asks for what is missing. It
may be stopped and run again: settings in /etc/masthead/env and the database stay. If the site is
installed already, a newer version is installed as update.sh does.
END
}

parse() {
  HOST="" DATABASE="" EMAIL="" TLS="" NAME="" LANGUAGE="" ZONE="" USERNAME=""
  while (($#)); do
    case $1 in
      -h | --help) usage && exit ;;
      --no-tls) TLS=no && shift && continue ;;
    esac
    [[ $1 == --* ]] || die "\"$1\" is no option; deploy/install.sh --help names all."
    [[ -n ${2-} && $2 != --* ]] || die "$1 is unknown or needs a value; deploy/install.sh --help names all options."
    case $1 in
      --host) HOST=${2,,} ;;
      --database) DATABASE=$2 ;;
      --email) EMAIL=$2 ;;
      --name) NAME=$2 ;;
      --language) LANGUAGE=$2 ;;
      --time-zone) ZONE=$2 ;;
      --username) USERNAME=$2 ;;
      *) die "There is no option $1; deploy/install.sh --help names all." ;;
    esac
    shift 2
  done
}

ask() {
  local answer
  [[ -t 0 ]] || return 1
  read -rp "$1 " answer
  echo "$answer"
}

# Takes what was not given from the settings of an earlier call, or asks.
complete() {
  local host base
  if [[ -f $SETTINGS ]]; then
    host=$(setting ALLOWED_HOSTS)
    host=${host%%,*}
    base=$(setting BASE_URL)
    [[ -z $HOST || $HOST == "$host" ]] || die "The host is $host in $SETTINGS; change it there first."
    HOST=$host
    [[ $base == https:* || $TLS == no ]] || die "BASE_URL is $base in $SETTINGS; change it there first, or add --no-tls."
    [[ $base != https:* || -z $TLS ]] || die "BASE_URL is $base in $SETTINGS; change it there first, or omit --no-tls."
    [[ $(setting DATABASE_URL) == sqlite* ]] && kind=sqlite || kind=postgresql
    [[ -z $DATABASE || $DATABASE == "$kind" ]] || die "DATABASE_URL in $SETTINGS is of $kind; change it there first."
    DATABASE=$kind
  fi
  [[ -n $HOST ]] || HOST=$(ask "The name of the site that readers type, such as example.org:") \
    || die "Name the host: deploy/install.sh --host example.org"
  [[ $HOST =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] || die "The host must be a name such as example.org, without a scheme or port."
  DATABASE=${DATABASE:-postgresql} TLS=${TLS:-yes}
  [[ $DATABASE == postgresql || $DATABASE == sqlite ]] || die "The database must be postgresql or sqlite."
  if [[ $TLS == yes && -z $EMAIL && ! -f $SETTINGS ]]; then
    EMAIL=$(ask "Your address, for warnings by Let's Encrypt (may stay empty):") || true
  fi
  [[ -z $EMAIL || $EMAIL =~ ^[^@[:space:]]+@[^@[:space:]]+$ ]] || die "--email must be an address such as admin@example.org."
  [[ -z $USERNAME || -n $EMAIL ]] || die "The first administrator needs an address: add --email."
}

install_packages() {
  local wanted=(ca-certificates git nginx libnginx-mod-http-lua procps python3 python3-venv) missing=() package
  [[ $DATABASE == sqlite ]] || wanted+=(postgresql)
  [[ $TLS == no ]] || wanted+=(certbot)
  for package in "${wanted[@]}"; do
    [[ $(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2> /dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "Installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

create_user() {
  getent passwd masthead > /dev/null \
    || useradd --system --user-group --home-dir "$DATA" --no-create-home --shell /usr/sbin/nologin masthead
}

create_folders() {
  local folder
  install --directory --mode=755 "$HOME_DIR" "$RELEASES" "$HOME_DIR/slots" "$NGINX"
  install --directory --mode=700 /var/cache/masthead
  install --directory --owner=masthead --group=masthead --mode=750 "$DATA"
  for folder in media backups; do
    [[ -e $DATA/$folder ]] || make_folder "$DATA/$folder"
  done
  install --directory --group=masthead --mode=750 "$(dirname "$SETTINGS")"
}

# Writes the settings, once: what was encrypted with a lost key is lost.
write_settings() {
  local scheme=https database
  [[ -f $SETTINGS ]] && return
  [[ $TLS == yes ]] || scheme=http
  database=postgres://masthead@%2Fvar%2Frun%2Fpostgresql/masthead
  [[ $DATABASE == postgresql ]] || database=sqlite:///$DATA/masthead.sqlite3
  {
    echo "# The settings of the site; deploy/update.sh applies changes. The README describes all of them."
    python3 -c 'import secrets; word = secrets.token_urlsafe
print(f"SECRET_KEY={word(50)}\nENCRYPTION_KEYS={word(50)}")'
    echo "ALLOWED_HOSTS=$HOST"
    echo "BASE_URL=$scheme://$HOST"
    echo "DATABASE_URL=$database"
    echo "MEDIA_ROOT=$DATA/media"
    echo "COUNTERS_FILE=$DATA/counters.sqlite3"
    echo "BACKUP_DIR=$DATA/backups"
    echo "IMPORT_FOLDER=$DATA/imports"
    echo "FRONTEND_CACHES=http://127.0.0.1:8080"
    echo "WORKERS=2"
    [[ -z $LANGUAGE ]] || echo "LANGUAGE_CODE=$LANGUAGE"
    [[ -z $ZONE ]] || echo "TIME_ZONE=$ZONE"
  } | write "$SETTINGS" 600
  chgrp masthead "$SETTINGS"
  chmod 640 "$SETTINGS"
}

as_postgres() {
  (cd / && runuser -u postgres -- "$@")
}

# The role signs in by its name on the socket, without a password. It may create the databases on
# which update.sh rehearses migrations.
create_database() {
  [[ $(setting DATABASE_URL) == *%2Fpostgresql/* ]] || return 0
  systemctl start postgresql
  for _ in {1..60}; do
    as_postgres pg_isready --quiet && break
    sleep 1
  done
  as_postgres psql -tAc "SELECT 1 FROM pg_roles WHERE rolname = 'masthead'" | grep -q 1 \
    || as_postgres createuser --createdb masthead
  as_postgres psql -tAc "SELECT 1 FROM pg_database WHERE datname = 'masthead'" | grep -q 1 \
    || as_postgres createdb --owner masthead --encoding UTF8 --locale C.UTF-8 --template template0 masthead
}

# Where update.sh looks for versions: the origin of a checkout, or the checkout itself.
record_source() {
  local source=""
  if is_checkout "$SOURCE"; then
    source=$(git_in "$SOURCE" remote get-url origin 2> /dev/null || echo "$SOURCE")
  fi
  write "$HOME_DIR/source" <<< "$source"
}

set_up() {
  local given=() option
  for option in "name $NAME" "username $USERNAME" "email ${USERNAME:+$EMAIL}"; do
    [[ -z ${option#* } ]] || given+=("--${option%% *}" "${option#* }")
  done
  # There is no cache in front yet.
  manage "$RELEASE" FRONTEND_CACHES= setup --no-demo --no-input "${given[@]}"
}

# --- nginx and TLS -------------------------------------------------------------------------------

has_certificate() {
  [[ -f /etc/letsencrypt/live/$HOST/fullchain.pem ]]
}

# Writes `listen` for a port, and the same for IPv6 if the machine has it.
listen() {
  echo "listen $1;"
  [[ ! -f /proc/net/if_inet6 ]] || echo "listen [::]:$1;"
}

# Newer versions warn of the older form.
listen_with_tls() {
  local version
  version=$(nginx -v 2>&1 | sed 's|.*nginx/||;s| .*||')
  if [[ $(printf '%s\n' 1.25.1 "$version" | sort --version-sort | head -n 1) == 1.25.1 ]]; then
    listen "443 ssl" && echo "http2 on;"
  else
    listen "443 ssl http2"
  fi
  echo "ssl_certificate /etc/letsencrypt/live/$HOST/fullchain.pem;"
  echo "ssl_certificate_key /etc/letsencrypt/live/$HOST/privkey.pem;"
  echo "ssl_protocols TLSv1.2 TLSv1.3;"
  echo "ssl_session_cache shared:masthead_tls:5m;"
  echo "ssl_session_timeout 1d;"
  echo "ssl_session_tickets off;"
}

write_listeners() {
  {
    echo "server_name $HOST;"
    echo "listen 127.0.0.1:8080;  # for PURGE, see FRONTEND_CACHES"
    if [[ $TLS == no ]]; then
      listen 80
    elif has_certificate; then
      listen_with_tls
    fi
  } | write "$NGINX/listen.conf"
  if [[ $TLS == no ]]; then
    rm -f /etc/nginx/conf.d/masthead-http.conf
    return
  fi
  install --directory --mode=755 "$ACME"
  {
    echo "server {"
    listen 80
    echo "server_name $HOST;"
    echo "access_log off;"
    echo "location /.well-known/acme-challenge/ { root $ACME; }"
    echo "location / { return 301 https://$HOST\$request_uri; }"
    echo "}"
  } | write /etc/nginx/conf.d/masthead-http.conf
}

# Debian's example would answer in our place.
remove_example_site() {
  local example=/etc/nginx/sites-enabled/default
  [[ -e $NGINX_SITE || $(readlink -f "$example") != /etc/nginx/sites-available/default ]] || rm "$example"
}

get_certificate() {
  local who=(--register-unsafely-without-email)
  [[ -z $EMAIL ]] || who=(--email "$EMAIL")
  has_certificate || certbot certonly --quiet --non-interactive --agree-tos "${who[@]}" --webroot \
    --webroot-path "$ACME" --domain "$HOST" --deploy-hook "systemctl reload nginx" \
    || die "The site runs, but there is no certificate for $HOST yet: when its name leads to this server and port 80 \
is open, run deploy/install.sh again."
  write_listeners
  reload_nginx || die "nginx does not take its configuration; \`nginx -t\` says why."
}

# --- All steps -----------------------------------------------------------------------------------

serve() {
  install_units "$RELEASE"
  [[ -f $NGINX/upstream.conf ]] || set_port "$FIRST_PORT"
  remove_example_site
  write_listeners
  configure_nginx "$RELEASE"
  if ! is_ready "$(active_port)" || [[ $(release_on "$(active_port)") != "$RELEASE" ]]; then
    reload_nginx || die "nginx does not take its configuration; \`nginx -t\` says why."
    start "$RELEASE" "$(active_port)" \
      || die "The server did not become ready; \`journalctl -u masthead@$(active_port)\` says why."
  fi
  settle
  [[ $TLS == no ]] || get_certificate
}

hints() {
  cat << END

The site runs: $(setting BASE_URL)/
  Settings    $SETTINGS (deploy/update.sh applies changes)
  Logs        journalctl -u 'masthead*'; nothing writes log files of its own
  Updates     deploy/update.sh [REF | DIR]
  Commands    cd $HOME_DIR/current && runuser -u masthead -- env ENV_FILE=$SETTINGS .venv/bin/python manage.py …
  Firewall    readers need the ports 80 and 443, you need 22. With ufw:
              ufw allow 22,80,443/tcp && ufw enable
              With nftables, in the chain "input" with "policy drop":
              iif lo accept; ct state established,related accept; meta l4proto { icmp, ipv6-icmp } accept;
              tcp dport { 22, 80, 443 } accept
Next: copy $SETTINGS and the backups in $DATA/backups to another machine, set EMAIL_URL for mail,
and create an administrator (manage.py createsuperuser) if you have not done so.
END
}

main() {
  parse "$@"
  require_root
  complete
  command -v apt-get > /dev/null || die "This script needs Debian 12 or later."
  lock
  install_packages
  create_user
  create_folders
  write_settings
  create_database
  record_source
  make_release "$SOURCE"
  if [[ -L $HOME_DIR/current && $(readlink -f "$HOME_DIR/current") != "$RELEASE" ]]; then
    exec "$RELEASE/deploy/update.sh" "$RELEASE"
  fi
  set_up
  serve
  hints
}

main "$@"
exit
