import { ConfigError } from '#config/config-error';

/** One setting of the command line: how it is called there, in the environment and in the file. */
interface FlagSpec {
  readonly flag: string;
  readonly variable: string | undefined;
  readonly kind: 'text' | 'list' | 'switch';
}

export type ConfigKey =
  | 'media'
  | 'mounts'
  | 'data'
  | 'port'
  | 'remoteHost'
  | 'remotePort'
  | 'audioOutput'
  | 'videoOutput'
  | 'config'
  | 'noWindow'
  | 'noDemo';

export const FLAGS: Readonly<Record<ConfigKey, FlagSpec>> = {
  media: { flag: '--media', variable: 'CARPUTER_MEDIA', kind: 'list' },
  mounts: { flag: '--mounts', variable: 'CARPUTER_MOUNTS', kind: 'list' },
  data: { flag: '--data', variable: 'CARPUTER_DATA', kind: 'text' },
  port: { flag: '--port', variable: 'CARPUTER_PORT', kind: 'text' },
  remoteHost: { flag: '--remote-host', variable: 'CARPUTER_REMOTE_HOST', kind: 'text' },
  remotePort: { flag: '--remote-port', variable: 'CARPUTER_REMOTE_PORT', kind: 'text' },
  audioOutput: { flag: '--audio-output', variable: 'CARPUTER_AUDIO_OUTPUT', kind: 'text' },
  videoOutput: { flag: '--video-output', variable: 'CARPUTER_VIDEO_OUTPUT', kind: 'text' },
  config: { flag: '--config', variable: 'CARPUTER_CONFIG', kind: 'text' },
  noWindow: { flag: '--no-window', variable: undefined, kind: 'switch' },
  noDemo: { flag: '--no-demo', variable: undefined, kind: 'switch' },
};

/** A value as it was written, and where: for example `--port` or `CARPUTER_PORT`. */
export interface Given {
  readonly value: string | readonly string[] | true;
  readonly origin: string;
}

export type GivenSettings = Partial<Record<ConfigKey, Given>>;

const byFlag = new Map(Object.entries(FLAGS).map(([key, spec]) => [spec.flag, { key: key as ConfigKey, spec }]));

/** Reads `--flag VALUE` and `--flag=VALUE`; repeatable flags collect, others take the last. */
export function parseFlags(args: readonly string[]): GivenSettings {
  const given: GivenSettings = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [name = '', ...valueParts] = arg.split('=');
    const found = byFlag.get(name);
    if (!found) throw new ConfigError(`${arg}: no such flag; allowed are ${[...byFlag.keys()].join(', ')}`);
    const { key, spec } = found;
    if (spec.kind === 'switch') {
      if (valueParts.length > 0) throw new ConfigError(`${name}: takes no value`);
      given[key] = { value: true, origin: name };
      continue;
    }
    const value = valueParts.length > 0 ? valueParts.join('=') : rest.shift();
    if (value === undefined || value === '') throw new ConfigError(`${name}: needs a value`);
    given[key] = spec.kind === 'list' ? { value: collect(given[key], value), origin: name } : { value, origin: name };
  }
  return given;
}

/** Reads the variables of the environment; folders of a list stand between colons. An empty variable is none. */
export function parseVariables(environment: Readonly<Record<string, string | undefined>>): GivenSettings {
  const given: GivenSettings = {};
  for (const [key, { variable, kind }] of Object.entries(FLAGS) as [ConfigKey, FlagSpec][]) {
    const text = variable === undefined ? undefined : environment[variable];
    if (variable === undefined || text === undefined || text === '') continue;
    given[key] = { value: kind === 'list' ? text.split(':').filter((part) => part !== '') : text, origin: variable };
  }
  return given;
}

function collect(before: Given | undefined, value: string): readonly string[] {
  return [...(before !== undefined && Array.isArray(before.value) ? (before.value as string[]) : []), value];
}
