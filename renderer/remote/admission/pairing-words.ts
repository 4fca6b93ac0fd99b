import { ApiError } from '#contract/client';
import { errorWords } from '#renderer/shared/i18n/error-words.ts';
import { phoneWords } from '#renderer/remote/phone-words.ts';

/** Why pairing failed and what to do about it, in words. */
export function pairingWords(error: unknown): string {
  if (!(error instanceof ApiError)) return errorWords(error);
  const { pairing } = phoneWords;
  switch (error.code) {
    case 'wrong_code': {
      const left = error.details['triesLeft'];
      if (typeof left !== 'number') return pairing.wrongCode;
      return left > 0 ? `${pairing.wrongCode} ${pairing.tryLeft(left)}` : pairing.noTries;
    }
    case 'pairing_closed':
      return pairing.closed;
    case 'too_many_requests':
      return pairing.tooMany;
    case 'unreachable':
    case 'timeout':
      return pairing.unreachable;
    case 'bad_request':
      return pairing.needsCode;
    default:
      return errorWords(error);
  }
}
