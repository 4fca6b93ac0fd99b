// @ts-check
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const toolFiles = ['*.config.{js,ts}', 'test/support/*.config.ts', 'build/**/*.{ts,mjs}', '.dependency-cruiser.cjs'];

/** `no-restricted-syntax` has one list per file, so what differs by folder is put together from these. */
const banned = {
  enum: { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  defaultExport: { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  environment: {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Only src/config reads the environment; take what you need from the settings.',
  },
};

export default defineConfig(
  // A build beside this has a copy of its configuration for a moment.
  globalIgnores(['out/', 'dist/', 'node_modules/', 'resources/', 'electron.vite.config.ts.*.mjs']),

  {
    files: ['**/*.{ts,js,mjs}', '**/*.svelte'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', banned.enum, banned.defaultExport, banned.environment],
      'no-restricted-imports': ['error', { patterns: [{ regex: '^\\.', message: "Import '#room/file'." }] }],

      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `dot-notation` and the compiler's noPropertyAccessFromIndexSignature would contradict each other otherwise.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Tags and file names are compared by code point.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A port is asynchronous where one of its adapters is; `async` turns a throw into a rejection.
      '@typescript-eslint/require-await': 'off',
      // The error carries its cause and its words; that is what `AppError` is for.
      'preserve-caught-error': 'error',
    },
  },

  { files: ['src/**/*.ts', 'test/**/*.ts'], rules: { '@typescript-eslint/prefer-readonly': 'error' } },

  // Who may read the environment: the settings loader, the entry points' own needs, tools and tests.
  {
    files: ['src/config/**', 'src/headless/**', 'src/main/main.ts', 'test/**'],
    rules: { 'no-restricted-syntax': ['error', banned.enum, banned.defaultExport] },
  },

  ...svelte.configs.recommended.map((config) => ({
    ...config,
    files: config.files ?? ['**/*.svelte', '**/*.svelte.ts'],
  })),
  ...svelte.configs.prettier.map((config) => ({ ...config, files: config.files ?? ['**/*.svelte', '**/*.svelte.ts'] })),
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: tseslint.parser },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      // It cannot tell a set of listeners or a date that is only read from state.
      'svelte/prefer-svelte-reactivity': 'off',
      // svelte-check knows Svelte's reactivity; these three do not.
      'prefer-const': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  { files: ['**/*.svelte'], rules: { 'max-lines': ['error', { max: 150 }] } },

  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['test/support/router-lab/main.ts', 'test/bench/**', 'test/torture/**', 'build/**', 'src/headless/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: toolFiles,
    rules: {
      'no-restricted-syntax': ['error', banned.enum],
      'no-restricted-imports': 'off',
      'no-console': 'off',
    },
  },
  { files: ['**/*.{mjs,cjs,js}'], ignores: ['*.config.js'], extends: [tseslint.configs.disableTypeChecked] },
);
