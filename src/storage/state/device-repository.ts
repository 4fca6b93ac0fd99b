import type { DeviceId } from '#contract/entities/ids';
import type { DeviceStore, StoredDevice } from '#server/ports';
import type { WriteQueue } from '#storage/state/write-queue';

/** Paired phones in the order of pairing; in memory as on the card. */
export class DeviceRepository implements DeviceStore {
  readonly #writes: WriteQueue;
  readonly #devices: Map<DeviceId, StoredDevice>;

  constructor(devices: readonly StoredDevice[], writes: WriteQueue) {
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    this.#writes = writes;
  }

  list(): readonly StoredDevice[] {
    return [...this.#devices.values()];
  }

  async put(device: StoredDevice): Promise<void> {
    await this.#writes.ask('the phone', { kind: 'put device', device });
    this.#devices.set(device.id, device);
  }

  async remove(id: DeviceId): Promise<void> {
    await this.#writes.ask('the phone', { kind: 'remove device', id });
    this.#devices.delete(id);
  }
}
