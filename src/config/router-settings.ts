import { z } from 'zod';

/** Where the router answers. Its key is confirmed on the screen, ours is made here: no credential stands in the file. */
export const routerSettings = z.strictObject({
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/u, 'a name or an IP address is needed'),
  port: z.number().int().min(1).max(65_535).default(22),
});

export type RouterSettings = z.infer<typeof routerSettings>;
