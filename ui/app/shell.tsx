import { AppShell, Badge, Burger, Group, NavLink, ScrollArea, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Suspense, useEffect, useRef } from 'react'
import { Link, Route, Router, Switch, useLocation } from 'wouter'
import { useDraftIds } from '../client/drafts.ts'
import { useSession } from '../client/session.tsx'
import { focusPage } from '../parts/focus-page.ts'
import { PageFrame } from '../parts/page-frame.tsx'
import { AwayBanner } from './away-banner.tsx'
import { ColorSchemeSwitch } from './color-scheme-switch.tsx'
import { ConnectionLamp } from './connection-lamp.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { pages } from './pages.ts'
import { ViewerMenu } from './viewer-menu.tsx'

/** The frame around every page: who is signed in, how fresh all of it is, and where else to go. */
export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure()
  return (
    <Router base="/admin">
      <AppShell header={{ height: 56 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }} padding="md">
        <AppShell.Header>
          <a className="skip" href="#page">
            Skip to the page
          </a>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="navigation" aria-expanded={isOpen} />
              <Title order={2} size="h4">
                Sluice
              </Title>
            </Group>
            <Group gap="xs" wrap="nowrap" justify="flex-end">
              <ConnectionLamp />
              <ColorSchemeSwitch />
              <ViewerMenu />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" component="nav" aria-label="pages" {...(!isOpen && { visibleFrom: 'sm' })}>
          <ScrollArea>
            <Links onChosen={close} />
          </ScrollArea>
        </AppShell.Navbar>
        <AppShell.Main id="page" tabIndex={-1}>
          <AwayBanner />
          <ChosenPage />
        </AppShell.Main>
      </AppShell>
    </Router>
  )
}

function ChosenPage() {
  const [here] = useLocation()
  const { whyNot } = useSession()
  const last = useRef(here)
  useEffect(() => {
    if (last.current !== here && document.activeElement === document.body) focusPage()
    last.current = here
  }, [here])
  return (
    <PageBoundary path={here}>
      <Suspense fallback={<Text c="dimmed">Loading the page …</Text>}>
        <Switch>
          {pages.map(({ path, name, needs, component: Component }) => {
            const why = whyNot(needs)
            return (
              <Route key={path} path={path === '/' ? path : `${path}/*?`}>
                {why === undefined ? <Component /> : <PageFrame title={name} about={`This page ${why}.`} />}
              </Route>
            )
          })}
          <Route>
            <Text>There is no such page.</Text>
          </Route>
        </Switch>
      </Suspense>
    </PageBoundary>
  )
}

function Links({ onChosen }: { readonly onChosen: () => void }) {
  const [here] = useLocation()
  const { whyNot } = useSession()
  const unsent = useDraftIds().length
  return pages.map(({ path, name, needs }) => {
    const why = whyNot(needs)
    const mark =
      path === '/config' && unsent > 0 ? (
        <Badge color="orange" size="xs">
          {unsent} unsent
        </Badge>
      ) : undefined
    return (
      <NavLink
        key={path}
        component={Link}
        href={path}
        label={name}
        description={why}
        rightSection={mark}
        disabled={why !== undefined}
        aria-disabled={why !== undefined}
        active={path === '/' ? here === path : here.startsWith(path)}
        onClick={onChosen}
      />
    )
  })
}
