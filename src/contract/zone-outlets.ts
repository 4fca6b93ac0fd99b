import type { ToneSetting, ZoneSetting } from '#contract/entities/zone-setting';

// Which of mpv's many names of outputs are one and the same plug.

/** The output by which several places play one zone in step, by Snapcast. */
export const EVERYWHERE = 'pulse/snapcast';

/** Whether an output may carry four channels: Snapcast's stream has two. */
export function mayHaveFour({ audioDevice }: Pick<ZoneSetting, 'audioDevice'>): boolean {
  return audioDevice !== EVERYWHERE;
}

/** The sound of a zone as its output carries it; four loudspeakers that were chosen are there again on another output. */
export function heardTone({ audioDevice, tone }: Pick<ZoneSetting, 'audioDevice' | 'tone'>): ToneSetting {
  return mayHaveFour({ audioDevice }) ? tone : { ...tone, speakers: 'two' };
}

/** Names of ALSA cards by their numbers, as in `/proc/asound/cards`. */
export type AlsaCards = ReadonlyMap<number, string>;

/** Two zones that would come out of one plug. */
export interface SharedOutlet {
  readonly zones: readonly [ZoneSetting, ZoneSetting];
  readonly what: 'sound' | 'picture';
  /** As it was written for the second of them. */
  readonly outlet: string;
}

/** A plug of sound. `port` is a device of a card: those of one `family` are numbered together. */
type SoundOutlet =
  | { readonly kind: 'alsa'; readonly card: string; readonly family: 'pcm' | 'hdmi'; readonly port: number }
  | { readonly kind: 'named'; readonly name: string };

/** The bcm2835's analogue output, by its name of today; composite video leaves the Pi by the same plug. */
const JACK_CARD = 'Headphones';
/** The same on a Raspberry Pi OS before 2020. */
const OLD_JACK_CARD = 'ALSA';
/** These have one plug, whatever their devices are called. */
const ONE_PLUG = /^(?:headphones|vc4hdmi\d?)$/iu;

/** The first two zones that share an output; the system's own choice is shared by all who leave it to the system. */
export function sharedOutlet(zones: readonly ZoneSetting[], cards: AlsaCards): SharedOutlet | undefined {
  for (const [place, zone] of zones.entries()) {
    for (const before of zones.slice(0, place)) {
      if (machineOf(before) !== machineOf(zone)) continue;
      const pair = [before, zone] as const;
      // The numbers of another Pi's cards are not known here.
      const known = zone.remote ? new Map() : cards;
      const sounds = [soundOf(before, known), soundOf(zone, known)] as const;
      if (sounds[0] && sounds[1] && isSame(sounds[0], sounds[1])) {
        return { zones: pair, what: 'sound', outlet: zone.audioDevice ?? JACK_CARD };
      }
      const picture = pictureOf(zone);
      if (picture !== undefined && picture === pictureOf(before))
        return { zones: pair, what: 'picture', outlet: picture };
    }
  }
  return undefined;
}

/**
 * For a zone that is left to the system: another one of this machine that may come out of the same plug, which only an ear can tell. Of two
 * that are left to it, the later one is told.
 */
export function sharedWithSystem(zone: ZoneSetting, zones: readonly ZoneSetting[]): ZoneSetting | undefined {
  if (zone.remote || !isLeft(zone)) return undefined;
  const place = zones.findIndex(({ id }) => id === zone.id);
  return zones.find(
    (other, at) =>
      at !== place && !other.remote && other.audioDevice !== EVERYWHERE && (isLeft(other) ? at < place : !isJack(zone)),
  );
}

/** In words for a log, a start that fails and an answer of the API. */
export function outletWords({ zones: [one, other], what, outlet }: SharedOutlet): string {
  const names = `${one.name} and ${other.name}`;
  return what === 'sound'
    ? `two zones cannot share one audio device: ${names} on ${outlet}; one jack is one output, a USB sound card is the way to two`
    : `two zones cannot share one screen: ${names} on ${outlet}`;
}

