import type { FindLocalService, LocalService } from '../ports/local-service.ts'
import { CommandFailure, cliExitCodes, reasonOf } from './command-failure.ts'
import { onOneLine } from './terminal.ts'

/** The service to ask, and the token to ask it with. */
export type Service = { readonly url: URL; readonly token: string }

export type Search = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Value of `--url`. */
  readonly url: string | undefined
  readonly findLocal: FindLocalService
}

const DEFAULT_URL = 'http://127.0.0.1:8000'
const DEFAULT_FOLDER = './data'

/**
 * Finds the service by `--url`, `SLUICE_URL` or the data folder on which one runs here, in this order. The token is `SLUICE_TOKEN`,
 * else the one of that data folder, which no other service is sent. See ADR 0038.
 */
export async function findService({ env, url, findLocal }: Search): Promise<Service> {
  const token = env['SLUICE_TOKEN'] || undefined
  const told = url ?? (env['SLUICE_URL'] || undefined)
  if (told !== undefined)
    return { url: readUrl(told, url === undefined ? 'SLUICE_URL' : '--url'), token: readToken(token ?? missingToken()) }
  const folder = env['DATA_DIR'] || undefined
  const local = await look(findLocal, folder ?? DEFAULT_FOLDER)
  if (local !== undefined) return askLocal(local, folder ?? DEFAULT_FOLDER, token)
  if (folder !== undefined)
    throw new CommandFailure(
      cliExitCodes.unreachable,
      `no service runs on ${onOneLine(folder)} (DATA_DIR); start one there, or set SLUICE_URL and SLUICE_TOKEN`,
    )
  if (token !== undefined) return { url: new URL(DEFAULT_URL), token: readToken(token) }
  throw new CommandFailure(
    cliExitCodes.noPermission,
    `SLUICE_TOKEN is not set, and no service runs on ${DEFAULT_FOLDER}; set DATA_DIR to the folder of one, or SLUICE_URL and SLUICE_TOKEN`,
  )
}

async function look(findLocal: FindLocalService, folder: string): Promise<LocalService | undefined> {
  try {
    return await findLocal(folder)
  } catch (error) {
    throw unreadable(folder, error)
  }
}

async function askLocal(local: LocalService, folder: string, token: string | undefined): Promise<Service> {
  const { adminUrl, readToken: readOwn } = local
  const shown = onOneLine(folder)
  if (adminUrl === undefined)
    throw new CommandFailure(
      cliExitCodes.unreachable,
      `the service on ${shown} does not say at which address of this machine it is asked; set SLUICE_URL and SLUICE_TOKEN`,
    )
  const url = new URL(adminUrl)
  if (token !== undefined) return { url, token: readToken(token) }
  if (readOwn === undefined)
    throw new CommandFailure(
      cliExitCodes.noPermission,
      `SLUICE_TOKEN is not set, and the service on ${shown} has its token from ADMIN_TOKEN; set SLUICE_TOKEN to that or another one`,
    )
  try {
    return { url, token: readToken(await readOwn()) }
  } catch (error) {
    throw error instanceof CommandFailure ? error : unreadable(`${folder}/admin-token`, error)
  }
}

function unreadable(path: string, error: unknown): CommandFailure {
  return new CommandFailure(
    cliExitCodes.unreadable,
    `${onOneLine(path)} can't be read (${reasonOf(error)}); run it as the user of the service, or set SLUICE_URL and SLUICE_TOKEN`,
  )
}

/** Reads the URL. Never shows a wrong one: it may hold a password. */
function readUrl(text: string, name: string): URL {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return new URL(url.origin)
  throw new CommandFailure(
    cliExitCodes.usage,
    `${name} is no address of a service; allowed is for example ${DEFAULT_URL}, without a user name`,
  )
}

function readToken(token: string): string {
  // fetch would show the token in its own error.
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new CommandFailure(cliExitCodes.noPermission, 'SLUICE_TOKEN holds a space or a character that no token has; set it anew')
}

function missingToken(): never {
  throw new CommandFailure(cliExitCodes.noPermission, 'SLUICE_TOKEN is not set; the service shows at its start how to set it')
}
