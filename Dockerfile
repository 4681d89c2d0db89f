# The bot in an image: one process, not root, that writes nothing but /data. See docs/containers.md.

FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# Before the code, so that a change of the code downloads nothing anew.
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /build \
    && /build/bin/pip install --require-hashes -r requirements-build.lock \
    && python -m venv --without-pip /venv \
    && /build/bin/pip --python /venv/bin/python install --require-hashes -r requirements.lock
COPY . .
RUN /build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
    && /build/bin/pip --python /venv/bin/python install --no-deps --no-index /wheel/*.whl

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data \
        --shell /usr/sbin/nologin diary \
    && install -d -o diary -g diary -m 0700 /data
COPY --from=build /venv /venv
# PYTHONSAFEPATH: nothing is imported from the folder one stands in.
# SQLITE_TMPDIR: what a large import sorts goes to the disk, not to the memory behind /tmp.
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONSAFEPATH=1 \
    PYTHONUNBUFFERED=1 \
    SQLITE_TMPDIR=/data \
    DATABASE_URL=sqlite+aiosqlite:////data/diary.db \
    HTTP_PORT=8080 \
    LOG_FORMAT=json
WORKDIR /
VOLUME /data
EXPOSE 8080
# By number: an engine that insists on "not root" cannot know a name.
USER 10001:10001
STOPSIGNAL SIGTERM
# A start may migrate the database first; it is not called ill in that time.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["python", "-m", "bot.health"]
ENTRYPOINT ["diary-bot"]
CMD ["run"]