/** Equal for names of one plug of a card; the name itself for everything else. */
export function outletKey(device: string, cards: AlsaCards): string {
  const outlet = outletOf(device, cards);
  if (outlet.kind === 'named') return outlet.name;
  const { card, family, port } = outlet;
  return ONE_PLUG.test(card) ? card.toLowerCase() : `${card.toLowerCase()} ${family} ${String(port)}`;
}

function machineOf({ remote }: ZoneSetting): string {
  return remote ? `${remote.host} ${String(remote.port)}` : '';
}

function isLeft({ audioDevice }: ZoneSetting): boolean {
  return audioDevice === null || audioDevice === 'auto';
}

/** Composite video has its sound beside it. */
function isJack({ hasVideo, picture }: ZoneSetting): boolean {
  return hasVideo && picture.kind !== 'window' && picture.signal !== 'digital';
}

/** Undefined where the zone leaves it to the system. */
function soundOf(zone: ZoneSetting, cards: AlsaCards): SoundOutlet | undefined {
  const { audioDevice } = zone;
  if (audioDevice !== null && !isLeft(zone)) return outletOf(audioDevice, cards);
  return isJack(zone) ? { kind: 'alsa', card: JACK_CARD, family: 'pcm', port: 0 } : undefined;
}

/** A window can be moved aside; a whole screen cannot. */
function pictureOf({ hasVideo, picture }: ZoneSetting): string | undefined {
  if (!hasVideo || picture.kind === 'window') return undefined;
  return picture.kind === 'drm' ? picture.connector : `output ${String(picture.output)}`;
}

function isSame(one: SoundOutlet, other: SoundOutlet): boolean {
  if (one.kind === 'named' || other.kind === 'named') {
    return one.kind === 'named' && other.kind === 'named' && one.name === other.name;
  }
  if (one.card.toLowerCase() !== other.card.toLowerCase()) return false;
  // How the numbers of both families belong together differs from card to card.
  return ONE_PLUG.test(one.card) || one.family !== other.family || one.port === other.port;
}

/** Reads `alsa/plughw:CARD=Headphones,DEV=0`, `alsa/hw:1,0`, `alsa/hdmi:CARD=vc4hdmi0,DEV=0` and the like. */
function outletOf(device: string, cards: AlsaCards): SoundOutlet {
  const [driver = '', ...rest] = device.split('/');
  const name = rest.join('/');
  // Both servers name a sink alike, and one stands in for the other.
  if (driver === 'pulse' || driver === 'pipewire') return { kind: 'named', name: `sink ${name}` };
  if (driver !== 'alsa') return { kind: 'named', name: device };
  const colon = name.indexOf(':');
  const plugin = colon === -1 ? name : name.slice(0, colon);
  const { card, port } = colon === -1 ? firstCard(plugin) : argumentsOf(name.slice(colon + 1));
  if (card === undefined) return { kind: 'named', name: device };
  return { kind: 'alsa', card: cardName(card, cards), family: plugin === 'hdmi' ? 'hdmi' : 'pcm', port };
}

interface CardAndPort {
  readonly card: string | undefined;
  readonly port: number;
}

/** `default` and its like are the first card, unless a sound server took them over: then nobody can say. */
function firstCard(plugin: string): CardAndPort {
  return { card: ['hw', 'plughw', 'sysdefault', 'front'].includes(plugin) ? '0' : undefined, port: 0 };
}

function argumentsOf(text: string): CardAndPort {
  const [named, positions] = [new Map<string, string>(), [] as string[]];
  for (const part of text.split(',')) {
    const [key = '', value] = part.split('=');
    if (value === undefined) positions.push(key.trim());
    else named.set(key.trim().toUpperCase(), value.trim());
  }
  const card = named.get('CARD') ?? (named.size === 0 ? positions[0] : undefined);
  return { card, port: Number(named.get('DEV') ?? positions[1] ?? 0) || 0 };
}

function cardName(card: string, cards: AlsaCards): string {
  const name = /^\d+$/u.test(card) ? (cards.get(Number(card)) ?? card) : card;
  return name === OLD_JACK_CARD ? JACK_CARD : name;
}
