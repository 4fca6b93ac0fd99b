import { randomBytes } from 'node:crypto';

import { deviceId, type DeviceId } from '#contract/entities/ids';
import { AppError } from '#kernel/app-error';
import { Forbidden } from '#server/api/request-errors';
import { hashOf } from '#server/access/secrets';
import type { DeviceStore, StoredDevice } from '#server/ports';

export class DeviceNotFound extends AppError {
  readonly code = 'device_not_found';
  constructor(id: DeviceId) {
    super(`No paired phone ${id}`, { id });
  }
}

const TOKEN_BYTES = 32;
const ID_BYTES = 8;
const MAX_PHONES = 64;

/** The phones that may use the remote. Kept in memory beside the store, since every request asks. */
export class PairedPhones {
  readonly #store: DeviceStore;
  readonly #byHash = new Map<string, StoredDevice>();

  constructor(store: DeviceStore) {
    this.#store = store;
  }

  load(): void {
    this.#byHash.clear();
    for (const device of this.#store.list()) this.#byHash.set(device.tokenHash, device);
  }

  list(): readonly StoredDevice[] {
    return [...this.#byHash.values()];
  }

  find(token: string): StoredDevice | undefined {
    return this.#byHash.get(hashOf(token));
  }

  /** A new phone, with the token that only it will know. */
  async add(name: string): Promise<{ readonly device: StoredDevice; readonly token: string }> {
    if (this.#byHash.size >= MAX_PHONES) throw new Forbidden('Too many phones are paired: forget some in Set-up');
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const id = deviceId.parse(`phone-${randomBytes(ID_BYTES).toString('hex')}`);
    const device: StoredDevice = { id, name, tokenHash: hashOf(token), isOwner: false, isGrownUp: false };
    await this.#store.put(device);
    this.#byHash.set(device.tokenHash, device);
    return { device, token };
  }

  async update(id: DeviceId, patch: Partial<Pick<StoredDevice, 'name' | 'isOwner' | 'isGrownUp'>>): Promise<void> {
    const device = { ...this.#known(id), ...patch };
    await this.#store.put(device);
    this.#byHash.set(device.tokenHash, device);
  }

  /** Its token is worth nothing from here on, even if the store then fails. */
  async remove(id: DeviceId): Promise<void> {
    const device = this.#known(id);
    this.#byHash.delete(device.tokenHash);
    await this.#store.remove(id);
  }

  #known(id: DeviceId): StoredDevice {
    const device = this.list().find((one) => one.id === id);
    if (!device) throw new DeviceNotFound(id);
    return device;
  }
}
