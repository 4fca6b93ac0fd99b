import { fileURLToPath } from 'node:url';

/** Where the parts of an installed or checked-out Carputer lie; absolute paths. */
export interface Places {
  readonly root: string;
  readonly pages: string;
  readonly demo: string;
  /** What zones are tried with. */
  readonly testMedia: { readonly tone: string; readonly picture: string };
  /** A built entry beside the running one, or its source when run from source. */
  entry(room: 'app' | 'headless' | 'main', name: string): string;
}

/** `entryUrl` is `import.meta.url` of an entry file: `out/main/NAME.js` when built, `src/ROOM/NAME.ts` from source. */
export function placesFrom(entryUrl: string): Places {
  const isSource = entryUrl.endsWith('.ts');
  const at = (path: string) => fileURLToPath(new URL(path, entryUrl));
  return {
    root: at('../../'),
    pages: at('../../out/renderer'),
    demo: at('../../resources/demo'),
    testMedia: {
      tone: at('../../resources/zone-test/tone.flac'),
      picture: at('../../resources/zone-test/picture.mkv'),
    },
    entry: (room, name) => at(isSource ? `../${room}/${name}.ts` : `./${name}.js`),
  };
}
