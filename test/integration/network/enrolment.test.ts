import { expect, it } from 'vitest';

import { enrolmentProof, routersProof } from '#network/enrolment/enrolment-proof';
import { deskWith, runMediaSide, runRouter } from '#test/integration/network/support';
import { until } from '#test/support/until';

const CODE = 'ABCD23EFGH45';

/** A router that takes any key for `carputer-enrol` while it is open, and for `carputer` the one that was let in. */
async function runClosedRouter(answersWith = CODE) {
  let letIn: string | undefined;
  const inputs: string[] = [];
  const desk = deskWith();
  const running = await runRouter({
    mayEnter: ({ user, publicKey }) => user === 'carputer-enrol' || publicKey === letIn,
    watch: (push) => desk.watch(push),
    answer: (caller, verb, input) => {
      if (verb !== 'enrol') return desk.answer(caller, verb, input);
      inputs.push(input);
      const { mac } = JSON.parse(input) as { mac: string };
      const parties = { fingerprint: running.fingerprint, publicKey: caller.publicKey };
      if (mac !== enrolmentProof(CODE, parties)) {
        const error = { code: 'wrong_code', message: 'wrong', details: { triesLeft: 4 } };
        return JSON.stringify({ ok: false, uptimeMs: 1, error });
      }
      letIn = caller.publicKey;
      const data = { user: 'carputer', mac: routersProof(answersWith, parties) };
      return JSON.stringify({ ok: true, uptimeMs: 1, data });
    },
  });
  return { ...running, inputs };
}

it('enrols with the code, which never travels, and is let in from then on', async () => {
  const { port, fingerprint, inputs } = await runClosedRouter();
  const { router, handlers } = await runMediaSide(port, fingerprint);
  await until(() => router.view.link.state === 'not_enrolled');

  await expect(handlers.enrolRouter({ code: 'WRNG-WRNG-WRNG' })).rejects.toMatchObject({ code: 'router_wrong_code' });
  await expect(handlers.enrolRouter({ code: '123' })).rejects.toMatchObject({ code: 'router_wrong_code' });
  await handlers.enrolRouter({ code: 'abcd-23ef-gh45' });

  await until(() => router.view.link.state === 'online');
  expect(inputs.join()).not.toContain('ABCD');
});

it('forgets a router that takes the code but does not know it', async () => {
  const { port, fingerprint } = await runClosedRouter('ZZZZZZZZZZZZ');
  const { router, handlers, trust } = await runMediaSide(port, fingerprint);
  await until(() => router.view.link.state === 'not_enrolled');

  await expect(handlers.enrolRouter({ code: CODE })).rejects.toMatchObject({ code: 'router_wrong_code' });
  await until(() => router.view.link.state === 'first_contact');
  expect(trust.fingerprint).toBeUndefined();
});
