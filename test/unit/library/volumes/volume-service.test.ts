import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { volumeId, type VolumeId } from '#contract/entities/ids';
import type { ServerEvent } from '#contract/events';
import { EventBus } from '#kernel/event-bus';
import { silentLogger } from '#kernel/logger';
import { NoticeBoard } from '#kernel/notice-board';
import type { KnownVolume, MountedVolume, ScanListener, ScanRequest, ScanRunner, VolumeIndex } from '#library/ports';
import { EjectFailed, VolumeNotEjectable, VolumeNotFound, VolumeOffline } from '#library/volumes/volume-errors';
import { DEMO_VOLUME_ID } from '#library/volumes/volume-id';
import { VolumeService, type VolumeChange } from '#library/volumes/volume-service';

const A = volumeId.parse('a');
const B = volumeId.parse('b');
const SUMMARY = { durationMs: 5, filesSeen: 2, filesOpened: 2, bytesRead: 9, skipped: 0 };

interface RunningScan {
  readonly request: ScanRequest;
  readonly listener: ScanListener;
  readonly signal: AbortSignal;
  finish(): void;
  /** The worker says that nothing runs any more. */
  admitCancel(): void;
}

class FakeRunner implements ScanRunner {
  readonly scans: RunningScan[] = [];
  /** Cancelled scans end only when the test says so. */
  isSlowToCancel = false;

  scan(request: ScanRequest, listener: ScanListener, signal: AbortSignal) {
    const { promise, resolve, reject } = Promise.withResolvers<typeof SUMMARY>();
    const admitCancel = () => reject(signal.reason as Error);
    signal.addEventListener('abort', () => (this.isSlowToCancel ? undefined : admitCancel()));
    this.scans.push({ request, listener, signal, finish: () => resolve(SUMMARY), admitCancel });
    return promise;
  }

  get last(): RunningScan {
    const scan = this.scans.at(-1);
    if (!scan) throw new Error('nothing was scanned');
    return scan;
  }
}

class FakeIndex implements VolumeIndex {
  volumes: KnownVolume[] = [];
  visible: Parameters<VolumeIndex['setVisible']>[0] = [];
  known = () => this.volumes;
  skipped = () => [{ path: 'x.mp3', reason: 'empty file' }];
  setVisible = (volumes: FakeIndex['visible']) => {
    this.visible = volumes;
  };
  isShown(id: VolumeId) {
    return this.visible.find((volume) => volume.id === id)?.isOnline;
  }
}

function stick(id: VolumeId, more: Partial<MountedVolume> = {}): MountedVolume {
  return {
    id,
    label: `Stick ${id}`,
    mountPoint: Buffer.from(`/media/${id}`),
    device: '/dev/sdb1',
    isDemo: false,
    ...more,
  };
}

const known = (id: VolumeId): KnownVolume => ({
  id,
  label: `Known ${id}`,
  trackCount: 7,
  videoCount: 1,
  lastScan: undefined,
});

const started: VolumeService[] = [];

async function setup(mounted: readonly MountedVolume[] = [], knownIds: readonly VolumeId[] = []) {
  const events: ServerEvent[] = [];
  const bus = new EventBus((error) => {
    throw error;
  });
  bus.subscribe((event) => events.push(event));
  const index = new FakeIndex();
  index.volumes = knownIds.map(known);
  const runner = new FakeRunner();
  const notices = new NoticeBoard({ events: bus, clock: { uptimeMs: () => 0 } });
  let report: (mounted: readonly MountedVolume[], twice?: readonly MountedVolume[]) => void = () => undefined;
  const eject = vi.fn((_device: string, _signal: AbortSignal) => Promise.resolve());
  const service = new VolumeService({
    mountTable: {
      start: (onChange) => {
        report = (list, twice = []) => onChange(list, twice);
        report(mounted);
        return Promise.resolve();
      },
      stop: () => Promise.resolve(),
    },
    ejector: { eject },
    index,
    runner,
    events: bus,
    keepsakes: { follow: () => Promise.resolve() },
    notices,
    logger: silentLogger,
  });
  const changes: VolumeChange[] = [];
  service.onChange((change) => changes.push(change));
  started.push(service);
  await service.start();
  await settle();
  return {
    service,
    runner,
    index,
    events,
    notices,
    eject,
    changes,
    report: (...args: Parameters<typeof report>) => report(...args),
  };
}

const settle = () => setTimeout(0);

