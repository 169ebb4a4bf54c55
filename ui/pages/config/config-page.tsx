import { Text } from '@mantine/core'
import { Route, Switch } from 'wouter'
import { EntryPage } from './entry/entry-page.tsx'
import { parseListName } from './form/declared.ts'
import { Overview } from './overview/overview.tsx'
import { PendingPage } from './pending/pending-page.tsx'
import { YamlPage } from './yaml/yaml-page.tsx'

/** What the next revision will be: its lists, the form of each entry, what is pending, and all of it as YAML. */
export function ConfigPage() {
  return (
    <Switch>
      <Route path="/config">
        <Overview list="cdns" />
      </Route>
      <Route path="/config/settings">
        <EntryPage key="settings" list="settings" entryKey={undefined} />
      </Route>
      <Route path="/config/pending" component={PendingPage} />
      <Route path="/config/yaml" component={YamlPage} />
      <Route path="/config/:list">{({ list }) => <OfList name={list}>{(known) => <Overview list={known} />}</OfList>}</Route>
      <Route path="/config/:list/new/entry">
        {({ list }) => <OfList name={list}>{(known) => <EntryPage list={known} entryKey="new" />}</OfList>}
      </Route>
      <Route path="/config/:list/:key">
        {({ list, key }) => (
          <OfList name={list}>
            {(known) => <EntryPage key={`${list}.${key}`} list={known} entryKey={key === 'new' ? '' : key} />}
          </OfList>
        )}
      </Route>
    </Switch>
  )
}

type OfListProps = {
  readonly name: string
  readonly children: (list: NonNullable<ReturnType<typeof parseListName>>) => React.ReactNode
}

function OfList({ name, children }: OfListProps) {
  const list = parseListName(name)
  return list === undefined ? <Text>The configuration has no list {name}.</Text> : children(list)
}
