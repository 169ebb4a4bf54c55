import { Alert, Button, Group, Progress, Text, VisuallyHidden } from '@mantine/core'
import type { Moves } from './use-moves.ts'

/** What becomes of a move: how far it is, or why it was refused, with the move kept to be made all the same. */
export function MoveNotices({ moves: { underway, refused, said, put, forget } }: { readonly moves: Moves }) {
  return (
    <>
      <VisuallyHidden component="output">{said}</VisuallyHidden>
      {underway !== undefined && underway.total > 5 && (
        <div>
          <Text size="sm">
            {underway.key}: {underway.done} of {underway.total} positions make room
          </Text>
          <Progress value={(100 * underway.done) / underway.total} aria-label="positions that make room" />
        </div>
      )}
      {refused !== undefined && (
        <Alert color="red" title={`${refused.wish.key} was not moved`} role="alert">
          <Text>{refused.words}</Text>
          <Text>The order below is the one of now.</Text>
          <Group gap="xs" mt="xs">
            <Button size="xs" onClick={() => put(refused.wish)}>
              Move {refused.wish.key} {refused.wish.before === undefined ? 'to the end' : `before ${refused.wish.before}`}
            </Button>
            <Button size="xs" variant="default" onClick={forget}>
              Leave it
            </Button>
          </Group>
        </Alert>
      )}
    </>
  )
}
