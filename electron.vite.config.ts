import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { fileURLToPath } from 'node:url';

const inputs = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, fileURLToPath(new URL(file, import.meta.url))] as const),
  );

export default defineConfig({
  main: {
    build: {
      // What is plain JavaScript goes into the bundle: looking for some 300 files costs a small Pi seconds at each start.
      externalizeDeps: { exclude: ['chokidar', 'express', 'pino', 'ws', 'zod'] },
      sourcemap: true,
      rolldownOptions: {
        input: inputs({
          main: 'src/main/main.ts',
          service: 'src/headless/service.ts',
          start: 'src/headless/start.ts',
          'scan-worker': 'src/app/scan-worker.ts',
          'state-worker': 'src/app/state-worker.ts',
          'check-worker': 'src/app/check-worker.ts',
          'media-thread': 'src/app/media-thread.ts',
          'tag-worker': 'src/app/tag-worker.ts',
          'thumbnail-child': 'src/app/thumbnail-child.ts',
        }),
        // Flat: a file in out/main is as deep as one in src/<room>, so '../../resources' holds for both, and a worker
        // beside the file that starts it.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [
      svelte({ configFile: false }),
      // Views have addresses of their own (/kiosk/library/...), so what they load is named from the top. electron-vite
      // insists on './' otherwise.
      { name: 'carputer:absolute-base', config: () => ({ base: '/' }) },
    ],
    build: {
      target: 'es2022',
      cssTarget: ['chrome111', 'safari16.4'],
      minify: true,
      cssMinify: true,
      // The pages' policy allows no inline script, style or data: address.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: inputs({ kiosk: 'renderer/kiosk.html', remote: 'renderer/remote.html' }),
      },
    },
  },
});
