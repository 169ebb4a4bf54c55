import { Paper, SimpleGrid, Text } from '@mantine/core'
import { Link } from 'wouter'
import { count } from '../../../parts/numbers.ts'
import { forms, listNames, type ListName } from '../form/declared.ts'
import type { ConfigKeys } from '../use-config-keys.ts'
import styles from './list-tiles.module.css'

type ListTilesProps = {
  readonly here: ListName
  readonly keys: ConfigKeys
  /** Paths of what is pending. */
  readonly changed: readonly string[]
  /** Ids of what was typed and not sent. */
  readonly unsent: readonly string[]
}

/** The lists of the working copy: how long each is, and what is under way in it. */
export function ListTiles({ here, keys, changed, unsent }: ListTilesProps) {
  return (
    <nav aria-label="lists of the working copy">
      <SimpleGrid cols={{ base: 2, xs: 3, md: 4, lg: 7 }} spacing="xs">
        {listNames.map((list) => {
          const inside = (path: string) => path === list || path.startsWith(`${list}.`)
          const marks = [wordsOf(changed.filter(inside).length, 'pending'), wordsOf(unsent.filter(inside).length, 'unsent')]
          return (
            <Paper
              key={list}
              component={Link}
              href={`/config/${list}`}
              className={`${styles['tile']} mantine-focus-auto`}
              aria-current={list === here ? 'page' : undefined}
              withBorder
              p="xs"
            >
              <Text size="sm" fw={600} component="span" display="block">
                {list}
              </Text>
              <Text size="lg" component="span" display="block">
                {list === 'settings' ? '–' : keys[list] === undefined ? '…' : count(keys[list].length)}
                {list !== 'settings' && (
                  <Text size="xs" c="dimmed" component="span">
                    {' '}
                    of {count(forms[list].most)}
                  </Text>
                )}
              </Text>
              <Text size="xs" component="span" display="block" className={styles['marks'] ?? ''}>
                {marks.filter((mark) => mark !== '').join(', ') || '\u00a0'}
              </Text>
            </Paper>
          )
        })}
      </SimpleGrid>
    </nav>
  )
}

function wordsOf(total: number, word: string): string {
  return total === 0 ? '' : `${count(total)} ${word}`
}
