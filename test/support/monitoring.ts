import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** What `ops/` has for Prometheus and Grafana. */
export const ops = join(import.meta.dirname, '../../ops')

export type Rule = {
  readonly alert: string
  readonly expr: string
  readonly annotations: { readonly runbook: string; readonly summary: string }
}

export type Dashboard = {
  readonly uid: string
  readonly title: string
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] }
  readonly panels: readonly Panel[]
}

type Panel = {
  readonly title: string
  readonly description: string
  readonly datasource: Datasource
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets: readonly { readonly refId: string; readonly expr: string; readonly datasource: Datasource }[]
}

type Datasource = { readonly type: string; readonly uid: string }

export function readRules(): readonly Rule[] {
  const { groups } = parse(readOps('alerts.yml')) as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }
  return groups.flatMap(({ rules }) => rules)
}

export function readDashboards(): readonly Dashboard[] {
  return globSync('grafana/dashboards/*.json', { cwd: ops }).map((name) => JSON.parse(readOps(name)) as Dashboard)
}

/** Every query of a panel or a rule, with where it stands. */
export function listQueries(): readonly { readonly where: string; readonly expr: string }[] {
  const panels = readDashboards().flatMap(({ title, panels: all }) =>
    all.flatMap((panel) => panel.targets.map(({ refId, expr }) => ({ where: `${title}: ${panel.title} ${refId}`, expr }))),
  )
  return [...panels, ...readRules().map(({ alert, expr }) => ({ where: alert, expr }))]
}

/** Names of Sluice's metrics in a query. */
export function metricsIn(expr: string): readonly string[] {
  return [...expr.matchAll(/\b(?:sluice|process)_\w+/g)].map(([name]) => name)
}

export function readOps(name: string): string {
  return readFileSync(join(ops, name), 'utf8')
}
