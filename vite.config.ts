import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { wordsOfOneLanguage } from './scripts/words-of-one-language.mjs';

/** The console only; scripts/build.mjs makes the rest and says where this goes. */
export default defineConfig({
  root: 'src/delivery/console',
  base: '/console/',
  plugins: [wordsOfOneLanguage(), react(), tailwind()],
  build: { outDir: '../../../dist/console', emptyOutDir: true, target: 'es2022', sourcemap: true },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
