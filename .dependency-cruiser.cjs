/** The arrows between the rooms of the house. `npm run check` fails on an import that goes against one. */

const FEATURES = 'library|player|network|car|storage';
const IO_PACKAGES = 'better-sqlite3|ssh2|music-metadata|sharp|express|ws|electron|chokidar';

/** Where ports are declared: `ports.ts`, `zone-ports.ts`, or a folder `ports/`. */
const PORTS = ['^src/.*[/-]ports?[.]ts$', '^src/.*/ports?/'];

/** A room may import itself and the rooms named; other packages are a matter of the rules below. */
function room(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from },
    to: { path: '^(src|renderer|test|build)/', pathNot: allowed },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },

    {
      name: 'contract-imports-zod-only',
      comment: 'It runs in Node, in the browser and in tests.',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { pathNot: ['^src/contract/', '^node_modules/zod/'] },
    },
    room('kernel-knows-the-contract-only', '^src/kernel/', ['^src/(kernel|contract)/']),
    room('config-knows-contract-and-kernel', '^src/config/', ['^src/(config|contract|kernel)/']),
    room('window-knows-contract-and-kernel', '^src/(main|preload)/', ['^src/(main|preload|contract|kernel)/']),

    {
      name: 'feature-imports-no-sibling',
      comment: 'It declares the port that it needs; app/create-app.ts hands it the implementation.',
      severity: 'error',
      from: { path: `^src/(${FEATURES})/` },
      to: { path: '^(src|renderer|test|build)/', pathNot: ['^src/(contract|kernel)/', '^src/$1/', ...PORTS] },
    },
    {
      name: 'another-rooms-port-as-type-only',
      severity: 'error',
      from: { path: `^src/(${FEATURES})/` },
      to: { path: PORTS, pathNot: '^src/$1/', dependencyTypesNot: ['type-only'] },
    },
    room('server-knows-features', '^src/server/', [`^src/(server|contract|kernel|${FEATURES})/`]),
    room('app-knows-the-service', '^src/app/', [`^src/(app|server|config|contract|kernel|${FEATURES})/`]),
    room('headless-knows-app', '^src/headless/', ['^src/(headless|app|config|contract|kernel)/']),

    {
      name: 'io-packages-in-adapters-only',
      severity: 'error',
      from: {
        path: '^(src|renderer)/',
        pathNot: ['^src/.*/adapters/', '^src/(storage|server|config|app|main|preload|headless)/'],
      },
      to: { path: `^node_modules/(@types/)?(${IO_PACKAGES})/` },
    },
    {
      name: 'electron-in-the-window-only',
      severity: 'error',
      from: { path: '^(src|renderer)/', pathNot: '^src/(main|preload)/' },
      to: { path: '^node_modules/electron/' },
    },

    room('screens-share-through-shared', '^renderer/shared/', ['^renderer/shared/', '^src/contract/']),
    room('kiosk-is-not-the-phone', '^renderer/kiosk/', ['^renderer/(kiosk|shared)/', '^src/contract/']),
    room('phone-is-not-the-kiosk', '^renderer/remote/', ['^renderer/(remote|shared)/', '^src/contract/']),
    {
      name: 'browser-has-no-node',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-needs-no-dev-dependency',
      comment: 'electron comes with the window; renderer packages are bundled.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/(electron|@types)/',
      },
    },
  ],

  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'svelte', 'types', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.json', '.css', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
