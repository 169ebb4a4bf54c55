import type { Orders, RunAs } from '../../core/orders/orders.ts'
import type { TrafficCounts } from '../../core/routing/traffic.ts'
import type { WireOrders, WireReport } from '../../ports/group-messages.ts'
import type { WorkerReport } from '../../ports/worker-link.ts'

export function ordersToWire({ revision, as, ...parts }: Orders): WireOrders {
  if (revision === undefined) return { ...parts, kind: 'OVERRIDES' }
  return { ...parts, kind: 'REVISION', revision, isCanary: as === 'CANARY' }
}

export function ordersOfWire(message: WireOrders): Orders {
  if (message.kind === 'OVERRIDES') return message
  return { ...message, as: runAs(message.isCanary) }
}

export function reportToWire({ as, refused, traffic, ...report }: WorkerReport): WireReport {
  return {
    ...report,
    isCanary: as === 'CANARY',
    refused: refused && { ...refused, isCanary: refused.as === 'CANARY' },
    traffic: trafficToWire(traffic),
  }
}

export function reportOfWire({ isCanary, refused, traffic, ...report }: WireReport): WorkerReport {
  return {
    ...report,
    as: runAs(isCanary),
    refused: refused && { ...refused, as: runAs(refused.isCanary) },
    traffic: trafficOfWire(traffic),
  }
}

function trafficToWire({ byCdn, bySaturated, byCode, byReason, byPool, byRule, ...sums }: TrafficCounts): WireReport['traffic'] {
  return {
    ...sums,
    byCdn: [...byCdn],
    bySaturated: [...bySaturated],
    byCode: [...byCode],
    byReason: [...byReason],
    byPool: [...byPool].map(([key, counts]) => [key, counts.requests, [...counts.byCdn]]),
    byRule: [...byRule],
  }
}

function trafficOfWire({
  byCdn,
  bySaturated = [],
  byCode,
  byReason = [],
  byPool = [],
  byRule = [],
  ...sums
}: WireReport['traffic']): TrafficCounts {
  return {
    ...sums,
    byCdn: new Map(byCdn),
    bySaturated: new Map(bySaturated),
    byCode: new Map(byCode),
    byReason: new Map(byReason),
    byPool: new Map(byPool.map(([key, requests, ofCdns]) => [key, { requests, byCdn: new Map(ofCdns) }])),
    byRule: new Map(byRule),
  }
}

function runAs(isCanary: boolean | undefined): RunAs {
  return isCanary === true ? 'CANARY' : 'LIVE'
}
