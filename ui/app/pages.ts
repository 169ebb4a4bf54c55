import { lazy, type ComponentType } from 'react'
import type { RootField } from '../generated/roles.ts'

export type Page = {
  /** Below `/admin`. */
  readonly path: string
  readonly name: string
  readonly component: ComponentType
  /** The root field that it cannot do without; pages whose reader may not ask it are shown and disabled. */
  readonly needs: RootField
}

/** Every page, in the order of the navigation; each is loaded when it is first opened. */
export const pages: readonly Page[] = [
  {
    path: '/',
    name: 'Now',
    component: lazy(async () => ({ default: (await import('../pages/now/now-page.tsx')).NowPage })),
    needs: 'traffic',
  },
  {
    path: '/cdns',
    name: 'CDNs',
    component: lazy(async () => ({ default: (await import('../pages/cdns/cdns-page.tsx')).CdnsPage })),
    needs: 'health',
  },
  {
    path: '/routing',
    name: 'Routing',
    component: lazy(async () => ({ default: (await import('../pages/routing/routing-page.tsx')).RoutingPage })),
    needs: 'workingCopy',
  },
  {
    path: '/config',
    name: 'Working copy',
    component: lazy(async () => ({ default: (await import('../pages/config/config-page.tsx')).ConfigPage })),
    needs: 'workingCopy',
  },
  {
    path: '/publish',
    name: 'Publish',
    component: lazy(async () => ({ default: (await import('../pages/publish/publish-page.tsx')).PublishPage })),
    needs: 'pendingChanges',
  },
  {
    path: '/history',
    name: 'History',
    component: lazy(async () => ({ default: (await import('../pages/history/history-page.tsx')).HistoryPage })),
    needs: 'revisions',
  },
  {
    path: '/try',
    name: 'Try a URL',
    component: lazy(async () => ({ default: (await import('../pages/try/try-page.tsx')).TryPage })),
    needs: 'viewer',
  },
  {
    path: '/access',
    name: 'Access',
    component: lazy(async () => ({ default: (await import('../pages/access/access-page.tsx')).AccessPage })),
    needs: 'apiTokens',
  },
  {
    path: '/audit',
    name: 'Audit',
    component: lazy(async () => ({ default: (await import('../pages/audit/audit-page.tsx')).AuditPage })),
    needs: 'auditLog',
  },
]
