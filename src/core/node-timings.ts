import { openLabelledHistogram, type LabelledHistogram } from './labelled-histogram.ts'

/** Times that the control process measures, in seconds, since its start. */
export type NodeTimings = {
  /** Changes of the live revision, by outcome. */
  readonly publish: LabelledHistogram
  /** Commits until a worker of this node has reported the revision. */
  readonly publishToWorker: LabelledHistogram
  /** Publishes, of any node, until this node follows. */
  readonly follow: LabelledHistogram
  /** GraphQL operations, by root field and outcome. */
  readonly operation: LabelledHistogram
  /** Questions to the config store, each of which is one transaction, by outcome. */
  readonly store: LabelledHistogram
  /** Pings of Redis. */
  readonly redis: LabelledHistogram
  /** Probes of CDNs, over one address family each, passed or failed. */
  readonly probe: LabelledHistogram
}

const fast = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]
const slow = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export function openNodeTimings(): NodeTimings {
  return {
    publish: openLabelledHistogram(slow, [['published'], ['refused'], ['failed']]),
    publishToWorker: openLabelledHistogram(slow),
    follow: openLabelledHistogram(slow),
    operation: openLabelledHistogram([0.005, 0.025, 0.1, 0.5, 1, 5], []),
    store: openLabelledHistogram(slow, [['answered'], ['failed']]),
    redis: openLabelledHistogram(fast),
    probe: openLabelledHistogram(slow),
  }
}
