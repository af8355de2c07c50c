# The service in a container. Built and run on a base like the one below, with buildah, not Docker: try it before you rely on it.
#   docker build -t iom-engine .
# How to run it, where keys and store lie, and what must stand before it: docs/deploy.md
FROM python:3.12-slim

RUN useradd --system --uid 10001 --user-group --home-dir /var/lib/iom --create-home iom
COPY . /tmp/source
RUN pip install --no-cache-dir "/tmp/source[api]" && rm -rf /tmp/source \
    && cd /var/lib/iom && mkdir store keys backups && chown iom:iom store keys backups && chmod 700 store keys backups

USER iom
ENV IOM_STORE=/var/lib/iom/store IOM_KEYS=/var/lib/iom/keys PYTHONUNBUFFERED=1
# two volumes, apart: whoever has both can rewrite the audit log
# backups: a folder of another disk, mounted at /var/lib/iom/backups and named by IOM_BACKUPS (docs/deploy.md)
VOLUME ["/var/lib/iom/store", "/var/lib/iom/keys"]
EXPOSE 8037

HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8037/health/live', timeout=4)"]

# it ends in order by SIGTERM: give it 60 seconds (docker stop --time 60)
STOPSIGNAL SIGTERM
CMD ["iom", "serve", "--host", "0.0.0.0"]
