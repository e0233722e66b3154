import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm run build` writes dist/, which the server serves. `npx vite web` serves the sources beside a running server. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1_200 },
  server: { proxy: { '/api': 'http://127.0.0.1:7300' } },
});
