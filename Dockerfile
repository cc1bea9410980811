# Consonant on the CPU:  docker build --target cpu --tag consonant .
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
COPY samples samples
COPY models models
COPY src src

# The first-run demonstration writes here; everything else of /app stays read-only for the program.
RUN mkdir out && chown node:node out
USER node
ENV NODE_ENV=production

# Node itself, not npm or a shell, so that Ctrl-C and `docker stop` reach the program. Run with --init to have zombies reaped.
CMD ["node", "src/main.ts"]
