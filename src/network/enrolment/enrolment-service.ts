import type { RouterView } from '#contract/entities/router';
import { NoRouter, RouterRefusal } from '#network/errors';
import { enrolmentProof, isRoutersProof, plainCode } from '#network/enrolment/enrolment-proof';
import type { RouterShell, RouterTrust } from '#network/ports';
import { readAnswer } from '#network/protocol/read-answer';
import { VERBS } from '#network/protocol/verbs';
import type { RouterService } from '#network/router-service';
import type { Clock } from '#kernel/clock';

export interface EnrolmentServiceDeps {
  readonly way: { readonly shell: RouterShell; readonly trust: RouterTrust } | undefined;
  readonly router: RouterService;
  readonly clock: Clock;
}

/** First contact: which key is our router's, and that the router takes ours. */
export class EnrolmentService {
  readonly #deps: EnrolmentServiceDeps;

  constructor(deps: EnrolmentServiceDeps) {
    this.#deps = deps;
  }

  /** Only what is on the screen can be confirmed: a key that changed meanwhile is asked for again. */
  async confirmKey(fingerprint: string): Promise<RouterView> {
    const { router } = this.#deps;
    const { link } = router.view;
    if (link.state !== 'first_contact' || link.fingerprint !== fingerprint) {
      throw new RouterRefusal('busy', 'That is not the key of the router that answers now', {});
    }
    await this.#trust.trust(fingerprint);
    router.trustChanged();
    return router.view;
  }

  async forgetKey(): Promise<RouterView> {
    await this.#trust.forget();
    this.#deps.router.forget();
    this.#deps.router.trustChanged();
    return this.#deps.router.view;
  }

  /** Shows the router that this machine knows its code, and believes it only when it shows the same. */
  async enrol(typed: string): Promise<RouterView> {
    const { clock, router, way } = this.#deps;
    const code = plainCode(typed);
    if (code === undefined) throw new RouterRefusal('wrong_code', 'A code has twelve characters', {});
    const trusted = this.#trust.fingerprint;
    if (!way || trusted === undefined) throw new RouterRefusal('closed', 'Confirm the key of the router first', {});

    const parties = { fingerprint: trusted, publicKey: await this.#trust.publicKey() };
    const connection = await way.shell.connect('carputer-enrol', trusted);
    try {
      const { data, limitMs } = VERBS.enrol;
      const line = await connection.ask('enrol', { mac: enrolmentProof(code, parties), name: 'Carputer' }, limitMs);
      if (!isRoutersProof(readAnswer(line, data, (uptimeMs) => clock.uptimeMs() - uptimeMs).mac, code, parties)) {
        await this.#trust.forget();
        throw new RouterRefusal('wrong_code', 'The router does not know the code: it is not ours', {});
      }
    } finally {
      connection.close();
      router.trustChanged();
    }
    return router.view;
  }

  get #trust(): RouterTrust {
    const { way } = this.#deps;
    if (!way) throw new NoRouter();
    return way.trust;
  }
}
