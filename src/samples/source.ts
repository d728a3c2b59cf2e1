/** What data comes from: a client, and a device where it tells of one. */
export interface Source {
  /** `null`: the person themself. */
  clientId: string | null;
  /** `null`: not told; in a preference, any device of the client. */
  device: string | null;
}
