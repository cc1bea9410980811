# Consonant on processors:        docker build --target cpu --tag consonant .
# With an NVIDIA GPU (for spark): docker build --target gpu --tag consonant:gpu .   and run it with --gpus all; compose.gpu.yaml does both
#
# The image includes espeak-ng (GPL-3.0) and Debian's ffmpeg (GPL): read NOTICE before you pass it on.

FROM node:24-slim AS cpu
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ffmpeg \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /app
# The packages change less often than the code: a layer of their own.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm cache clean --force

COPY LICENSE NOTICE README.md ./
COPY config config
COPY samples samples
COPY models models
COPY src src

# What is kept lies in /data; everything else may be read-only.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
ENV NODE_ENV=production CONSONANT_DATA_FOLDER=/data/consonant CONSONANT_MODELS=/data/models CONSONANT_OPERATION_PORT=9464 \
  NODE_COMPILE_CACHE=/data/compile-cache

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CONSONANT_OPERATION_PORT}/healthz`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# Node itself, not npm or a shell, so that Ctrl-C and `docker stop` reach the program. Run with --init to have zombies reaped.
CMD ["node", "--max-semi-space-size=8", "src/main.ts"]

# Neural engines on the GPU through WebGPU, which onnxruntime has built in: it needs Vulkan's loader, and from the NVIDIA container toolkit the
# driver with its graphics part. No CUDA libraries.
FROM cpu AS gpu
USER root
RUN apt-get update \
  && apt-get install --yes --no-install-recommends libvulkan1 libegl1 libgl1 libgles2 libx11-6 libxext6 \
  && rm -rf /var/lib/apt/lists/*
USER node
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,graphics,utility
