import { Button, Menu, Text } from '@mantine/core'
import { useSession } from '../client/session.tsx'
import { Ago, useIsClock } from '../parts/time.tsx'

/** Who is signed in, with which roles, until when. */
export function ViewerMenu() {
  const { viewer, signOut } = useSession()
  const [isClock, setIsClock] = useIsClock()
  if (viewer === undefined) return null
  return (
    <Menu withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" size="compact-sm" maw={{ base: 110, xs: 260 }}>
          <Text span inherit truncate>
            {viewer.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Roles: {viewer.roles.map((role) => role.toLowerCase()).join(', ')}</Menu.Label>
        <Menu.Label>
          {viewer.expiresAt === null ? (
            'The token has no end'
          ) : (
            <>
              The token ends <Ago at={viewer.expiresAt} />
            </>
          )}
        </Menu.Label>
        <Menu.Item onClick={() => setIsClock(!isClock)}>{isClock ? 'Tell how long ago' : 'Tell times by the clock'}</Menu.Item>
        <Menu.Item onClick={signOut}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
