import type { Orders, RunAs } from '../../core/orders/orders.ts'
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
    traffic: { ...traffic, byCdn: [...traffic.byCdn], byCode: [...traffic.byCode] },
  }
}

export function reportOfWire({ isCanary, refused, traffic, ...report }: WireReport): WorkerReport {
  return {
    ...report,
    as: runAs(isCanary),
    refused: refused && { ...refused, as: runAs(refused.isCanary) },
    traffic: { ...traffic, byCdn: new Map(traffic.byCdn), byCode: new Map(traffic.byCode) },
  }
}

function runAs(isCanary: boolean | undefined): RunAs {
  return isCanary === true ? 'CANARY' : 'LIVE'
}
