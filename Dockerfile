# One image for web, worker, beat and migrations; the command decides which (docker-compose.yml).

FROM node:24-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.13-slim AS packages
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /tmp/run.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    STATIC_STORAGE=whitenoise.storage.CompressedManifestStaticFilesStorage \
    EVIDENCE_ROOT=/var/lib/querlinie/evidence
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin querlinie \
    && install -d -o querlinie -g querlinie -m 0750 /var/lib/querlinie /var/lib/querlinie/evidence
WORKDIR /srv/querlinie
COPY --from=packages /opt/venv /opt/venv
COPY . .
COPY --from=assets /build/node_modules node_modules
# Collecting static files reads the settings but connects to nothing; these values stay in this one command.
RUN SECRET_KEY=only-for-collecting-static-files-in-the-build DATABASE_URL=postgres://build@localhost/build \
    python manage.py collectstatic --no-input --verbosity 0
USER querlinie
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket"]
