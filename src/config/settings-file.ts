import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { settings } from '#contract/entities/settings';
import { outletWords, sharedOutlet } from '#contract/zone-outlets';
import { alsaCards } from '#config/alsa-cards';
import { ConfigError } from '#config/config-error';
import { drivingSettings, type DrivingSettings } from '#config/driving-settings';
import type { ConfigKey, GivenSettings } from '#config/flags';
import { ignitionSettings, type IgnitionSettings } from '#config/ignition-settings';
import { lightSettings, type LightSettings } from '#config/light-settings';
import { routerSettings, type RouterSettings } from '#config/router-settings';
import { screenSettings, type ScreenSettings } from '#config/screen-settings';
import { snapcastSettings, type SnapcastSettings } from '#config/snapcast-settings';

const text = z.string().min(1);
const port = z.number().int();

/** What flags can say, too. */
const flags = z.object({
  media: z.array(text).optional(),
  mounts: z.array(text).optional(),
  data: text.optional(),
  port: port.optional(),
  remoteHost: text.optional(),
  remotePort: port.optional(),
  audioOutput: text.optional(),
  videoOutput: text.optional(),
});

/** The settings file: everything that flags can say, everything that Set-up can change,
 * how the engine's stop and the car's moving are noticed, and where the router is. Unknown keys are refused. */
const settingsFile = z.strictObject({
  ...flags.shape,
  demo: z.boolean().optional(),
  ignition: ignitionSettings.optional(),
  driving: drivingSettings.optional(),
  light: lightSettings.optional(),
  screens: screenSettings.optional(),
  router: routerSettings.optional(),
  snapcast: snapcastSettings.optional(),
  ...settings.partial().shape,
});

export interface SettingsFile {
  readonly given: GivenSettings;
  /** Settings of Set-up that the file pins. */
  readonly pinned: Partial<z.infer<typeof settings>>;
  readonly ignition: IgnitionSettings;
  readonly driving: DrivingSettings;
  readonly light: LightSettings;
  readonly screens: ScreenSettings;
  readonly router: RouterSettings | undefined;
  readonly snapcast: SnapcastSettings | undefined;
}

const NOTHING: SettingsFile = {
  given: {},
  pinned: {},
  ignition: ignitionSettings.parse({}),
  driving: drivingSettings.parse({}),
  light: lightSettings.parse({}),
  screens: screenSettings.parse({}),
  router: undefined,
  snapcast: undefined,
};

/** Reads the settings file; one that is not there counts only when it was asked for by name. */
export function readSettingsFile(path: string, isRequired: boolean): SettingsFile {
  const content = readText(path, isRequired);
  if (content === undefined) return NOTHING;

  const parsed = settingsFile.safeParse(parseJson(path, content));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') ?? '';
    throw new ConfigError(`${path}: ${where === '' ? '' : `"${where}": `}${issue?.message ?? 'not understood'}`);
  }
  const { demo, ignition, driving, light, screens, router, snapcast, ...others } = parsed.data;
  const given: GivenSettings = {};
  for (const [key, value] of Object.entries(flags.parse(others))) {
    if (value === undefined) continue;
    given[key as ConfigKey] = { value: Array.isArray(value) ? value : String(value), origin: `"${key}" in ${path}` };
  }
  if (demo === false) given.noDemo = { value: true, origin: `"demo" in ${path}` };
  const pinned = withoutAbsent(settings.partial().parse(others));
  const shared = sharedOutlet(pinned.zones ?? [], alsaCards());
  if (shared) throw new ConfigError(`${path}: "zones": ${outletWords(shared)}`);
  return {
    ...{ given, pinned, router, snapcast },
    ignition: ignition ?? NOTHING.ignition,
    driving: driving ?? NOTHING.driving,
    light: light ?? NOTHING.light,
    screens: screens ?? NOTHING.screens,
  };
}

function readText(path: string, isRequired: boolean): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const isAbsent = cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
    if (isAbsent && !isRequired) return undefined;
    const why = isAbsent ? 'there is no such file' : `cannot be read (${cause instanceof Error ? cause.message : '?'})`;
    throw new ConfigError(`settings file ${path}: ${why}`, { cause });
  }
}

function parseJson(path: string, content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new ConfigError(`${path}: is not JSON (${cause instanceof Error ? cause.message : '?'})`, { cause });
  }
}

type Present<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

function withoutAbsent<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<Fields>;
}
