import type { OwnRate } from '../core/load/control-load.ts'

/** Requests a second of one node, by the key of each CDN. */
export type NodeRates = ReadonlyMap<string, OwnRate>

/** Rates of the nodes that share a Redis. */
export type NodeLoads = {
  /**
   * Tells the others the rates of this node, and resolves to theirs of the last three seconds, by the name of each node. Rejects when
   * Redis can't be asked.
   */
  share(node: string, rates: NodeRates): Promise<ReadonlyMap<string, NodeRates>>
}
