import { createContext } from 'svelte';

import type { Session } from '#renderer/shared/api/session.ts';

/** The page's session, for every component below the one that sets it. */
export const [useSession, setSession] = createContext<Session>();
