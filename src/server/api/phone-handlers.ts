import type { Device } from '#contract/entities/device';
import type { DeviceId } from '#contract/entities/ids';
import type { EventSink } from '#kernel/event-bus';
import type { PairedPhones } from '#server/access/paired-phones';
import type { PairingWindow } from '#server/access/pairing-window';
import type { ExchangeHandlersOf } from '#server/api/exchange';
import type { EventHub } from '#server/events/event-hub';

export type PhoneRoute =
  'listDevices' | 'updateDevice' | 'revokeDevice' | 'revokeDevices' | 'openPairing' | 'closePairing' | 'pair';

export interface PhoneHandlersDeps {
  readonly phones: PairedPhones;
  readonly pairing: PairingWindow;
  readonly hub: EventHub;
  readonly events: EventSink;
}

/** As long as browsers keep a cookie at all. */
const COOKIE_AGE_S = 400 * 86_400;

export function phoneHandlers({ phones, pairing, hub, events }: PhoneHandlersDeps): ExchangeHandlersOf<PhoneRoute> {
  const list = (): Device[] => {
    const connected = hub.connectedPhones();
    return phones
      .list()
      .map(({ id, name, isOwner, isGrownUp }) => ({ id, name, isOwner, isGrownUp, isConnected: connected.has(id) }));
  };
  const forget = async (ids: readonly DeviceId[]): Promise<void> => {
    // Sockets first: they go even if the store then fails.
    for (const id of ids) hub.disconnect(id);
    await Promise.all(ids.map((id) => phones.remove(id)));
    events.publish({ type: 'devices.changed' });
  };

  return {
    listDevices: list,
    updateDevice: async ({ id, name, isOwner, isGrownUp }) => {
      await phones.update(id, {
        ...(name !== undefined && { name: shownName(name) }),
        ...(isOwner !== undefined && { isOwner }),
        ...(isGrownUp !== undefined && { isGrownUp }),
      });
      // It comes back at once, and learns then what it may do.
      if (isOwner !== undefined || isGrownUp !== undefined) hub.disconnect(id);
      events.publish({ type: 'devices.changed' });
      return list();
    },
    revokeDevice: async ({ id }) => {
      await forget([id]);
      return list();
    },
    revokeDevices: async () => {
      await forget(phones.list().map(({ id }) => id));
      return list();
    },

    openPairing: () => pairing.open(),
    closePairing: () => {
      pairing.close();
      return { isOpen: false };
    },
    pair: async ({ code, name }, { caller, setCookie }) => {
      pairing.redeem(code);
      const { device, token } = await phones.add(shownName(name));
      // A phone that pairs again is not listed twice.
      if (caller.role === 'phone') await forget([caller.device.id]);
      setCookie(token, COOKIE_AGE_S);
      events.publish({ type: 'device.paired', deviceId: device.id, name: device.name });
      events.publish({ type: 'devices.changed' });
      return { deviceId: device.id, token };
    },
  };
}

/** Without what would turn the line around or break it; a name is chosen by a stranger and shown on the touchscreen. */
function shownName(name: string): string {
  const shown = name.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  return shown === '' ? 'Phone' : shown;
}
