# docker build -t millwright .
# Everything that only building needs stays in the first stage.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build
# Node itself, a server for tests, and libraries of other systems come as packages, too: the image needs none of them.
RUN npm prune --omit=dev && rm -rf node_modules/@just-memory node_modules/node-linux-* node_modules/node-win-* node_modules/.bin/node \
    node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32
RUN mkdir /out && cp -r --parents LICENSE package.json node_modules bin assembly.ts config.ts configuration knowledge ingest answer evaluate server cli samples web/dist /out

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production MILLWRIGHT_DATA=/data MILLWRIGHT_HOST=0.0.0.0 MILLWRIGHT_PORT=7300
WORKDIR /app
COPY --from=build /out ./
RUN mkdir /data && chown 1000:1000 /data
USER 1000:1000
VOLUME /data
EXPOSE 7300
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:7300/api/v1/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Other machines can reach it: it starts only with a key (MILLWRIGHT_API_KEY_FILE, or one that "keys create" made).
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "cli/main.ts"]
CMD ["serve"]
