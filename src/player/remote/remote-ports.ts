/** The keys of a zone on another Pi: ours, and the one of that Pi that was confirmed. */
export interface RemoteKeys {
  /** `SHA256:…`; undefined while nobody has confirmed one. */
  readonly fingerprint: string | undefined;
  /** `ssh-ed25519 AAAA…` */
  publicKey(): Promise<string>;
  /** As OpenSSH writes it. */
  privateKey(): Promise<string>;
  trust(fingerprint: string): Promise<void>;
  forget(): Promise<void>;
}
