import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import ipaddr from 'ipaddr.js'
import { isLoopback } from '../../core/weak-token.ts'
import type { FindLocalService } from '../../ports/local-service.ts'
import { readRunningPrimary } from './running-primary.ts'

/** Finds the service by the lock and the state of its primary. */
export const findLocalService: FindLocalService = async (dataDir) => {
  const primary = await readRunningPrimary(dataDir)
  if (primary === undefined) return undefined
  const { adminUrl, hasTokenFile } = primary
  return {
    adminUrl: adminUrl != null && isOfThisMachine(new URL(adminUrl)) ? adminUrl : undefined,
    readToken: hasTokenFile ? async () => (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim() : undefined,
  }
}

/** Whether the address is one of this machine: a folder from elsewhere must not draw a token to a host of its choice. */
function isOfThisMachine({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (isLoopback(host)) return true
  if (!ipaddr.isValid(host)) return false
  const address = ipaddr.process(host).toNormalizedString()
  return Object.values(networkInterfaces()).some((own) =>
    own?.some((each) => ipaddr.process(each.address.split('%')[0] ?? '').toNormalizedString() === address),
  )
}
