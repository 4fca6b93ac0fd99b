import { expect, it } from 'vitest';

import type { ServerEvent } from '#contract/events';
import { EventBus } from '#kernel/event-bus';
import { ZoneNews } from '#player/zones/zone-news';
import { FRONT, startZones } from '#test/unit/player/support/zone-rig';

/** News of a zone that is as `zone` says at the moment of telling. */
async function setup() {
  const rig = await startZones();
  const zone = { ...rig.zone(), queueIndex: 0 };
  const told: ServerEvent['type'][] = [];
  const events = new EventBus((error) => {
    throw error;
  });
  events.subscribe((event) => told.push(event.type));
  const news = new ZoneNews({ zoneId: FRONT, events, view: () => ({ ...zone }) });
  news.queue();
  news.zone();
  await rig.pass();
  told.splice(0);
  return { ...rig, zone, told, news };
}

it('tells all that one command changes once', async () => {
  const { zone, told, news, pass } = await setup();

  zone.volumePercent = 11;
  news.zone();
  zone.isMuted = true;
  news.zone();
  await pass();

  expect(told).toEqual(['zone.changed']);
});

it('tells nothing while all is as it was told', async () => {
  const { told, news, pass } = await setup();

  news.zone();
  await pass();

  expect(told).toEqual([]);
});

it('tells of the queue when another entry is the current one, and only once', async () => {
  const { zone, told, news, pass } = await setup();

  zone.queueIndex = 1;
  news.zone();
  await pass();
  zone.queueIndex = 2;
  news.queue();
  news.zone();
  await pass();

  expect(told).toEqual(['zone.changed', 'queue.changed', 'queue.changed', 'zone.changed']);
});

it('is silent once stopped', async () => {
  const { zone, told, news, pass } = await setup();

  zone.volumePercent = 11;
  news.zone();
  news.stop();
  news.queue();
  await pass();

  expect(told).toEqual([]);
});
