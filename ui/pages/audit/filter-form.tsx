import { Button, Collapse, Group, NativeSelect, SegmentedControl, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { filterNames, outcomes, roles, typedFilterOf, type FilterName, type TypedFilter } from './filter.ts'
import { MomentInput } from './moment-input.tsx'

export type FilterFormProps = {
  readonly search: URLSearchParams
  readonly onChange: (filter: TypedFilter) => void
}

const texts: readonly { readonly name: FilterName; readonly label: string; readonly description: string }[] = [
  { name: 'actor', label: 'Actor', description: 'anonymous: without a valid token' },
  { name: 'action', label: 'Action', description: 'name of the mutation: publish' },
  { name: 'target', label: 'Target', description: 'cdns.KEY, or cdns. for all' },
  { name: 'code', label: 'Code', description: 'of a refusal: FORBIDDEN' },
  { name: 'revision', label: 'Revision', description: 'that it published' },
  { name: 'address', label: 'Address', description: 'of the client' },
  { name: 'requestId', label: 'Request', description: 'X-Request-Id of the answer' },
]

/** All filters of the trail. What is filtered by stands in the URL, so that it can be sent to somebody. */
export function FilterForm({ search, onChange }: FilterFormProps) {
  const [edits, setEdits] = useState<Partial<TypedFilter>>({})
  const typed = { ...typedFilterOf(search), ...edits }
  const given = filterNames.filter((name) => search.has(name))
  const [chosen, setChosen] = useState<boolean>()
  const isOpen = chosen ?? given.some((name) => name !== 'outcome')
  const change = (name: FilterName, value: string) => setEdits({ ...edits, [name]: value })

  function ask(filter: TypedFilter): void {
    setEdits({})
    onChange(filter)
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    ask(typed)
  }

  return (
    <form onSubmit={submit} aria-label="filter">
      <Stack gap="sm">
        <Group gap="xs">
          <SegmentedControl
            aria-label="outcome"
            data={[{ value: '', label: 'All' }, ...outcomes]}
            value={typed.outcome}
            onChange={(outcome) => ask({ ...typed, outcome })}
            size="xs"
          />
          <Button variant="default" size="xs" onClick={() => setChosen(!isOpen)} aria-expanded={isOpen}>
            More filters
          </Button>
          {given.length > 0 && (
            <Button variant="subtle" size="xs" onClick={() => ask(typedFilterOf(new URLSearchParams()))}>
              Clear {given.join(', ')}
            </Button>
          )}
        </Group>
        <Collapse expanded={isOpen}>
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 5 }} verticalSpacing="xs">
            {texts.map(({ name, label, description }) => (
              <TextInput
                key={name}
                label={label}
                description={description}
                size="xs"
                value={typed[name]}
                onChange={(event) => change(name, event.currentTarget.value)}
                {...(name === 'revision' && { inputMode: 'numeric', pattern: '[0-9]*' })}
              />
            ))}
            <NativeSelect
              label="Role"
              description="the highest of the token"
              size="xs"
              data={[{ value: '', label: 'any' }, ...roles]}
              value={typed.role}
              onChange={(event) => change('role', event.currentTarget.value)}
            />
            <MomentInput
              label="Since"
              description="then or later"
              value={typed.since}
              onChange={(value) => change('since', value)}
            />
            <MomentInput
              label="Until"
              description="before then"
              value={typed.until}
              onChange={(value) => change('until', value)}
            />
          </SimpleGrid>
          <Button type="submit" size="xs" mt="sm">
            Filter
          </Button>
        </Collapse>
      </Stack>
    </form>
  )
}
