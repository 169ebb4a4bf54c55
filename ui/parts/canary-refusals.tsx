import { usePolled } from '../client/use-polled.ts'
import { CanaryTrafficDocument, type CanaryTrafficQuery } from '../generated/operations.ts'
import { count, percent } from './numbers.ts'

type Sampled = NonNullable<NonNullable<CanaryTrafficQuery['canary']>['traffic']>['own']

/** What both groups of workers have refused since the canary began, as its node counts it. */
export function CanaryRefusals({ revision, node }: { readonly revision: number; readonly node: string }) {
  const { data } = usePolled({ query: CanaryTrafficDocument }, 2_000)
  const canary = data?.canary
  if (canary?.revision !== revision) return null
  if (canary.traffic === null) return <>What they refuse is counted on {node}. </>
  const { own, others } = canary.traffic
  return (
    <>
      Refused until now: by the canary&apos;s workers {refusalsOf(own)}, by the others {refusalsOf(others)}.{' '}
    </>
  )
}

function refusalsOf({ requests, refused }: Sampled): string {
  return `${count(refused)} of ${count(requests)} requests (${percent(requests === 0 ? null : refused / requests)})`
}
