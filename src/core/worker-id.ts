/** Ids of a node's redirect workers by slot: `worker-1`, `worker-2` … */
export function workerIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `worker-${index + 1}`)
}
