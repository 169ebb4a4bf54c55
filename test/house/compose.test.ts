import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ipaddr from 'ipaddr.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { DRAIN_MS } from '../../src/core/http-limits.ts'
import { settingsSchema } from '../../src/settings.ts'

const root = join(import.meta.dirname, '../..')
const settings = Object.keys(settingsSchema.shape)
const defaults = settingsSchema.parse({})

type Service = {
  readonly image?: string
  readonly command?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly ports?: readonly string[]
  readonly volumes?: readonly string[]
  readonly user?: string
  readonly cap_add?: readonly string[]
  readonly networks?: readonly string[] | Readonly<Record<string, { readonly ipv4_address?: string } | null>>
  readonly profiles?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly restart: string
  readonly [key: string]: unknown
}
type Network = { readonly internal?: boolean; readonly ipam?: { readonly config: readonly { readonly subnet: string }[] } }
type Compose = {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, null>>
  readonly networks: Readonly<Record<string, Network | null>>
}

const { services, volumes, networks } = parse(read('docker-compose.yml')) as Compose
const { sluice, secrets, caddy } = services
/** They do one thing before others start, and end. */
const oneShots = ['secrets', 'prometheus-token']

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
      const mount = service === 'prometheus-token' ? 'secrets:/secrets' : 'secrets:/secrets:ro' // it adds one
      expect(services[service]?.volumes).toContain(mount)
    }
  })

  it('belong to the users that the services run as', () => {
    const [, image = ''] = /^USER (.*)$/m.exec(read('Dockerfile')) ?? []
    expect(secrets?.environment).toMatchObject({
      SLUICE_OWNER: image,
      POSTGRES_OWNER: '70:70', // postgres in Alpine
      GRAFANA_OWNER: services['grafana']?.user,
    })
    const [user] = image.split(':')
    const [, group] = services['prometheus']?.user?.split(':') ?? []
    expect(secrets?.environment?.['PROMETHEUS_GROUP']).toBe(group)
    expect(services['prometheus-token']?.user).toBe(`${user}:${group}`)
    expect(services['postgres']?.image).toMatch(/^postgres:\d+-alpine$/)
  })
})

describe('without profiles', () => {
  it('runs Sluice, its stores and nothing else', () => {
    const always = Object.keys(services).filter((name) => services[name]?.profiles === undefined)
    expect(always.toSorted()).toEqual(['postgres', 'redis', 'secrets', 'sluice'])
  })

  it('has one profile for each other service', () => {
    const profiles = Object.values(services).flatMap(({ profiles: named = [] }) => named)
    expect(profiles.toSorted()).toEqual(['https', 'monitoring', 'monitoring', 'monitoring', 'replica'])
  })
})

describe('the network', () => {
  it('lets others reach Sluice on its port, Caddy on those of HTTP, and this machine Grafana', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`))
    expect(published).toEqual([
      `sluice \${PUBLISH:-${defaults.PORT}}:${defaults.PORT}`,
      'caddy 80:80',
      'caddy 443:443',
      'caddy 443:443/udp',
      'grafana 127.0.0.1:3000:3000',
    ])
  })

  it('has no way out for others', () => {
    const isInternal = (name: string): boolean => networks[name]?.internal === true
    const outside = Object.entries(services).filter(([, service]) => !networksOf(service).every(isInternal))
    expect(outside.map(([name]) => name)).toEqual(['sluice', 'caddy', 'grafana'])
  })

  it('makes Caddy come to Sluice from the address that Sluice trusts, over a network of theirs alone', () => {
    const shared = networksOf(caddy).filter((name) => networksOf(sluice).includes(name))
    expect(shared).toEqual(['proxy'])
    const members = Object.values(services).filter((service) => networksOf(service).includes('proxy'))
    expect(members).toEqual([sluice, caddy])
    expect(caddy?.networks).toMatchObject({ proxy: { ipv4_address: sluice?.environment?.['TRUSTED_PROXIES'] } })
    const [range] = networks['proxy']?.ipam?.config ?? []
    expect(ipaddr.parse(sluice?.environment?.['TRUSTED_PROXIES'] ?? '').match(ipaddr.parseCIDR(range?.subnet ?? ''))).toBe(true)
    expect(sluice?.networks).toMatchObject({ proxy: { aliases: [caddy?.environment?.['UPSTREAM']?.replace(':8000', '')] } })
  })
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

describe('monitoring', () => {
  type Scrape = { readonly scrape_configs: readonly [{ readonly authorization: { readonly credentials_file: string } }] }

  it('asks the service by its name, with the token that is made for it', () => {
    const [job] = (parse(read('ops/prometheus.yml')) as Scrape).scrape_configs
    expect(job).toMatchObject({ static_configs: [{ targets: [`sluice:${defaults.PORT}`] }] })
    expect(services['prometheus-token']?.command).toContain(job.authorization.credentials_file)
  })

  it('has Grafana look at that Prometheus, and for dashboards where they are mounted', () => {
    const provisioning = 'ops/grafana/provisioning'
    expect(parse(read(`${provisioning}/datasources/prometheus.yml`))).toMatchObject({
      datasources: [{ type: 'prometheus', url: 'http://prometheus:9090', isDefault: true }],
    })
    expect(parse(read(`${provisioning}/dashboards/sluice.yml`))).toMatchObject({
      providers: [{ type: 'file', options: { path: '/etc/grafana/sluice/dashboards' } }],
    })
    expect(services['grafana']?.volumes).toContain('./ops/grafana:/etc/grafana/sluice:ro')
  })
})

it('runs the replica as the PostgreSQL that it follows', () => {
  const { postgres, 'postgres-replica': replica } = services
  expect(replica?.image).toBe(postgres?.image)
  expect(['postgres', ...(replica?.command ?? [])]).toEqual(postgres?.command)
})

it('waits longer than Sluice takes to leave', () => {
  const [, seconds = '0'] = /^(\d+)s$/.exec(String(sluice?.['stop_grace_period'])) ?? []
  expect(Number(seconds)).toBeGreaterThan(defaults.PRE_STOP_SECONDS + DRAIN_MS / 1_000)
})

const capabilities: Readonly<Record<string, readonly string[]>> = { secrets: ['CHOWN'], caddy: ['NET_BIND_SERVICE'] }

describe.each(Object.entries(services))('%s', (name, service) => {
  it('may do as little as it needs', () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: expect.arrayContaining(['/tmp']),
      restart: oneShots.includes(name) ? 'no' : 'unless-stopped',
    })
    expect(service.cap_add).toEqual(capabilities[name])
  })

  it('is not run by root where it has no capability', () => {
    // Sluice's user is in its image.
    const isRoot = /^(?:root|0)\b/.test(service.user ?? (name === 'sluice' ? 'node' : 'root'))
    expect(isRoot).toBe(name in capabilities)
  })

  it('mounts what is there, files of this project to read alone', () => {
    const mounts = (service.volumes ?? []).map((mount) => mount.split(':'))
    const files = mounts.filter(([source = '']) => source.startsWith('.'))
    expect(files.filter(([source = '', , mode]) => mode !== 'ro' || !existsSync(join(root, source)))).toEqual([])
    const kept = mounts.filter((mount) => !files.includes(mount)).map(([source]) => source)
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(kept))
  })
})

function networksOf(service: Service | undefined): readonly string[] {
  const { networks: joined = [] } = service ?? {}
  return Array.isArray(joined) ? joined : Object.keys(joined)
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
