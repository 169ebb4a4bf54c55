import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { DRAIN_MS } from '../../src/core/http-limits.ts'
import { settingsSchema } from '../../src/settings.ts'
import { problemsOf, type Manifest } from '../support/kubernetes-kinds.ts'

type Selector = { readonly matchLabels: Readonly<Record<string, string>> }
type Port = { readonly name?: string; readonly port?: string; readonly targetPort?: string; readonly containerPort?: number }
type Probe = { readonly httpGet: { readonly path: string; readonly port: string } }
type Container = {
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly ports: readonly Port[]
  readonly securityContext: object
  readonly volumeMounts: readonly { readonly name: string }[]
  readonly startupProbe: Probe
  readonly readinessProbe: Probe
  readonly livenessProbe: Probe
}
type Pod = {
  readonly containers: readonly [Container]
  readonly terminationGracePeriodSeconds: number
  readonly volumes: readonly { readonly name: string; readonly secret?: object }[]
}
type Deployment = Manifest & {
  readonly spec: {
    readonly replicas: number
    readonly selector: Selector
    readonly strategy: object
    readonly template: { readonly metadata: { readonly labels: object }; readonly spec: Pod }
  }
}
type Service = { readonly spec: { readonly selector: object; readonly ports: readonly Port[] } }
type Budget = { readonly spec: { readonly selector: Selector; readonly maxUnavailable: number } }
type Rule = { readonly from?: readonly object[]; readonly ports: readonly Port[] }
type Policy = {
  readonly spec: { readonly podSelector: Selector; readonly policyTypes: readonly string[]; readonly ingress: readonly Rule[] }
}

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'ops/kubernetes')
// Kubernetes reads YAML 1.1.
const manifests = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8'), { version: '1.1' }).map((document) => document.toJS() as Manifest),
)
const [deployment, budget, policy, services] = [
  single<Deployment>('Deployment'),
  single<Budget>('PodDisruptionBudget'),
  single<Policy>('NetworkPolicy'),
  ofKind<Service>('Service'),
]
const { template } = deployment.spec
const pod = template.spec
const [container] = pod.containers
const defaults = settingsSchema.parse({})

it('are a deployment with its budget and policy, and a service for each kind of caller', () => {
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
    'Deployment sluice',
    'NetworkPolicy sluice',
    'PodDisruptionBudget sluice',
    'Service sluice',
    'Service sluice-admin',
  ])
})

describe('the schema of Kubernetes', () => {
  it.each(manifests)('allows $kind $metadata.name', (manifest) => {
    expect(problemsOf(manifest)).toEqual([])
  })

  it.each([
    { what: 'an unknown field', spec: { replcas: 2 }, problem: `'"replcas"' does not exist` },
    { what: 'a wrong type', spec: { replicas: 'two' }, problem: "'string' is not assignable to type 'number'" },
    { what: 'a missing field', spec: { selector: undefined }, problem: "'selector' is missing" },
  ])('would refuse $what', ({ spec, problem }) => {
    const broken = { ...deployment, spec: { ...deployment.spec, ...spec } }
    expect(problemsOf(broken).join('\n')).toContain(problem)
  })
})

describe('the pods', () => {
  it('are the ones that everything is about', () => {
    const selectors = [deployment.spec.selector, budget.spec.selector, policy.spec.podSelector].map(
      ({ matchLabels }) => matchLabels,
    )
    for (const selector of [...selectors, ...services.map(({ spec }) => spec.selector)])
      expect(selector).toEqual(template.metadata.labels)
  })

  it('never all go: while one leaves, another is there', () => {
    expect(deployment.spec.replicas).toBeGreaterThan(1)
    expect(deployment.spec.strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 0 } })
    expect(budget.spec.maxUnavailable).toBe(1)
  })

  it('have longer to leave than Sluice takes', () => {
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(defaults.PRE_STOP_SECONDS + DRAIN_MS / 1_000)
  })

  it('may do as little as they need, as the user of the image', () => {
    const [, user] = /^USER (\d+):/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8')) ?? []
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: Number(user), seccompProfile: { type: 'RuntimeDefault' } },
    })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
  })

  it('are asked on the port of players whether they live and are ready', () => {
    const { startupProbe, readinessProbe, livenessProbe } = container
    const asks = ({ httpGet }: Probe): unknown => [httpGet.path, httpGet.port]
    expect(asks(startupProbe)).toEqual(['/health/live', 'http'])
    expect(asks(readinessProbe)).toEqual(['/health/ready', 'http'])
    expect(asks(livenessProbe)).toEqual(['/health/live', 'http'])
  })

  it('get variables that are settings, and secrets as files of one Secret', () => {
    const variables = container.env
    const names = variables.map(({ name }) => name.replace(/_FILE$/, ''))
    expect(Object.keys(settingsSchema.shape)).toEqual(expect.arrayContaining(names))
    const secrets = variables.filter(({ name }) => /TOKEN|URL|SECRET/.test(name))
    expect(secrets.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'ADMIN_TOKEN_FILE /secrets/admin-token',
      'DATABASE_URL_FILE /secrets/database-url',
      'REDIS_URL_FILE /secrets/redis-url',
    ])
    const volumes = pod.volumes.map(({ name }) => name)
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(volumes)
    expect(pod.volumes.at(-1)?.secret).toEqual({ secretName: 'sluice', defaultMode: 0o440 })
  })

  it('listen on the ports that services and policy name', () => {
    const ports = container.ports.map(({ name }) => name)
    expect(container.ports).toMatchObject([{ containerPort: defaults.PORT }, { containerPort: 8_001 }])
    expect(services.flatMap(({ spec }) => spec.ports.map(({ targetPort }) => targetPort))).toEqual(ports)
    expect(policy.spec.ingress.flatMap((rule) => rule.ports.map(({ port }) => port))).toEqual(ports)
  })
})

it('lets nobody reach the admin port but pods with a label', () => {
  expect(policy.spec.policyTypes).toEqual(['Ingress', 'Egress'])
  const open = policy.spec.ingress.filter(({ from }) => from === undefined)
  expect(open.map(({ ports }) => ports)).toEqual([[{ port: 'http' }]])
})

function ofKind<T>(kind: string): readonly T[] {
  return manifests.filter((manifest) => manifest.kind === kind) as unknown as T[]
}

function single<T>(kind: string): T {
  const [first, ...others] = ofKind<T>(kind)
  if (first === undefined || others.length > 0) throw new Error(`not one ${kind} in ${folder}`)
  return first
}
