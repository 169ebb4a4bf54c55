/** The redirect workers of a node by their slots: `worker-1`, `worker-2` … */
export function workerIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `worker-${index + 1}`)
}
