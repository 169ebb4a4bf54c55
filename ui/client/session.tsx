import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { createClient, fetchExchange, Provider } from 'urql'
import { WhoAmIDocument, type WhoAmIQuery } from '../generated/operations.ts'
import { rolesNeeded, type RootField } from '../generated/roles.ts'
import { openConnection, type Connection } from './connection.ts'
import { openClient } from './open-client.ts'

type Viewer = WhoAmIQuery['viewer']

export type Session = {
  /** Who signed in last, also after that session ended. Undefined before the first. */
  readonly viewer: Viewer | undefined
  readonly endedBecause: string | undefined
  readonly connection: Connection
  /** Resolves to the reason when the token is not taken. */
  readonly signIn: (token: string, isKept: boolean) => Promise<string | undefined>
  readonly signOut: () => void
  /** Why the viewer may not use this field of the API; undefined when it may. */
  readonly whyNot: (field: RootField) => string | undefined
}

const KEPT = 'sluice.token'
const ranks = ['VIEWER', 'OPERATOR', 'EDITOR', 'PUBLISHER', 'ADMIN']
const Context = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(Context)
  if (session === undefined) throw new Error('useSession outside of SessionProvider')
  return session
}

/** Holds the token in memory, and in `sessionStorage` where that was asked for; never in a URL. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [token, setToken] = useState('')
  const [viewer, setViewer] = useState<Viewer>()
  /** Of which token: a question of the session before may be answered late, which is no end of this one. */
  const [ended, setEnded] = useState<{ readonly token: string; readonly because: string }>()
  const endedBecause = ended?.token === token ? ended.because : undefined
  const connection = useMemo(() => openConnection(), [])
  const forget = useCallback((because: string) => {
    sessionStorage.removeItem(KEPT)
    setEnded({ token: '', because })
  }, [])
  const { client, close } = useMemo(() => {
    const onEnded = (because: string): void => {
      if (sessionStorage.getItem(KEPT) === token) sessionStorage.removeItem(KEPT)
      setEnded({ token, because })
    }
    return openClient({ token, connection, onEnded })
  }, [token, connection])
  useEffect(() => close, [close])

  const signIn = useCallback(async (given: string, isKept: boolean) => {
    const answer = await askWhoIs(given)
    if (typeof answer === 'string') return answer
    if (isKept) sessionStorage.setItem(KEPT, given)
    setToken(given)
    setViewer(answer)
    setEnded(undefined)
    return undefined
  }, [])
  useEffect(() => {
    const kept = sessionStorage.getItem(KEPT)
    if (kept !== null) void signIn(kept, true).then((problem) => problem !== undefined && forget(problem)) // oxlint-disable-line react/set-state-in-effect -- the answer of the node, not of this effect
  }, [signIn, forget])

  const session = useMemo<Session>(
    () => ({
      viewer,
      endedBecause,
      connection,
      signIn,
      signOut() {
        sessionStorage.removeItem(KEPT)
        setToken('')
        setViewer(undefined)
      },
      whyNot: (field) => whyNot(viewer, field),
    }),
    [viewer, endedBecause, connection, signIn],
  )
  return (
    <Context.Provider value={session}>
      <Provider value={client}>{children}</Provider>
    </Context.Provider>
  )
}

async function askWhoIs(token: string): Promise<Viewer | string> {
  const url = new URL('/graphql', location.href).href
  const asking = createClient({
    url,
    preferGetMethod: false,
    exchanges: [fetchExchange],
    fetchOptions: { headers: { Authorization: `Bearer ${token}` } },
  })
  const { data, error } = await asking.query(WhoAmIDocument, {}).toPromise()
  if (data !== undefined) return data.viewer
  if ((error?.response as Response | undefined)?.status === 401)
    return 'This token is not taken: it is unknown, has ended or was revoked.'
  return (
    error?.graphQLErrors[0]?.message ?? 'The node did not answer. Redirects may go on all the same; try again in a few seconds.'
  )
}

function whyNot(viewer: Viewer | undefined, field: RootField): string | undefined {
  const needed = rolesNeeded[field]
  const rank = Math.max(-1, ...(viewer?.roles ?? []).map((role) => ranks.indexOf(role)))
  return rank >= ranks.indexOf(needed)
    ? undefined
    : `needs the role ${needed.toLowerCase()}, you have ${ranks[rank]?.toLowerCase() ?? 'none'}`
}
