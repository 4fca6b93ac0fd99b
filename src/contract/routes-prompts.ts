import { z } from 'zod';

import { zoneId } from '#contract/entities/ids';
import { prompt, promptRole } from '#contract/entities/prompt';
import type { Route } from '#contract/route';

/** Some 20 s of speech as WAV of 16 kHz. */
const LARGEST_BODY_BYTES = 1_000_000;

export const promptRoutes = {
  listPrompts: {
    method: 'get',
    path: '/api/v1/prompts',
    access: 'paired',
    summary: 'What is being said, and what waits to be said',
    request: z.strictObject({}),
    response: z.array(prompt),
  },
  addPrompt: {
    method: 'post',
    path: '/api/v1/prompts',
    access: 'kiosk',
    summary:
      'Say a text, or play a sound (WAV, Ogg, FLAC or MP3, as Base64), over the music; in the front unless a zone is named',
    request: z
      .strictObject({
        text: z.string().trim().min(1).max(500).optional(),
        sound: z.base64().min(1).max(LARGEST_BODY_BYTES).optional(),
        role: promptRole.default('prompt'),
        /** Of the text: `en`, `de-AT`; that of the screen unless told. */
        language: z
          .string()
          .regex(/^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/u, 'a language as in `en` or `de-AT`')
          .optional(),
        zoneId: zoneId.optional(),
      })
      .refine(({ text, sound }) => (text === undefined) !== (sound === undefined), 'name exactly one of text, sound'),
    response: prompt,
    bodyBytes: LARGEST_BODY_BYTES,
    limitMs: 15_000,
  },
  silencePrompt: {
    method: 'delete',
    path: '/api/v1/prompts/:id',
    access: 'paired',
    summary: 'Not another word of it; the music comes back',
    request: z.strictObject({ id: z.string().max(64) }),
    response: z.array(prompt),
  },
} as const satisfies Record<string, Route>;
