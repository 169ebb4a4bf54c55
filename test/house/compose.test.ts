import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { DRAIN_MS } from '../../src/core/http-limits.ts'
import { settingsSchema } from '../../src/settings.ts'

const root = join(import.meta.dirname, '../..')
const settings = Object.keys(settingsSchema.shape)
const defaults = settingsSchema.parse({})

type Service = {
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly user?: string
  readonly cap_add?: readonly string[]
  readonly networks?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly restart: string
  readonly [key: string]: unknown
}
type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, null>>
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>
}

const { services, volumes, networks } = parse(read('docker-compose.yml')) as Compose
const { sluice, secrets } = services
/** They do one thing before others start, and end. */
const oneShots = ['secrets']

it('gives Sluice variables that are settings, secrets as files', () => {
  const names = Object.keys(sluice?.environment ?? {}).map((name) => name.replace(/_FILE$/, ''))
  expect(settings).toEqual(expect.arrayContaining(names))
  expect(names).toEqual(expect.arrayContaining(['ADMIN_TOKEN', 'DATABASE_URL', 'REDIS_URL']))
})

describe('secrets', () => {
  const environments = Object.entries(services).flatMap(([service, { environment = {} }]) =>
    Object.entries(environment).map(([name, value]) => ({ service, name, value })),
  )
  const named = environments.filter(({ name }) => /TOKEN|PASSWORD|SECRET|DATABASE_URL/.test(name))

  it('are made without being asked for, and given ones go to the service that makes them alone', () => {
    const given = named.filter(({ name }) => !name.endsWith('FILE'))
    expect(given.length).toBeGreaterThan(1)
    for (const { service, name, value } of given) expect([service, value]).toEqual(['secrets', `\${${name}:-}`])
  })

  it('reach the services as files that are made', () => {
    const made = [...read('ops/compose/make-secrets.sh').matchAll(/^ +keep ([\w-]+) /gm)].map(([, name]) => `/secrets/${name}`)
    const files = named.filter(({ name }) => name.endsWith('FILE'))
    expect(files.length).toBeGreaterThan(2)
    for (const { service, value } of files) {
      expect(made).toContain(value)
      expect(services[service]?.volumes).toContain('secrets:/secrets:ro')
    }
  })

  it('belong to the users that the services run as', () => {
    const [, image = ''] = /^USER (.*)$/m.exec(read('Dockerfile')) ?? []
    expect(secrets?.environment).toMatchObject({ SLUICE_OWNER: image, POSTGRES_OWNER: '70:70' }) // 70 is postgres in Alpine
    expect(services['postgres']?.['image']).toMatch(/^postgres:\d+-alpine$/)
  })
})

it('is reached on the default port, and only Sluice is', () => {
  expect(sluice?.ports).toEqual([`\${PUBLISH:-${defaults.PORT}}:${defaults.PORT}`])
  for (const [name, { ports, networks: joined = [] }] of Object.entries(services).filter(([service]) => service !== 'sluice')) {
    expect([name, ports]).toEqual([name, undefined])
    expect([name, joined.filter((network) => networks[network]?.internal !== true)]).toEqual([name, []])
  }
})

it('starts each service when everything that it asks is healthy, or has been done', () => {
  expect(Object.keys(sluice?.depends_on ?? {}).toSorted()).toEqual(['postgres', 'redis', 'secrets'])
  for (const { depends_on = {} } of Object.values(services))
    for (const [name, { condition }] of Object.entries(depends_on)) {
      expect(condition).toBe(oneShots.includes(name) ? 'service_completed_successfully' : 'service_healthy')
    }
})

it('asks each server whether it is healthy', () => {
  const asked = Object.keys(services).filter((name) => services[name]?.healthcheck?.test[0] === 'CMD')
  const imageAsks = ['sluice']
  expect([...asked, ...imageAsks, ...oneShots].toSorted()).toEqual(Object.keys(services).toSorted())
})

it('waits longer than Sluice takes to leave', () => {
  const [, seconds = '0'] = /^(\d+)s$/.exec(String(sluice?.['stop_grace_period'])) ?? []
  expect(Number(seconds)).toBeGreaterThan(defaults.PRE_STOP_SECONDS + DRAIN_MS / 1_000)
})

describe.each(Object.entries(services))('%s', (name, service) => {
  it('may do as little as it needs', () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: expect.arrayContaining(['/tmp']),
      restart: oneShots.includes(name) ? 'no' : 'unless-stopped',
    })
    expect([name, service.cap_add]).toEqual([name, name === 'secrets' ? ['CHOWN'] : undefined])
  })

  it('is not run by root, but to give secrets to others', () => {
    // Sluice's user is in its image.
    expect(service.user ?? (name === 'sluice' ? 'node' : 'root')).toMatch(name === 'secrets' ? /^root$/ : /^(?!root|0\b)/)
  })

  it('mounts what is there, files of this project to read alone', () => {
    const mounts = (service.volumes ?? []).map((mount) => mount.split(':'))
    const files = mounts.filter(([source = '']) => source.startsWith('.'))
    expect(files.filter(([source = '', , mode]) => mode !== 'ro' || !existsSync(join(root, source)))).toEqual([])
    const kept = mounts.filter((mount) => !files.includes(mount)).map(([source]) => source)
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(kept))
  })
})

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
