import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../resources/router/lib/jq', import.meta.url));
/** Why rules cannot be asked here. */
export const whyNoRules = spawnSync('jq', ['--version']).status === 0 ? undefined : 'jq is not installed';

/** One of the router's jq programs on an input, with arguments; text ones are strings. */
export function rule(
  name: string,
  input: unknown,
  args: Readonly<Record<string, unknown>>,
  flags: readonly string[] = [],
): unknown {
  const given = Object.entries(args).flatMap(([key, value]) =>
    typeof value === 'string' ? ['--arg', key, value] : ['--argjson', key, JSON.stringify(value)],
  );
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  // One that reads nothing may have ended before it is written to it.
  const options = flags.includes('-n') ? {} : { input: text };
  const out = execFileSync('jq', ['-c', '-L', FOLDER, ...flags, ...given, '-f', `${FOLDER}/${name}.jq`], options);
  const lines = out.toString().trim().split('\n');
  return JSON.parse(lines[0] ?? 'null') as unknown;
}

/** The modems that one round makes of its evidence; what is not given is not there. At 60 s, with data wanted. */
export function modemsOf(evidence: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  const nothing = {
    readings: [],
    addresses: [],
    routes: [],
    probes: [],
    trials: [],
    samples: [],
    previous: [],
    uplink: [],
  };
  const given = { now: 60_000, wanted: true, wrong: '12d1:1505', settings: {}, plugged: { '1-1': 1000 } };
  return rule('modems', null, { ...nothing, ...given, ...evidence }, ['-n']) as Record<string, unknown>[];
}

export interface ToldStatus {
  readonly brokenLink: string | null;
  readonly chain: readonly { readonly link: string; readonly state: string; readonly reason: string | null }[];
}

/** The status of one round with those modems, the first of which is in use, and a hotspot that is well. */
export function statusOf(modems: readonly object[], evidence: Readonly<Record<string, unknown>> = {}): ToldStatus {
  const nothing = {
    usage: {},
    messages: {},
    ddns: {},
    vpn: {},
    change: null,
    clock: null,
    milli: null,
    hotspotHeal: null,
  };
  const words = { version: '', boot: '', driver: '', preferred: '', ddnsHost: '', lastSeq: '' };
  const given = { now: 60_000, wanted: true, heals: {}, stepping: {}, shared: false, load: 0, free: 0 };
  const [first] = modems as readonly { readonly id?: string }[];
  const lists = { modems: [modems], uplink: [{ modemId: first?.id ?? null }], hotspot: [{ isOn: true, reason: null }] };
  return rule('status', null, { ...nothing, ...words, ...given, ...lists, ...evidence }, ['-n']) as ToldStatus;
}
