/** Why an answer differs from the other redirector's: the first that holds. */
export const differenceReasons = {
  REFUSED_HERE: 'Sluice refuses the request, with the code that it goes to.',
  REFUSED_THERE: 'The other one refused the request, with the status that it comes from.',
  UNKNOWN_HOST: 'No CDN of the configuration has the host.',
  RATIO: "It is the origin's turn here or there alone.",
  OTHER_POOL: 'The CDN is no member of the pool that is asked here, or is out.',
  TURN: 'The pool gives turns, and this one to another member; compare the shares.',
  POLICY: 'The pool chooses by directory, client or place, and so another member.',
  URL: 'The same host, with another URL.',
} as const

export type DifferenceReason = keyof typeof differenceReasons
