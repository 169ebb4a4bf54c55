export type Scheme = 'http' | 'https'

export const schemes: readonly Scheme[] = ['http', 'https']
