import { ApiError, type ApiClient } from '#contract/client';

export type SignInResult = 'open' | 'refused' | 'unreachable';

/**
 * The token in the address becomes a cookie, and leaves the address and its history. Without a token the cookie of
 * before has to do.
 */
export async function signIn(client: ApiClient): Promise<SignInResult> {
  const token = decodeURIComponent(location.hash.slice(1));
  try {
    if (token === '') await client.call('getSession', {});
    else await client.call('openSession', { token });
  } catch (error) {
    if (error instanceof ApiError && (error.code === 'unreachable' || error.code === 'timeout')) return 'unreachable';
    if (token !== '') forgetToken();
    return 'refused';
  }
  if (token !== '') forgetToken();
  return 'open';
}

function forgetToken(): void {
  history.replaceState(history.state, '', location.pathname + location.search);
}
