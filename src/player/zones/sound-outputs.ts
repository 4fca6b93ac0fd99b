import type { SoundOutput, SoundOutputKind } from '#contract/entities/sound-output';
import type { ZoneSetting } from '#contract/entities/zone-setting';
import { outletKey, type AlsaCards } from '#contract/zone-outlets';

/** An output by the player's own name. */
export interface ListedDevice {
  readonly device: string;
  readonly description: string;
}

/** Of several names of one plug, the one that takes every kind of sound; ALSA's bare `hw` takes only its own. */
const RANKS = ['hdmi:', 'sysdefault:', 'plughw:', 'default:', 'front:', 'dmix:', 'hw:'];
/** They bring no sound out of any plug. */
const SILENT = /^(?:null|alsa\/null|openal|sdl|jack|oss)$/u;

/** The plugs among what a player lists, each once, those most likely wanted first. */
export function soundOutputs(
  listed: readonly ListedDevice[],
  zones: readonly ZoneSetting[],
  cards: AlsaCards,
): SoundOutput[] {
  const byPlug = new Map<string, ListedDevice>();
  for (const one of listed.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    if (SILENT.test(one.device) || one.device === 'alsa') continue;
    const key = outletKey(one.device, cards);
    if (!byPlug.has(key)) byPlug.set(key, one);
  }
  const owners = new Map(
    zones.flatMap(({ id, audioDevice, remote }) =>
      audioDevice && !remote ? [[outletKey(audioDevice, cards), id]] : [],
    ),
  );
  const outputs = [...byPlug].map(([key, one]) => ({ ...one, kind: kindOf(one), zoneId: owners.get(key) ?? null }));
  return outputs.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: readonly SoundOutputKind[] = ['system', 'jack', 'hdmi', 'usb', 'other'];

function kindOf({ device, description }: ListedDevice): SoundOutputKind {
  if (device === 'auto') return 'system';
  const both = `${device} ${description}`;
  if (/CARD=(?:Headphones|ALSA)\b|bcm2835|\bheadphones\b/iu.test(both) && !/usb/iu.test(both)) return 'jack';
  if (/hdmi/iu.test(both)) return 'hdmi';
  return /\busb\b|usb-/iu.test(both) ? 'usb' : 'other';
}

function rankOf({ device }: ListedDevice): number {
  const place = RANKS.findIndex((prefix) => device.startsWith(`alsa/${prefix}`));
  return place === -1 ? RANKS.length : place;
}
