import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // The name that the browser used stays, so that the server sees requests of its own origin.
  server: { proxy: { '/graphql': { target: 'http://localhost:4000', changeOrigin: false } } },
});
