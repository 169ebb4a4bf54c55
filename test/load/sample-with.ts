import { openMeasures } from './measures.ts'
import type { Sample } from './sampling/sampler.ts'

/** A second in which nothing happened but what is told. */
export function sampleWith(parts: Partial<Sample>): Sample {
  return {
    second: 0,
    spanSeconds: 1,
    times: openMeasures().all(),
    failures: 0,
    publishes: 0,
    loopDelayP99Ms: {},
    residentMiB: {},
    heapMiB: {},
    descriptors: undefined,
    dataMiB: undefined,
    toolDelayMs: 0,
    ...parts,
  }
}
