import { useMemo, useState } from 'react'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { useOverrides } from '../../parts/overrides/held-overrides.ts'
import { OverrideBanner } from '../../parts/overrides/override-banner.tsx'
import { OverrideDialog } from '../../parts/overrides/override-dialog.tsx'
import { PageFrame } from '../../parts/page-frame.tsx'
import { cdnColumns } from './cdn-columns.tsx'
import { Clusters } from './clusters.tsx'
import type { CdnsAnswer } from './use-cdns.ts'

export type CdnListProps = { readonly of: CdnsAnswer }

/** The table of all CDNs, and below it the origin clusters that they stand in for. */
export function CdnList({ of }: CdnListProps) {
  const overrides = useOverrides()
  const [target, setTarget] = useState<string | null>()
  const columns = useMemo(() => cdnColumns(overrides, setTarget), [overrides])
  const { data } = of

  const about =
    data === undefined
      ? 'Each CDN and origin cluster: what it is asked to take, and what it takes.'
      : `Revision ${data.revision} as ${data.node} runs it; shares of the redirects to CDNs in the last ${data.windowSeconds} s.`
  return (
    <PageFrame
      title="CDNs"
      about={about}
      actions={
        <ActionButton field="setOverride" variant="default" onClick={() => setTarget(null)}>
          Override all traffic …
        </ActionButton>
      }
    >
      <OverrideBanner overrides={overrides} />
      <Answer of={of} again={of.again}>
        {(cdns) => (
          <>
            <DataTable
              name="CDNs"
              rows={cdns.cdns}
              columns={columns}
              rowKey={({ key }) => key}
              words={({ key, name, baseUrl, state }) =>
                [key, name, baseUrl, state?.health, state?.adminState, state?.reason].join(' ')
              }
              minWidth={960}
              empty="The live revision has no CDN: everything goes to the origin. Add one on the page “Working copy” and publish it."
            />
            <Clusters of={cdns} />
          </>
        )}
      </Answer>
      {target !== undefined && <OverrideDialog target={target} onClose={() => setTarget(undefined)} />}
    </PageFrame>
  )
}
