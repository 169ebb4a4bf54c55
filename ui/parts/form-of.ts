const lists = new Set(['cdns', 'originClusters', 'pools', 'rules', 'zones', 'expectations'])

/** Page with the form of a path of the working copy: `cdns.KEY.weight` is in `/config/cdns/KEY`; undefined where there is none. `new` is taken. */
export function formOf(path: string): string | undefined {
  const [list = '', key] = path.split('.')
  if (list === 'settings') return '/config/settings'
  if (!lists.has(list) || key === undefined) return undefined
  return key === 'new' ? `/config/${list}/new/entry` : `/config/${list}/${key}`
}
