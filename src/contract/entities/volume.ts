import { z } from 'zod';

import { volumeId } from '#contract/entities/ids';

export const SCAN_PHASES = ['walk', 'tags', 'lengths', 'others', 'reconcile', 'artwork', 'counting'] as const;

export const scanPhase = z.enum(SCAN_PHASES);

export type ScanPhase = z.infer<typeof scanPhase>;

export const scanProgress = z.object({
  phase: scanPhase,
  filesSeen: z.number().int(),
  filesDone: z.number().int(),
});

export type ScanProgress = z.infer<typeof scanProgress>;

/** What one phase of a scan took; a file that two phases open counts in both. */
export const phaseSummary = z.object({
  phase: scanPhase,
  durationMs: z.number().int(),
  filesOpened: z.number().int(),
  bytesRead: z.number().int(),
});

export type PhaseSummary = z.infer<typeof phaseSummary>;

/** What the last complete scan did; `filesOpened` and `bytesRead` are 0 for a stick that had not changed. */
export const scanSummary = z.object({
  durationMs: z.number().int(),
  filesSeen: z.number().int(),
  filesOpened: z.number().int(),
  bytesRead: z.number().int(),
  skipped: z.number().int(),
  /** In the order in which they ran. */
  phases: z.array(phaseSummary).optional(),
});

export type ScanSummary = z.infer<typeof scanSummary>;

/** A stick, a card, or a folder treated as one. */
export const volume = z.object({
  id: volumeId,
  label: z.string(),
  mountPoint: z.string().nullable(),
  isOnline: z.boolean(),
  isDemo: z.boolean(),
  /** A real block device that is in; a folder cannot be ejected. */
  isEjectable: z.boolean(),
  trackCount: z.number().int(),
  videoCount: z.number().int(),
  scan: scanProgress.nullable(),
  lastScan: scanSummary.nullable(),
});

export type Volume = z.infer<typeof volume>;

export const skippedFile = z.object({ path: z.string(), reason: z.string() });

export type SkippedFile = z.infer<typeof skippedFile>;
