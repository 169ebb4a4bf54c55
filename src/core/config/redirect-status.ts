export type RedirectStatus = 301 | 302 | 307 | 308

export const redirectStatuses: readonly RedirectStatus[] = [301, 302, 307, 308]
