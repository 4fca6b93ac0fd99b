import { appendFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { RouterCopy } from '#test/support/router-copy';
import { whyNoRules } from '#test/support/router-rule';

interface Answer {
  readonly data: { readonly entries: readonly { readonly seq: number; readonly text: string }[] };
}

const test = (name: string, act: (router: RouterCopy) => void) =>
  it(name, async (ctx) => {
    if (whyNoRules !== undefined) ctx.skip(whyNoRules);
    await using router = await RouterCopy.make();
    act(router);
  });
const note = (router: RouterCopy, text: string) => router.run([], `note info started '' '${text}'`);
const entries = (router: RouterCopy) => {
  const said = JSON.parse(router.script(['sh', router.path('program/routerctl'), 'log'], '{}')) as Answer;
  return said.data.entries.map(({ seq, text }) => `${seq} ${text}`);
};

// What a card has of a line that was being written when the power went.
describe.each([
  ['cut off in its text', '{"seq":3,"atUptimeMs":714670,"text":"The mo', 4],
  ['cut off before its number', '{"se', 3],
  ['that is zeros only', '\0\0\0\0', 3],
])('a log with a last line %s', (_, rest, next) => {
  const cut = (router: RouterCopy) => {
    for (const text of ['one', 'two']) note(router, text);
    appendFileSync(router.path('var/log.jsonl'), rest);
  };

  test('tells all others, and goes on', (router) => {
    cut(router);
    expect(entries(router)).toEqual(['1 one', '2 two']);
    note(router, 'three');
    expect(entries(router)).toEqual(['1 one', '2 two', `${next} three`]);
  });

  test('keeps no status from being made', (router) => {
    cut(router);
    const known = 'hotspot_json() { echo null; }; usage_known() { echo {}; }; is_shared() { false; }';
    router.write('run/modems.json', '[]');
    router.write('run/uplink.json', '{}');
    router.run(['status', 'usage', 'heal'], `${known}; status_round`);
    expect(JSON.parse(router.read('run/status.json'))).toMatchObject({ logSeq: next - 1 });
  });

  test('goes on being told line by line', (router) => {
    cut(router);
    const noted = `note info started '' three`;
    const said = router.run(['watch'], `SEQ=$(last_seq); now; ${noted}; tell_log`);
    expect(JSON.parse(said)).toMatchObject({ type: 'log', entry: { seq: next, text: 'three' } });
  });
});
