# Sluice with everything it needs but a volume:
#   docker build -t sluice .
#   docker run --init --read-only --tmpfs /tmp -v sluice:/data -p 8000:8000 sluice
# `--init` (`init: true` in docker-compose.yml) rather than tini in the image: the primary ends and reaps its own children, an
# init only passes on a signal that comes before the primary listens for it. Docker brings its own; Kubernetes needs none.
# `docker kill --signal=HUP` replaces the redirect workers without a failed request.

FROM node:24.21.0-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc scripts/trim-packages.mjs ./
# Optional is a second Node; peers are Prisma's command line, TypeScript and React, which nothing loads here: 440 of 600 MB. Of the
# rest half is files that nothing loads.
RUN npm ci --omit=dev --omit=optional --omit=peer --ignore-scripts --no-audit --no-fund --loglevel=error && node trim-packages.mjs

FROM node:24.21.0-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
RUN install --directory --owner=1000 --group=1000 /data
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE NOTICE.md ./
COPY prisma/migrations prisma/migrations
COPY docs/api.md docs/api.md
COPY docs/api docs/api
COPY src src
# The image's user `node`, as a number so that Kubernetes sees that it is not root. It owns nothing but /data.
USER 1000:1000
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8000}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
