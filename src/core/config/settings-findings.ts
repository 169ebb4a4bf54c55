import { budgetFindings } from './budget-findings.ts'
import type { RoutingConfig } from './model.ts'
import { warning, type ValidationIssue } from '../validation-issue.ts'

/** Most requests of one player: one-second segments of picture and sound with their playlists, and a buffer filled at the start. */
const ONE_PLAYER = { perSecond: 5, burst: 20 }

/** Findings about the settings, or about them beside the lists; meaningless where the settings have an error. */
export function* settingsFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const { settings, cdns } = config
  if (settings.ratio === 1 && cdns.some((cdn) => cdn.enabled)) {
    const message = 'with the ratio 1 every valid request goes to the origin, and no CDN gets any'
    yield warning('ORIGIN_ONLY', 'settings.ratio', message, 'use a larger ratio, or 0 for none to the origin')
  }
  if (settings.redirectStatus === 301 || settings.redirectStatus === 308) {
    const message = `${settings.redirectStatus} is permanent: clients that ignore no-store keep using one target and the ratio no longer holds`
    yield warning('PERMANENT_REDIRECT', 'settings.redirectStatus', message, 'use 302 or 307')
  }
  const { perAddress } = settings.rateLimit ?? {}
  if (perAddress !== undefined && (perAddress.perSecond < ONE_PLAYER.perSecond || perAddress.burst < ONE_PLAYER.burst)) {
    const message = `${perAddress.perSecond} a second and ${perAddress.burst} at once per address are too few for a single player that asks for each segment here`
    const remedy = `allow at least ${ONE_PLAYER.perSecond} a second and ${ONE_PLAYER.burst} at once, times the players behind one address`
    yield warning('RATE_LIMIT_LOW', 'settings.rateLimit.perAddress', message, remedy)
  }
  yield* budgetFindings(config)
}
