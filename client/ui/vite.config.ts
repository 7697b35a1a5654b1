import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  build: {
    outDir: '../../dist/ui',
    emptyOutDir: true,
    // The Content-Security-Policy lets in files of our own, and nothing written into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
