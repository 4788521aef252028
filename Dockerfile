# One image for web, worker, beat and the operator's commands; docker-compose.yml says which is which.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    ALONGSIDE_DATA=/data \
    BIND=0.0.0.0:8000

WORKDIR /app

COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

COPY manage.py LICENSE ./
COPY access access/
COPY accounts accounts/
COPY coaching coaching/
COPY comments comments/
COPY config config/
COPY goals goals/
COPY mentoring mentoring/
COPY observations observations/
COPY templates templates/
COPY static static/
COPY deploy/gunicorn.py deploy/

# Settings insist on a key, which collecting files has no use for; nothing of it stays in the image.
RUN SECRET_KEY=only-while-collecting python manage.py collectstatic --noinput --verbosity 0

# The code belongs to root, so that a process cannot rewrite what it runs.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin alongside \
    && install --directory --owner=alongside --group=alongside --mode=0700 /data
USER alongside
VOLUME /data
EXPOSE 8000

CMD ["gunicorn", "--config", "deploy/gunicorn.py"]
