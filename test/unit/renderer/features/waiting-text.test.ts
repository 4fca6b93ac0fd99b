import { expect, it } from 'vitest';

import { volume, zone } from '#test/contract/support/samples';
import { waitingText } from '#renderer/shared/features/waiting-text.ts';
import { words } from '#renderer/shared/i18n/words.ts';

const volumes = { byId: () => volume };

it('names the stick that a zone waits for, and says so where it waits for its screen', () => {
  expect(waitingText({ ...zone, waitsFor: 'stick' }, volumes)).toBe(words.transport.waiting(volume.label));
  expect(waitingText({ ...zone, waitsFor: 'screen' }, volumes)).toBe(words.transport.waitingForScreen);
});
