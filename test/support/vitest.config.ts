import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isCi = process.env['CI'] !== undefined;
const PATIENT = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Each suite is a vitest project: `vitest run --config test/support/vitest.config.ts --project unit`. */
export default defineConfig({
  root,
  // No dependency cache in node_modules, so that a read-only clone can be tested too.
  cacheDir: fileURLToPath(new URL('../../out/.vitest', import.meta.url)),
  test: {
    projects: [
      {
        root,
        // Controllers (`*.svelte.ts`) are compiled as in the browser, where `$effect` runs.
        plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client' }) })],
        ssr: { resolve: { conditions: ['browser'] }, noExternal: ['svelte'] },
        test: { ...suite('unit'), testTimeout: 30_000 },
      },
      {
        root,
        test: { ...suite('integration'), ...PATIENT },
      },
      {
        root,
        test: { ...suite('contract'), testTimeout: 30_000, hookTimeout: 30_000 },
      },
      {
        root,
        // One browser and one service at a time: two cores, as on the smallest machine that runs this.
        test: { ...suite('e2e'), exclude: ['test/e2e/router/**'], ...PATIENT, fileParallelism: false },
      },
      {
        root,
        // A router waits for half of its time.
        test: { ...suite('router', 'test/e2e/router'), ...PATIENT, maxWorkers: 2 },
      },
    ],
    teardownTimeout: 10_000,
    maxWorkers: isCi ? 2 : '75%',
    allowOnly: !isCi,
  },
});

function suite(name: string, folder = `test/${name}`) {
  return {
    name,
    include: [`${folder}/**/*.test.ts`],
    environment: 'node' as const,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  };
}
