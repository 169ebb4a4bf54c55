import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readSettings } from '../../src/settings.ts'

// The one-shot service of docker-compose.yml, as its container runs it.
const script = join(import.meta.dirname, '../../ops/compose/make-secrets.sh')
const [ownUid = 0, ownGid = 0] = [process.getuid?.(), process.getgid?.()]
const isRoot = ownUid === 0
const owners = isRoot ? { sluice: 1_000, postgres: 70, grafana: 472 } : { sluice: ownUid, postgres: ownUid, grafana: ownUid }
const group = isRoot ? 65_534 : ownGid

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sluice-secrets-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes each secret for its service alone, and tells none', () => {
  const told = make()
  expect(Object.keys(readAll())).toEqual(['admin-token', 'database-url', 'grafana-password', 'postgres-password'])
  for (const [name, uid] of [
    ['admin-token', owners.sluice],
    ['database-url', owners.sluice],
    ['postgres-password', owners.postgres],
    ['grafana-password', owners.grafana],
  ] as const) {
    const { mode, uid: owner, gid } = statSync(join(folder, name))
    expect([name, mode & 0o777, owner, gid]).toEqual([name, 0o400, uid, group])
    expect(told).not.toContain(read(name))
  }
  expect(read('admin-token')).toMatch(/^[\da-f]{48}$/)
  expect(read('postgres-password')).toMatch(/^[\da-f]{48}$/)
  expect(told).toContain('docker compose exec sluice cat /secrets/admin-token')
})

it('makes a folder that Sluice’s user writes and the group of Prometheus reads', () => {
  make()
  const { mode, uid, gid } = statSync(join(folder, 'prometheus'))
  expect([mode & 0o777, uid, gid]).toEqual([0o750, owners.sluice, group])
})

it('makes other ones for each installation', () => {
  make()
  const first = readAll()
  rmSync(folder, { recursive: true })
  folder = mkdtempSync(join(tmpdir(), 'sluice-secrets-'))
  make()
  expect(Object.values(readAll()).filter((secret) => Object.values(first).includes(secret))).toEqual([])
})

it('keeps them when it runs again', () => {
  make()
  const first = readAll()
  make()
  expect(readAll()).toEqual(first)
})

it('takes those that are given, also later, and keeps them', () => {
  make()
  const password = 'p@ss/w?rd #%:ü'
  make({ ADMIN_TOKEN: 'a-token-of-my-own-0123456789', POSTGRES_PASSWORD: password })
  const given = readAll()
  expect(given).toMatchObject({ 'admin-token': 'a-token-of-my-own-0123456789', 'postgres-password': password })
  const { password: inUrl } = new URL(given['database-url'] ?? '')
  expect(decodeURIComponent(inUrl)).toBe(password)
  make()
  expect(readAll()).toEqual(given)
})

it('makes a password and its URL together, where it was stopped between the two', () => {
  make()
  rmSync(join(folder, 'postgres-password'))
  make()
  expect(decodeURIComponent(new URL(read('database-url')).password)).toBe(read('postgres-password'))
})

it('makes what Sluice takes as settings', () => {
  make({ POSTGRES_PASSWORD: 'p@ss/w?rd #%:ü' })
  const files = { ADMIN_TOKEN_FILE: join(folder, 'admin-token'), DATABASE_URL_FILE: join(folder, 'database-url') }
  expect(readSettings({ HOST: '0.0.0.0', ...files })).toMatchObject({
    settings: { ADMIN_TOKEN: read('admin-token'), DATABASE_URL: read('database-url') },
  })
})

function make(given: Readonly<Record<string, string>> = {}): string {
  const { PATH = '' } = process.env
  const env = {
    SLUICE_OWNER: `${owners.sluice}:${group}`,
    POSTGRES_OWNER: `${owners.postgres}:${group}`,
    GRAFANA_OWNER: `${owners.grafana}:${group}`,
    PROMETHEUS_GROUP: String(group),
  }
  return execFileSync('sh', [script, folder], { env: { PATH, ...env, ...given }, encoding: 'utf8' })
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8')
}

function readAll(): Readonly<Record<string, string>> {
  const files = readdirSync(folder).filter((name) => name !== 'prometheus')
  return Object.fromEntries(files.toSorted().map((name) => [name, read(name)]))
}
