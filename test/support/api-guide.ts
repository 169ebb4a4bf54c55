import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Pages of the API guide, in the order of a run: the examples of one need what those before it did. */
export const guidePages = [
  'rules',
  'players',
  'rest',
  'graphql',
  'working-copy',
  'publishing',
  'canaries',
  'audit-trail',
  'api-tokens',
  'overrides',
  'health',
  'clients',
  'simulation',
  'subscriptions',
  'command-line',
  'load',
  'codes',
] as const

export function readGuidePage(page: (typeof guidePages)[number]): string {
  return readFileSync(join(import.meta.dirname, `../../docs/api/${page}.md`), 'utf8')
}

/** All pages as one text. */
export function readGuide(): string {
  return guidePages.map(readGuidePage).join('\n')
}
