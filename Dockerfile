# The image of the service: the bundle, its production dependencies and the migrations.

FROM node:20-bookworm-slim AS manifests
WORKDIR /app
# Only what decides which packages are installed: a change of the sources reuses the layers below.
COPY package.json package-lock.json .npmrc ./

FROM manifests AS build
RUN npm ci
COPY . .
RUN npm run build

FROM manifests AS dependencies
RUN npm ci --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=4000 \
    DATA_DIR=/data
WORKDIR /app
# Used with ALLOW_EMBEDDED=true alone: mount a volume here, or the data goes with the container.
RUN install -d -o node -g node -m 700 /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
# The server reads the schema and the migrations beside the bundle.
COPY prisma ./prisma
COPY --from=build /app/dist ./dist
USER node
EXPOSE 4000
# The process lives. Whether its stores answer is /readyz, which is for load balancers: a store's fault is no reason
# to restart the service.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# The command line is beside it: docker compose exec app node dist/manage.js --help
# In exec form, so that SIGTERM reaches the server, which then finishes the requests in flight.
CMD ["node", "dist/main.js"]
