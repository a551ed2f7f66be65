# The application alone. With GRAPHKAM_URL it works on a Neo4j, without on its embedded store in /data.
FROM python:3.13-slim-trixie AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY graphkam graphkam
COPY api api
COPY viz viz
COPY cypher cypher
RUN python -m venv /app && /app/bin/pip install --no-cache-dir .

FROM python:3.13-slim-trixie
COPY --from=build /app /app
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin graphkam \
    && install --directory --owner=graphkam --group=graphkam --mode=0700 /data
ENV PATH=/app/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GRAPHKAM_DATA_DIR=/data \
    GRAPHKAM_IN_CONTAINER=1 \
    NUMBA_CACHE_DIR=/data/compiled
USER 10001:10001
# A new volume begins with what the image has there: the engine for portfolios, compiled. On another kind of processor,
# and after an update, the server compiles it in the background.
RUN python -m graphkam.analysis.compiled.kept
VOLUME /data
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Inside a container every address: who reaches it is decided where the port is published.
CMD ["graphkam", "serve", "--host", "0.0.0.0", "--port", "8000"]
