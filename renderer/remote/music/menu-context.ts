import { createContext } from 'svelte';

import type { MediaSubject } from '#renderer/shared/features/media-subject.ts';

/** Opens the menu of a row. */
export const [useMenu, setMenu] = createContext<(subject: MediaSubject) => void>();
