import { useRoute } from 'wouter'
import { CdnDetail } from './cdn-detail.tsx'
import { CdnList } from './cdn-list.tsx'
import { useCdns } from './use-cdns.ts'

/** All CDNs of the live revision, or the one that the path names. */
export function CdnsPage() {
  const cdns = useCdns()
  const [isDetail, params] = useRoute('/cdns/:key')
  return isDetail ? <CdnDetail key={params.key} cdnKey={params.key} of={cdns} /> : <CdnList of={cdns} />
}
