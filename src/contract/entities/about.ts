import { z } from 'zod';

const bytes = z.number().int().nonnegative();

/** What this Carputer is made of, and how much room it has. */
export const about = z.object({
  /** null: the program is not installed, or does not say. */
  versions: z.object({
    carputer: z.string(),
    node: z.string(),
    mpv: z.string().nullable(),
    ffmpeg: z.string().nullable(),
  }),
  uptimeMs: z.number().int(),
  storage: z.object({
    dataFolder: z.string(),
    /** Of the file system that holds the data folder; null where it does not say. */
    freeBytes: bytes.nullable(),
    sizeBytes: bytes.nullable(),
    /** The index of all sticks, with what is not yet merged into it. */
    libraryBytes: bytes,
    /** Settings, queues, favourites, phones; without their backups. */
    stateBytes: bytes,
  }),
  /** Of sticks that are in, and of those that are known. */
  library: z.object({
    tracks: z.number().int(),
    videos: z.number().int(),
    onlineTracks: z.number().int(),
    onlineVideos: z.number().int(),
  }),
});

export type About = z.infer<typeof about>;
