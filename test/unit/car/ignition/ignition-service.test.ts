import { afterEach, describe, expect, it, vi } from 'vitest';

import { IgnitionService } from '#car/ignition/ignition-service';
import type { SwitchReading, OtherMachine, PowerOffOutcome } from '#car/ports';
import { EventBus } from '#kernel/event-bus';
import { silentLogger } from '#kernel/logger';
import { NoticeBoard } from '#kernel/notice-board';

afterEach(() => vi.useRealTimers());

interface Plan {
  readonly graceMs?: number;
  readonly others?: readonly OtherMachine[];
  /** What the power-off comes to, one after the other; the last one stays. */
  readonly outcomes?: readonly PowerOffOutcome[];
  readonly flush?: () => Promise<void>;
}

const DONE: PowerOffOutcome = { kind: 'done' };
const FAILED: PowerOffOutcome = { kind: 'failed', reason: '"systemctl poweroff" ended with 1' };

function setup({ graceMs = 60_000, others = [], outcomes = [DONE], flush }: Plan = {}) {
  vi.useFakeTimers();
  const startedMs = Date.now();
  const clock = { uptimeMs: () => Date.now() - startedMs };
  const happened: string[] = [];
  const note = (what: string) => void happened.push(`${what} at ${String(clock.uptimeMs())}`);
  const events = new EventBus((error) => {
    throw error;
  });
  const notices = new NoticeBoard({ events, clock });
  let tell: (reading: SwitchReading) => void = () => undefined;
  let runs = 0;
  const service = new IgnitionService({
    input: { start: (listener) => void (tell = listener), stop: () => undefined },
    sound: {
      pauseAll: () => note('rest'),
      playOn: () => note('play on'),
      flush: async () => {
        await flush?.();
        note('flushed');
      },
    },
    others,
    powerOff: {
      run: async () => {
        note('power off');
        return outcomes[Math.min(runs++, outcomes.length - 1)] ?? DONE;
      },
    },
    ...{ notices, clock, graceMs, logger: silentLogger },
  });
  service.start();
  return {
    ...{ happened, service, note },
    tell: (reading: SwitchReading) => tell(reading),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    said: () => notices.list().map(({ code, level, message }) => ({ code, level, message })),
  };
}

describe('the engine stops', () => {
  it('rests and writes at once, tells it, and powers off once after the grace time', async () => {
    const { tell, pass, happened, said } = setup();
    tell('off');
    await pass(500);
    expect(happened).toEqual(['rest at 200', 'flushed at 200']);
    expect(said()).toEqual([{ code: 'ignition_off', level: 'info', message: 'Engine off: power goes in 60 s' }]);

    await pass(3_600_000);
    expect(happened.slice(2)).toEqual(['flushed at 60200', 'power off at 60200']);
  });

  it('plays on when it starts again within the grace time, and says nothing more', async () => {
    const { tell, pass, happened, said } = setup();
    tell('off');
    await pass(59_000);
    tell('on');
    await pass(3_600_000);

    expect(happened).toEqual(['rest at 200', 'flushed at 200', 'play on at 59200']);
    expect(said()).toEqual([]);
  });

  it('does nothing for a contact that bounces', async () => {
    const { tell, pass, happened } = setup({ graceMs: 0 });
    for (let round = 0; round < 50; round += 1) {
      tell('off');
      await pass(199);
      tell('on');
      await pass(1);
    }
    await pass(3_600_000);
    expect(happened).toEqual([]);
  });

  it('goes at once where there is no grace time', async () => {
    const { tell, pass, happened } = setup({ graceMs: 0 });
    tell('off');
    await pass(250);
    expect(happened.at(-1)).toBe('power off at 201');
  });

  it('tries a power-off that fails again, ever more slowly, and says why the power stays on', async () => {
    const { tell, pass, happened, said } = setup({ graceMs: 0, outcomes: [FAILED, FAILED, FAILED, DONE] });
    tell('off');
    await pass(6_000);
    expect(said()).toEqual([
      {
        code: 'ignition_off',
        level: 'error',
        message: 'The car\'s power stays on: "systemctl poweroff" ended with 1',
      },
    ]);
    await pass(3_600_000);
    expect(happened.filter((what) => what.startsWith('power off'))).toEqual([
      ...['power off at 201', 'power off at 5201', 'power off at 15201', 'power off at 35201'],
    ]);
  });

  it('does not hammer at a power-off that never works', async () => {
    const { tell, pass, happened } = setup({ graceMs: 0, outcomes: [FAILED] });
    tell('off');
    await pass(3_600_000);
    expect(happened.filter((what) => what.startsWith('power off')).length).toBeLessThan(20);
  });

  it('gives up a power-off that failed when the engine runs again', async () => {
    const { tell, pass, happened } = setup({ graceMs: 0, outcomes: [FAILED] });
    tell('off');
    await pass(1_000);
    tell('on');
    await pass(3_600_000);
    expect(happened.slice(-2)).toEqual(['power off at 201', 'play on at 1200']);
  });

  it('does not wait for a state that cannot be written', async () => {
    const { tell, pass, happened } = setup({ graceMs: 1_000, flush: () => new Promise(() => undefined) });
    tell('off');
    await pass(10_000);
    expect(happened).toEqual(['rest at 200', 'power off at 3200']);
  });
});

describe('the other machines', () => {
  it('are told to power off, before this one does', async () => {
    const { tell, pass, happened, note } = setup({
      graceMs: 1_000,
      others: [{ name: 'router', powerOff: async () => note('router off') }],
    });
    tell('off');
    await pass(2_000);
    expect(happened.slice(2)).toEqual(['router off at 1200', 'flushed at 1200', 'power off at 1200']);
  });

  it('hold nothing up when they hang or refuse', async () => {
    const { tell, pass, happened } = setup({
      graceMs: 1_000,
      others: [
        { name: 'router', powerOff: () => new Promise(() => undefined) },
        { name: 'rear', powerOff: () => Promise.reject(new Error('refused')) },
      ],
    });
    tell('off');
    await pass(10_000);
    expect(happened.at(-1)).toBe('power off at 6200');
  });
});

describe('an input that does not answer', () => {
  it('counts as a running engine, and is told once', async () => {
    const { tell, pass, happened, said } = setup();
    tell('silent');
    tell('silent');
    await pass(3_600_000);
    expect(happened).toEqual([]);
    expect(said()).toMatchObject([{ code: 'ignition_silent', level: 'warning' }]);

    tell('on');
    expect(said()).toEqual([]);
  });

  it('ends the grace time', async () => {
    const { tell, pass, happened } = setup();
    tell('off');
    await pass(1_000);
    tell('silent');
    await pass(3_600_000);
    expect(happened.at(-1)).toBe('play on at 1200');
  });
});

it('does nothing more once it is stopped', async () => {
  const { tell, pass, happened, service } = setup();
  tell('off');
  await pass(500);
  await service.stop();
  await pass(3_600_000);
  expect(happened).toEqual(['rest at 200', 'flushed at 200']);
});
