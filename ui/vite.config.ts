import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Builds `ui/` into `src/generated/ui`, which the control process serves at `/admin`. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: '../src/generated/ui',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the policy of the page allows no data: scripts or fonts
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
    chunkSizeWarningLimit: 1_000, // in KB, uncompressed; a test holds what the first load costs
  },
})
