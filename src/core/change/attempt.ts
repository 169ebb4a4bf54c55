/** Author, time and request of an attempt to change something. */
export type Attempt = {
  readonly actor: string
  readonly role: string
  readonly address: string
  readonly requestId: string
  /** ISO 8601. */
  readonly at: string
}

/** Actor of the changes that Sluice makes by itself. */
export const SLUICE_ACTOR = 'sluice'

/** Makes an attempt of Sluice itself; `occasion` takes the place of a request id. */
export function ownAttempt(occasion: string, at: string, actor: string = SLUICE_ACTOR): Attempt {
  return { actor, role: 'admin', address: 'local', requestId: occasion, at }
}
