import { Anchor } from '@mantine/core'
import { Link } from 'wouter'
import { listNames } from './form/declared.ts'

const path = new RegExp(`\\b(${listNames.join('|')})\\.([a-z0-9-]+)((?:\\.[A-Za-z]+)*)`, 'g')

/** A text of the API, in which each path of the configuration leads to its form. */
export function LinkedText({ children }: { readonly children: string }) {
  const parts: React.ReactNode[] = []
  let from = 0
  for (const match of children.matchAll(path)) {
    const [whole, list = '', key = ''] = match
    parts.push(children.slice(from, match.index))
    parts.push(
      <Anchor
        key={match.index}
        component={Link}
        href={list === 'settings' ? '/config/settings' : `/config/${list}/${key}`}
        underline="always"
        inherit
      >
        {whole}
      </Anchor>,
    )
    from = match.index + whole.length
  }
  return (
    <>
      {parts}
      {children.slice(from)}
    </>
  )
}
