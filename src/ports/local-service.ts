/** A service that runs on a data folder of this machine. */
export type LocalService = {
  /** Address of the admin API; undefined when it is none of this machine, or not known yet. */
  readonly adminUrl: string | undefined
  /** Reads the token that the service made for itself; undefined when it was given one in `ADMIN_TOKEN`. Rejects as files do. */
  readonly readToken: (() => Promise<string>) | undefined
}

/** Finds the service that runs on a data folder; undefined when none does. Rejects when the folder can't be looked into. */
export type FindLocalService = (dataDir: string) => Promise<LocalService | undefined>
