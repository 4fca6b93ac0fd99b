import { describe, expect, it } from 'vitest';

import { PairedPhones } from '#server/access/paired-phones';
import { Forbidden } from '#server/api/request-errors';
import type { DeviceStore, StoredDevice } from '#server/ports';

function setup(overrides: Partial<DeviceStore> = {}) {
  const stored: StoredDevice[] = [];
  const store: DeviceStore = {
    list: () => stored,
    put: (device) => {
      const index = stored.findIndex(({ id }) => id === device.id);
      stored.splice(index === -1 ? stored.length : index, 1, device);
    },
    remove: (id) => {
      stored.splice(
        stored.findIndex((device) => device.id === id),
        1,
      );
    },
    ...overrides,
  };
  const phones = new PairedPhones(store);
  return { phones, store, stored };
}

describe('PairedPhones', () => {
  it('knows a phone by its token after a restart', async () => {
    const { phones, store } = setup();
    const { device, token } = await phones.add('Phone');

    const restarted = new PairedPhones(store);
    restarted.load();

    expect(restarted.find(token)).toEqual(device);
    expect(restarted.find(device.tokenHash)).toBeUndefined();
  });

  it('takes 64 phones', async () => {
    const { phones, stored } = setup();
    for (let count = 0; count < 64; count += 1) await phones.add('Phone');

    await expect(phones.add('One more')).rejects.toThrow(Forbidden);
    expect(new Set(stored.map(({ id }) => id)).size).toBe(64);
  });

  it('does not let a phone in that could not be stored', async () => {
    const { phones } = setup({
      put: () => {
        throw new Error('disk full');
      },
    });

    await expect(phones.add('Phone')).rejects.toThrow('disk full');
    expect(phones.list()).toEqual([]);
  });

  it('makes a phone an owner’s and calls it otherwise, with the same token', async () => {
    const { phones, store } = setup();
    const { device, token } = await phones.add('Phone');
    expect(phones.find(token)?.isOwner).toBe(false);

    await phones.update(device.id, { isOwner: true });
    await phones.update(device.id, { name: 'Ada’s' });

    expect(phones.find(token)).toEqual({ ...device, isOwner: true, name: 'Ada’s' });
    expect(store.list()).toEqual([phones.find(token)]);
  });

  it('forgets a phone at once, even if the store fails', async () => {
    const { phones } = setup({
      remove: () => {
        throw new Error('disk full');
      },
    });
    const { device, token } = await phones.add('Phone');

    await expect(phones.remove(device.id)).rejects.toThrow('disk full');
    expect(phones.find(token)).toBeUndefined();
  });
});
