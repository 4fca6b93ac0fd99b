/** Which flag sets the port of a listener. */
export type PortFlag = '--port' | '--remote-port';

export interface ListenPlace {
  readonly host: string;
  readonly port: number;
  readonly flag: PortFlag;
}

/** Another program listens there already. Not an AppError: it ends the start, nobody is answered with it. */
export class PortInUse extends Error {
  readonly place: ListenPlace;

  constructor(place: ListenPlace, cause: unknown) {
    super(
      `Port ${String(place.port)} on ${place.host} is in use by another program; choose another with ${place.flag}`,
      {
        cause,
      },
    );
    this.name = 'PortInUse';
    this.place = place;
  }
}

/** The system does not let this user listen there (ports below 1024). */
export class PortNotAllowed extends Error {
  readonly place: ListenPlace;

  constructor(place: ListenPlace, cause: unknown) {
    super(
      `This user may not listen on port ${String(place.port)} of ${place.host}; choose one above 1023 with ${place.flag}`,
      { cause },
    );
    this.name = 'PortNotAllowed';
    this.place = place;
  }
}

/** The typed error of a failed `listen`, or the error itself. */
export function toListenError(error: Error, place: ListenPlace): Error {
  switch (systemCodeOf(error)) {
    case 'EADDRINUSE':
      return new PortInUse(place, error);
    case 'EACCES':
      return new PortNotAllowed(place, error);
    default:
      return error;
  }
}

/** `ENOENT`, `EADDRINUSE`, ... of an error of the system. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
