import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';

import type { Settings } from '#contract/entities/settings';
import { parseAudioOutput, type AudioOutput } from '#config/audio-output';
import { ConfigError } from '#config/config-error';
import type { DrivingSettings } from '#config/driving-settings';
import { parseFlags, parseVariables, type Given, type GivenSettings } from '#config/flags';
import type { IgnitionSettings } from '#config/ignition-settings';
import type { LightSettings } from '#config/light-settings';
import { makeFolder } from '#config/make-folder';
import type { RouterSettings } from '#config/router-settings';
import type { ScreenSettings } from '#config/screen-settings';
import type { SnapcastSettings } from '#config/snapcast-settings';
import { nonEmpty } from '#config/non-empty';
import { runtimeDirectory } from '#config/runtime-directory';
import { readSettingsFile } from '#config/settings-file';

/** How this run of the service was set up; folders are absolute. */
export interface Config {
  readonly media: readonly string[];
  readonly mounts: readonly string[];
  readonly data: string;
  /** Sockets live here, 0700: under DATA their paths could get too long (107 bytes). */
  readonly runtime: string;
  /** Folders of programs, with `:` between. */
  readonly searchPath: string;
  /** Of the machine, as in `de`; undefined where it has none. */
  readonly language: string | undefined;
  readonly port: number;
  readonly remoteHost: string | undefined;
  readonly remotePort: number;
  readonly audioOutput: AudioOutput;
  /** mpv's `--vo`; undefined for its own choice. */
  readonly videoOutput: string | undefined;
  readonly isWindowWanted: boolean;
  readonly isDemoWanted: boolean;
  readonly pinnedSettings: Partial<Settings>;
  readonly ignition: IgnitionSettings;
  readonly driving: DrivingSettings;
  readonly light: LightSettings;
  readonly screens: ScreenSettings;
  /** Undefined: none is set up. */
  readonly router: RouterSettings | undefined;
  /** Undefined: off. */
  readonly snapcast: SnapcastSettings | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_MOUNTS = ['/media', '/run/media'];
const DEFAULT_PORT = 8080;
const DEFAULT_REMOTE_PORT = 8081;

/** Flag > variable > file > default. Throws ConfigError with one line that names the culprit. */
export function loadConfig(args: readonly string[], environment: Environment): Config {
  const outer: GivenSettings = { ...parseVariables(environment), ...parseFlags(args) };
  const filePath = textOf(outer.config);
  const earlyData = resolve(textOf(outer.data) ?? defaultData(environment));
  const file = readSettingsFile(resolve(filePath ?? join(earlyData, 'settings.json')), filePath !== undefined);
  const given: GivenSettings = { ...file.given, ...outer };
  const data = dataFolder(resolve(textOf(given.data) ?? earlyData), given.data?.origin ?? 'data folder');

  return {
    media: listOf(given.media).map((folder) => mediaFolder(folder, given.media)),
    mounts: given.mounts ? listOf(given.mounts).map((folder) => mountsFolder(folder, given.mounts)) : DEFAULT_MOUNTS,
    data,
    runtime: runtimeDirectory(data, environment),
    searchPath: environment['PATH'] ?? '',
    language: languageOf(environment),
    port: portOf(given.port, DEFAULT_PORT),
    remoteHost: addressOf(given.remoteHost),
    remotePort: portOf(given.remotePort, DEFAULT_REMOTE_PORT),
    audioOutput: audioOutputOf(given.audioOutput),
    videoOutput: videoOutputOf(given.videoOutput),
    isWindowWanted: given.noWindow === undefined,
    isDemoWanted: given.noDemo === undefined,
    pinnedSettings: file.pinned,
    ignition: file.ignition,
    driving: file.driving,
    light: file.light,
    screens: file.screens,
    router: file.router,
    snapcast: file.snapcast,
  };
}

function defaultData(environment: Environment): string {
  const home = nonEmpty(environment['HOME']) ?? homedir();
  return join(nonEmpty(environment['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), 'carputer');
}

/** Of `de_DE.UTF-8`; `C` and `POSIX` are none. */
function languageOf(environment: Environment): string | undefined {
  const [locale] = ['LC_ALL', 'LC_MESSAGES', 'LANG'].flatMap((name) => nonEmpty(environment[name]) ?? []);
  return /^([a-z]{2,3})(?:[_.@]|$)/u.exec(locale ?? '')?.[1];
}

function textOf(given: Given | undefined): string | undefined {
  return typeof given?.value === 'string' ? given.value : undefined;
}

function listOf(given: Given | undefined): readonly string[] {
  return Array.isArray(given?.value) ? (given.value as readonly string[]) : [];
}

function portOf(given: Given | undefined, fallback: number): number {
  const text = textOf(given);
  if (text === undefined) return fallback;
  const port = Number(text);
  if (/^\d{1,5}$/u.test(text) && port >= 1 && port <= 65_535) return port;
  throw new ConfigError(`${given?.origin ?? ''}: "${text}" is not a port; allowed is 1 to 65535`);
}

function addressOf(given: Given | undefined): string | undefined {
  const text = textOf(given);
  if (text === undefined || isIP(text) !== 0) return text;
  throw new ConfigError(
    `${given?.origin ?? ''}: "${text}" is not an address; allowed is an IP address such as 0.0.0.0`,
  );
}

function audioOutputOf(given: Given | undefined): AudioOutput {
  const output = parseAudioOutput(textOf(given) ?? 'auto', given?.origin ?? 'audio output');
  if (output.kind !== 'pcm') return output;
  return { kind: 'pcm', directory: ownFolder(resolve(output.directory), given?.origin ?? '') };
}

function videoOutputOf(given: Given | undefined): string | undefined {
  const text = textOf(given);
  if (text === undefined || text === 'auto') return undefined;
  if (/^[a-z0-9-]{1,30}$/u.test(text)) return text;
  throw new ConfigError(
    `${given?.origin ?? ''}: "${text}" is not a video output; allowed are auto and the names of mpv --vo=help`,
  );
}

function mediaFolder(folder: string, given: Given | undefined): string {
  const path = mountsFolder(folder, given);
  if (!existsSync(path)) throw new ConfigError(`${given?.origin ?? ''}: there is no folder ${path}`);
  return path;
}

/** May be made later, as `/run/media` is with the first stick. */
function mountsFolder(folder: string, given: Given | undefined): string {
  const path = resolve(folder);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat && !stat.isDirectory()) throw new ConfigError(`${given?.origin ?? ''}: ${path} is not a folder`);
  return path;
}

/** A card that the system made read-only must not keep the car silent: what changes is then held in memory. */
function dataFolder(path: string, origin: string): string {
  try {
    return ownFolder(path, origin);
  } catch (error) {
    if (error instanceof ConfigError && isReadOnlyCard(error.cause) && existsSync(path)) return realpathSync(path);
    throw error;
  }
}

function isReadOnlyCard(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'EROFS';
}

/** Makes the folder where it is missing, and makes sure that files can be written there. */
function ownFolder(path: string, origin: string): string {
  try {
    makeFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(path);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new ConfigError(`${origin}: cannot write to the folder ${path} (${why})`, { cause });
  }
}
