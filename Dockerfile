# Confidant as a container. Runs with a read-only root; what changes lies in two volumes:
#
#   docker build -t confidant .
#   docker run --rm -v confidant-models:/models confidant node dist/scripts/models.js pull
#   docker run --init --read-only --tmpfs /tmp --stop-timeout 45 -p 127.0.0.1:8400:8400 \
#     -v confidant-data:/data -v confidant-models:/models confidant

FROM node:22-bookworm-slim AS base
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# One package of the API pages reports installs to its maker unless told not to.
ENV SCARF_ANALYTICS=false
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN npm ci
COPY . .
RUN npm run build

FROM base AS modules
# Engines come with binaries for every graphics card and system; a container without a card needs one of them.
RUN npm ci --omit=dev \
 && rm -rf node_modules/@node-llama-cpp/*-cuda* node_modules/@node-llama-cpp/*-vulkan* \
           node_modules/onnxruntime-node/bin/napi-v3/darwin node_modules/onnxruntime-node/bin/napi-v3/win32

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    CONFIDANT_HOST=0.0.0.0 \
    CONFIDANT_DATA=/data \
    CONFIDANT_MODELS=/models
COPY package.json ./
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY policies ./policies
COPY knowledge ./knowledge
# A volume takes its owner from the folder it is first mounted over.
RUN mkdir /data /models && chown node:node /data /models
USER node
VOLUME ["/data", "/models"]
EXPOSE 8400
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CONFIDANT_PORT ?? 8400}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
