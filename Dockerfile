# The site, and nginx before it; compose.yaml runs both.
#   docker build --tag masthead .

# What is built stays; what builds it does not.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY Makefile requirements.txt ./
RUN python -m venv .venv \
  && .venv/bin/pip install --no-cache-dir --quiet --disable-pip-version-check "$(sed -n 's/^UV := //p' Makefile)" \
  && VIRTUAL_ENV=.venv .venv/bin/uv pip install --no-cache --quiet --require-hashes --compile-bytecode -r requirements.txt
COPY . .
# These settings are for collecting static files alone.
RUN for catalogue in locale/*/LC_MESSAGES/django.po; do \
      .venv/bin/pybabel --quiet compile --input-file "$catalogue" --output-file "${catalogue%.po}.mo" || exit 1; \
    done \
  && python -m compileall -q -x '/(\.venv|tests)/' . \
  && SECRET_KEY=of-no-use-but-for-collecting-static-files ALLOWED_HOSTS=localhost \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
  && rm -f var/*.sqlite3*

FROM debian:bookworm-slim AS proxy
RUN apt-get update \
  && apt-get install --yes --no-install-recommends nginx libnginx-mod-http-lua \
  && rm -rf /var/lib/apt/lists/* /etc/nginx/sites-enabled/default \
  && ln -sf /dev/stderr /var/log/nginx/error.log
COPY deploy/nginx.conf /etc/nginx/masthead.conf
COPY deploy/proxy.sh /usr/local/bin/proxy
CMD ["proxy"]

FROM python:3.11-slim-bookworm AS site
# Backups call pg_dump, whose version must not be older than the server's.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends postgresql-client \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --no-create-home --home-dir /data masthead \
  && install --directory --owner=masthead --mode=750 /data /data/media /data/backups /data/imports
COPY --from=build /app /app
WORKDIR /app
USER masthead
ENV PATH=/app/.venv/bin:$PATH \
  PYTHONUNBUFFERED=1 \
  WORKERS=2 \
  MEDIA_ROOT=/data/media \
  BACKUP_DIR=/data/backups \
  IMPORT_FOLDER=/data/imports \
  COUNTERS_FILE=/tmp/counters.sqlite3
VOLUME ["/data/media", "/data/backups", "/data/imports"]
EXPOSE 8000
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "exec granian --interface wsgi --host 0.0.0.0 --port 8000 --workers ${WORKERS} --blocking-threads 4 --backpressure 2048 --http1-header-read-timeout 10000 --no-ws --respawn-failed-workers --log-level warning --workers-kill-timeout 5 site_config.wsgi:application"]
