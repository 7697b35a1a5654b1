import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  // The server has the files that the build names by their content, and no others: import what you need.
  publicDir: false,
  build: {
    outDir: '../../dist/ui',
    emptyOutDir: true,
    // The Content-Security-Policy lets in files of our own, and nothing written into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
