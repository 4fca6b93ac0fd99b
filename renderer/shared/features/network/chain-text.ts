import type { ChainLink, Healing, RouterStatus } from '#contract/entities/router-status';
import { words } from '#renderer/shared/i18n/words.ts';
import { formatLength } from '#renderer/shared/text/format.ts';

/** How a link is called: the interface by its own name, where that is known. */
export function linkName({ link, value }: ChainLink): string {
  return link === 'interface' && value !== null ? value : words.network.links[link];
}

/** What is to be said of a link that works; empty for one that nobody knows anything of. */
export function linkValue({ link, state, value }: ChainLink): string {
  const { network } = words;
  if (state === 'unknown') return '';
  if (state !== 'ok') return state === 'off' ? network.off : '';
  if (link === 'interface') return network.up;
  if (link === 'modem') return network.ready;
  if (value === null) return network.ok;
  if (link === 'hotspot') return network.phones(Number(value));
  return link === 'internet' ? `${value} ms` : value;
}

/** Why it does not work, in words; a reason that is not known here is shown as the router calls it. */
export function reasonText(reason: string | null): string {
  return reason === null ? '' : (words.network.reasons[reason] ?? reason.replaceAll('_', ' '));
}

/** What happens next, and when; where the router itself can do nothing, what somebody can; empty where nothing has to. */
export function nextStep(
  { state, rung, nextAtUptimeMs, pausedBy }: Healing,
  reason: string | null,
  nowMs: number,
): string {
  const { network, router } = words;
  const todo = reason === null ? undefined : router.todo[reason];
  switch (state) {
    case 'idle':
      return todo ?? '';
    case 'working':
      return network.working(rung);
    case 'waiting':
      // A figure and its unit stay on one line.
      return network.waiting(
        rung,
        formatLength(Math.max(0, (nextAtUptimeMs ?? nowMs) - nowMs)).replaceAll(' ', '\u00a0'),
      );
    case 'paused':
      return pausedBy === 'pin' && todo !== undefined ? todo : network.paused(pausedBy);
  }
}

/** The first link that does not work, if there is one. */
export function brokenLinkOf({ chain, brokenLink }: RouterStatus): ChainLink | undefined {
  return (
    chain.find(({ link }) => link === brokenLink) ?? chain.find(({ state }) => state === 'broken' || state === 'off')
  );
}
