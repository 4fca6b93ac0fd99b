import { describe, expect, it } from 'vitest';

import { apnRequest } from '#renderer/shared/features/network/apn-request.ts';

const DRAFT = { apn: 'internet', user: '', password: '', isOpen: false };

describe('another access point', () => {
  it('leaves the user and the password of before alone where none were typed', () => {
    expect(apnRequest('1-1', DRAFT)).toEqual({ modemId: '1-1', apn: 'internet' });
    expect(apnRequest('1-1', { ...DRAFT, user: 'web' })).toEqual({ modemId: '1-1', apn: 'internet', user: 'web' });
  });

  it('takes both away only where somebody says so', () => {
    const open = { modemId: '1-1', apn: 'internet', user: '', password: '' };
    expect(apnRequest('1-1', { ...DRAFT, user: 'web', password: 'secret', isOpen: true })).toEqual(open);
  });
});
