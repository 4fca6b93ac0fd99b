import { createHmac } from 'node:crypto';

import { describe, expect } from 'vitest';

import { useEnrolledLab } from '#test/support/router-lab/enrolled-lab';
import { scenario } from '#test/support/router-lab/scenario';
import { until } from '#test/support/until';

describe('what the router does with text messages', { timeout: 300_000 }, () => {
  const at = useEnrolledLab('ModemManager, cold start');

  scenario('takes messages and sends them: £, é, emoji, three parts', async () => {
    const long = `${'Ein langer Gruß £5 é 😀 '.repeat(7)}Ende`;
    await at.lab.modem({ sms: { from: '+447700900456', text: long } });
    await at.lab.modem({ sms: { from: '+447700900457', text: '£5 for é' } });
    const inbox = await until(
      async () => {
        const { messages } = (await at.panel.data('sms-list')) as {
          messages: readonly { text: string; parts: number; state: string }[];
        };
        return messages.length === 2 ? messages : undefined;
      },
      { limitMs: 60_000, everyMs: 500 },
    );
    expect(inbox).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ text: long, parts: 3 }),
        expect.objectContaining({ text: '£5 for é' }),
      ]),
    );
    await until(async () => (await at.lab.modem({}))['inboxCount'] === 0);

    const { id } = (await at.panel.data('sms-send', { number: '+447700900456', text: long })) as { id: string };
    await at.panel.data('sms-send', { number: '07700900457', text: `It's "£1", é [x]` });
    await until(
      async () => {
        const { messages } = (await at.panel.data('sms-list')) as {
          messages: readonly { id: string; state: string }[];
        };
        return (
          messages.filter(({ state }) => state === 'sent').length === 2 && messages.some((message) => message.id === id)
        );
      },
      { limitMs: 60_000, everyMs: 500 },
    );
    const { sent } = (await at.lab.modem({})) as {
      sent: readonly { number: string; text: string; encoding: string }[];
    };
    expect(
      sent
        .filter(({ encoding }) => encoding === 'ucs2')
        .map(({ text }) => text)
        .join(''),
    ).toBe(long);
    expect(sent.find(({ encoding }) => encoding === 'gsm7')).toMatchObject({
      number: '07700900457',
      text: `It's "£1", é [x]`,
    });
  });

  scenario('obeys a command by SMS that is rightly made, once, and no other', async () => {
    const owner = '+447700900999';
    const { key } = (await at.panel.data('sms-commands', { isOn: true, numbers: [owner] })) as { key: string };
    const command = (words: string) =>
      `${words} ${createHmac('sha256', Buffer.from(key, 'hex')).update(words).digest('hex').slice(0, 10)}`;
    const counted = (name: string, count: number) =>
      until(async () => (await at.panel.data('sms-commands', {}))[name] === count, { limitMs: 60_000, everyMs: 500 });

    await at.lab.modem({ sms: { from: owner, text: command('CAR status 7') } });
    await counted('accepted', 1);
    const answer = await until(async () => {
      const { sent } = (await at.lab.modem({})) as { sent: readonly { number: string; text: string }[] };
      return sent.find(({ number }) => number === owner);
    });
    expect(answer.text).toMatch(/^Online, 3, lte, -97 dBm/);

    await at.panel.data('position', { latitude: 51.501, longitude: -0.142, accuracyM: 12 });
    await at.lab.modem({ sms: { from: owner, text: command('CAR locate 8') } });
    await counted('accepted', 2);
    await until(async () => {
      const { sent } = (await at.lab.modem({})) as { sent: readonly { text: string }[] };
      return sent.some(({ text }) => /^51\.501,-0\.142 within 12 m, \d+ min ago$/.test(text));
    });

    // What is refused needs no order.
    const refused = [
      command('CAR status 7') + ' ',
      'CAR reconnect 9 0123456789',
      ...[11, 12, 13].map((counter) => `CAR status ${counter} ffffffffff`),
    ];
    await at.lab.modem({ sms: { from: '+447700900111', text: command('CAR reconnect 10') } });
    for (const text of refused) await at.lab.modem({ sms: { from: owner, text } });
    await counted('refusedNumber', 1);
    await counted('refusedReplayed', 1);
    await counted('refusedForged', 4);
    await at.lab.modem({ sms: { from: owner, text: command('CAR status 20') } });
    await counted('refusedFlood', 1);
    expect(await at.panel.data('sms-commands', {})).toMatchObject({
      accepted: 2,
      counter: 8,
      key: null,
      hasKey: true,
    });
  });

  scenario('knows which messages were read, and forgets those that are deleted', async () => {
    const list = async () =>
      (await at.panel.data('sms-list')) as {
        messages: readonly { id: string; number: string; direction: string; state: string }[];
      };
    const before = await list();
    const unread = before.messages.filter(({ state }) => state === 'unread').map(({ id }) => id);
    expect(unread).not.toEqual([]);
    expect(await at.panel.data('sms-read', { ids: unread })).toEqual({ count: unread.length });
    expect(await at.panel.data('sms-read', { ids: unread })).toEqual({ count: 0 });
    const { messages } = await list();
    expect(messages.filter(({ state }) => state === 'unread')).toEqual([]);

    const [gone = ''] = unread;
    expect(await at.panel.data('sms-delete', { ids: [gone] })).toEqual({ count: 1 });
    const thread = messages.filter(({ id, number }) => number === '+447700900456' && id !== gone);
    expect(await at.panel.data('sms-delete', { number: '+447700900456' })).toEqual({ count: thread.length });
    expect((await list()).messages.map(({ id }) => id).toSorted()).toEqual(
      messages
        .filter((message) => message.id !== gone && !thread.includes(message))
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});
