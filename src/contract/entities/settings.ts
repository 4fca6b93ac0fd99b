import { z } from 'zod';

import { loudnessSetting } from '#contract/entities/loudness';
import { zoneSetting } from '#contract/entities/zone-setting';

const zones = z
  .array(zoneSetting)
  .min(1)
  .max(8)
  .refine((list) => new Set(list.map((one) => one.id)).size === list.length, 'two zones have the same id');

/** Degrees, north and east positive. */
export const place = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });

export type Place = z.infer<typeof place>;

/** What a key of a knob, a steering wheel or a remote can do. */
export const KEY_ACTIONS = [
  'up',
  'down',
  'left',
  'right',
  'enter',
  'back',
  'home',
  'play_pause',
  'next',
  'previous',
  'louder',
  'quieter',
  'mute',
] as const;

export type KeyAction = (typeof KEY_ACTIONS)[number];

/** Of one role: its own loudness, and by how much it takes the music down. */
const promptLevel = z.object({
  volumePercent: z.number().int().min(10).max(100),
  duckDb: z.number().min(0).max(60),
});

export const promptSettings = z.object({ prompt: promptLevel, call: promptLevel, alarm: promptLevel });

export type PromptSettings = z.infer<typeof promptSettings>;

/** Everything that Set-up can change. */
export const settings = z.object({
  carName: z.string().trim().min(1).max(40),
  theme: z.enum(['auto', 'day', 'night', 'dim']),
  /** Roughly where the car is: `auto` then follows the sun, without it the clock. */
  place: place.nullable(),
  /** Edge to edge of the touchscreen's panel: how large a dp is on it. */
  panelInches: z.number().min(4).max(20),
  /** Of the touchscreen; `auto` is what its browser prefers. Phones show their own. */
  language: z.enum(['auto', 'en', 'de']),
  /** Where the driver sits: the rail stands on that side of the screen. */
  driverSide: z.enum(['left', 'right']),
  /** What played when the power went plays again after a start; else it comes back paused. */
  resumeOnStart: z.boolean(),
  /** Music that plays on by itself after a start is not louder than this, whatever the volume was. */
  startVolumePercent: z.number().int().min(0).max(100),
  /** When the stick of what plays is pulled: silence until it is back, or meanwhile what the other sticks have. */
  whenStickRemoved: z.enum(['wait', 'next_source']),
  /** The folder that the router shares is one more stick, where the router shares one. */
  routerFiles: z.boolean(),
  /** All songs equally loud. */
  loudness: loudnessSetting,
  /** For how long songs that follow each other by themselves are heard together, at most; 0: not at all. */
  crossfadeSeconds: z.number().int().min(0).max(12),
  /** What is said into the music. */
  prompts: promptSettings,
  /** By the key's name as browsers give it (`F5`, `j`): what it does instead. */
  keys: z.record(z.string().min(1).max(40), z.enum(KEY_ACTIONS)),
  zones,
});

export type Settings = z.infer<typeof settings>;

export const settingsPatch = settings.partial().strict();

export type SettingsPatch = z.infer<typeof settingsPatch>;

export const DEFAULT_SETTINGS: Settings = {
  carName: 'Carputer',
  theme: 'auto',
  place: null,
  panelInches: 7,
  language: 'auto',
  driverSide: 'left',
  resumeOnStart: true,
  startVolumePercent: 40,
  whenStickRemoved: 'wait',
  routerFiles: false,
  loudness: { mode: 'off', preampDb: 0, isMeasuring: true },
  crossfadeSeconds: 0,
  prompts: {
    prompt: { volumePercent: 75, duckDb: 12 },
    call: { volumePercent: 80, duckDb: 24 },
    alarm: { volumePercent: 90, duckDb: 40 },
  },
  keys: {},
  zones: [
    zoneSetting.parse({ id: 'front', name: 'Front', hasVideo: false, audioDevice: null }),
    zoneSetting.parse({ id: 'rear', name: 'Rear', hasVideo: true, audioDevice: null }),
  ],
};

/**
 * `locked` names the settings that the configuration file holds; they cannot be changed on the screen.
 * `phoneAddresses` are what a phone can open, best first; empty when the phones' listener is off.
 */
export const settingsView = settings.extend({
  locked: z.array(z.string()),
  phoneAddresses: z.array(z.string()),
});

export type SettingsView = z.infer<typeof settingsView>;
