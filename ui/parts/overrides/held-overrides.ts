import { useSubscription } from 'urql'
import { OverridesHeldDocument, type OverridePartsFragment } from '../../generated/operations.ts'

const none: readonly OverridePartsFragment[] = []

/** All overrides that hold on this node, as they are set, lifted and end. */
export function useOverrides(): readonly OverridePartsFragment[] {
  const [{ data }] = useSubscription({ query: OverridesHeldDocument })
  return data?.overridesChanged ?? none
}