describe('volumes', () => {
  afterEach(async () => {
    for (const service of started.splice(0)) await service.stop();
  });

  it('shows a stick at once, from what is known, and looks through it', async () => {
    const { service, runner, index, changes } = await setup([stick(A)], [A]);

    expect(service.listVolumes()).toMatchObject([
      { id: A, isOnline: true, trackCount: 7, mountPoint: '/media/a', scan: { phase: 'walk' } },
    ]);
    expect(index.isShown(A)).toBe(true);
    expect(service.isOnline(A)).toBe(true);
    expect(changes).toEqual([{ volumeId: A, label: 'Stick a', isOnline: true }]);
    expect(runner.last.request).toMatchObject({ volumeId: A, isForced: false });
  });

  it('hides a pulled stick before its scan has ended', async () => {
    const { service, runner, index, report, changes } = await setup([stick(A)], [A]);
    runner.isSlowToCancel = true;

    report([]);

    expect(runner.last.signal.aborted).toBe(true);
    expect(index.isShown(A)).toBe(false);
    expect(service.isOnline(A)).toBe(false);
    expect(service.listVolumes()).toMatchObject([{ id: A, isOnline: false, mountPoint: null, scan: null }]);
    expect(changes.at(-1)).toMatchObject({ volumeId: A, isOnline: false });
    runner.last.admitCancel();
  });

  it('looks through a stick that is back only after the scan before has ended', async () => {
    const { runner, report } = await setup([stick(A)]);
    runner.isSlowToCancel = true;
    report([]);
    report([stick(A)]);
    await settle();
    expect(runner.scans).toHaveLength(1);

    runner.isSlowToCancel = false;
    runner.last.admitCancel();
    await settle();
    expect(runner.scans).toHaveLength(2);
  });

  it('lists the sticks that are in first, then those known from before', async () => {
    const { service } = await setup([stick(B)], [A, B]);
    expect(service.listVolumes().map(({ id, isOnline }) => [id, isOnline])).toEqual([
      [B, true],
      [A, false],
    ]);
  });

  it('hides the demo wholly while it is not in', async () => {
    const demo = stick(DEMO_VOLUME_ID, { isDemo: true, device: undefined });
    const { service, index, report } = await setup([demo], [DEMO_VOLUME_ID]);
    expect(service.listVolumes()).toMatchObject([{ id: DEMO_VOLUME_ID, isDemo: true }]);

    report([stick(A)]);

    expect(service.listVolumes().map(({ id }) => id)).toEqual([A]);
    expect(index.isShown(DEMO_VOLUME_ID)).toBeUndefined();
    expect(() => service.scanVolume({ id: DEMO_VOLUME_ID })).toThrow(VolumeNotFound);
  });

  it('publishes progress, and what the scan did when it has ended', async () => {
    const { service, runner, events } = await setup([stick(A)]);
    runner.last.listener.onProgress({ phase: 'tags', filesSeen: 9, filesDone: 4 });
    runner.last.listener.onLibraryChanged();
    expect(service.listVolumes()).toMatchObject([{ scan: { phase: 'tags', filesSeen: 9, filesDone: 4 } }]);

    runner.last.finish();
    await settle();

    expect(service.listVolumes()).toMatchObject([{ scan: null, lastScan: { filesSeen: 2, skipped: 1 } }]);
    expect(events).toContainEqual({ type: 'library.changed', volumeId: A });
    expect(events.some((event) => event.type === 'volumes.changed')).toBe(true);
  });

  it('begins anew when it is asked to scan while it scans', async () => {
    const { service, runner } = await setup([stick(A)]);
    const [first] = runner.scans;

    expect(service.scanVolume({ id: A })).toMatchObject({ scan: { phase: 'walk' } });
    await settle();

    expect(first?.signal.aborted).toBe(true);
    expect(runner.scans).toHaveLength(2);
    expect(runner.last.signal.aborted).toBe(false);
  });

  it('tells a stick that is out from one that nobody knows', async () => {
    const { service } = await setup([], [A]);
    expect(() => service.scanVolume({ id: A })).toThrow(VolumeOffline);
    expect(() => service.scanVolume({ id: B })).toThrow(VolumeNotFound);
    expect(() => service.listSkipped({ id: B })).toThrow(VolumeNotFound);
  });

  it('lists skipped folders before skipped files', async () => {
    const { service, runner } = await setup([stick(A)]);
    runner.last.listener.onSkippedFolders?.([{ path: 'deep', reason: 'deeper than 32 folders' }]);
    expect(service.listSkipped({ id: A }).map(({ path }) => path)).toEqual(['deep', 'x.mp3']);
  });

  it('lets go of a stick before it is unmounted', async () => {
    const { service, runner, eject, changes } = await setup([stick(A)], [A]);
    eject.mockImplementation(() => {
      expect(runner.last.signal.aborted).toBe(true);
      expect(service.isOnline(A)).toBe(false);
      return Promise.resolve();
    });

    expect(await service.ejectVolume({ id: A })).toMatchObject({ id: A, isOnline: false });
    expect(changes.map((change) => change.isOnline)).toEqual([true, false]);
  });

  it('brings a stick back that could not be ejected', async () => {
    const { service, runner, eject } = await setup([stick(A)]);
    eject.mockRejectedValue(new EjectFailed('/dev/sdb1'));

    await expect(service.ejectVolume({ id: A })).rejects.toBeInstanceOf(EjectFailed);
    await settle();

    expect(service.isOnline(A)).toBe(true);
    expect(runner.scans).toHaveLength(2);
  });

  it('ejects no folder', async () => {
    const { service } = await setup([stick(A, { device: undefined })]);
    await expect(service.ejectVolume({ id: A })).rejects.toBeInstanceOf(VolumeNotEjectable);
    expect(service.isOnline(A)).toBe(true);
  });

  it('says of a folder that is named twice that it is there once', async () => {
    const { report, notices } = await setup([stick(A)]);
    report([stick(A)], [stick(A)]);
    expect(notices.list()).toMatchObject([
      { code: 'volume_twice', message: 'Stick a is named twice, and is there once: /media/a' },
    ]);
  });

  it('says that a volume is there twice, until it is not', async () => {
    const { report, notices } = await setup([stick(A)]);
    report([stick(A)], [stick(A, { mountPoint: Buffer.from('/media/copy') })]);
    expect(notices.list()).toMatchObject([
      { code: 'volume_twice', volumeId: A, message: expect.stringContaining('/media/copy') as string },
    ]);

    report([stick(A)]);
    expect(notices.list()).toEqual([]);
  });

  it('takes a stick at another place for one that was pulled and put back', async () => {
    const { service, runner, report } = await setup([stick(A)]);
    report([stick(A, { mountPoint: Buffer.from('/media/other') })]);
    await settle();

    expect(service.listVolumes()).toMatchObject([{ mountPoint: '/media/other' }]);
    expect(runner.scans.map(({ request }) => String(request.mountPoint))).toEqual(['/media/a', '/media/other']);
  });
});
