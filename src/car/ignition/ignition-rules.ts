// When the engine counts as off, and when the power goes: plain data in, plain data out, times in ms of a monotonic clock.

/** A contact that bounces, or a starter that pulls the voltage down, is no engine that stopped. */
export const DEBOUNCE_MS = 200;

export interface Ignition {
  readonly phase: Phase;
  /** The input says otherwise than `phase`, without a break since then. */
  readonly contrarySinceMs: number | undefined;
}

type Phase =
  | { readonly kind: 'running' }
  /** Off, and the power stays for a while: on again cancels everything. */
  | { readonly kind: 'grace'; readonly endsAtMs: number }
  | { readonly kind: 'leaving' };

export type IgnitionAction = 'rest' | 'play_on' | 'leave';

export interface IgnitionStep {
  readonly ignition: Ignition;
  readonly action: IgnitionAction | undefined;
}

export const ENGINE_RUNNING: Ignition = { phase: { kind: 'running' }, contrarySinceMs: undefined };

/** The input has said something. */
export function readIgnition(ignition: Ignition, isOn: boolean, nowMs: number): Ignition {
  const isContrary = isOn !== (ignition.phase.kind === 'running');
  return { ...ignition, contrarySinceMs: isContrary ? (ignition.contrarySinceMs ?? nowMs) : undefined };
}

/** What is due by now; at most one thing, so ask again until there is nothing. */
export function stepIgnition(ignition: Ignition, nowMs: number, graceMs: number): IgnitionStep {
  const { phase } = ignition;
  const dueAtMs = nextStepAtMs(ignition);
  if (dueAtMs === undefined || nowMs < dueAtMs) return { ignition, action: undefined };

  if (ignition.contrarySinceMs === undefined) return { ignition: settled({ kind: 'leaving' }), action: 'leave' };
  return phase.kind === 'running'
    ? { ignition: settled({ kind: 'grace', endsAtMs: nowMs + graceMs }), action: 'rest' }
    : { ignition: settled({ kind: 'running' }), action: 'play_on' };
}

/** A key that is being turned at the end of the grace time is waited for. */
export function nextStepAtMs({ phase, contrarySinceMs }: Ignition): number | undefined {
  if (contrarySinceMs !== undefined) return contrarySinceMs + DEBOUNCE_MS;
  return phase.kind === 'grace' ? phase.endsAtMs : undefined;
}

function settled(phase: Phase): Ignition {
  return { phase, contrarySinceMs: undefined };
}
