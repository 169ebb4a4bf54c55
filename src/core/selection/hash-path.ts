import { passByKey } from './pass-by-key.ts'
import { expectedShares, rendezvous } from './rendezvous.ts'
import type { Ask, SelectionPolicy } from './selection-policy.ts'
import { extendHash, hashText } from './text-hash.ts'

/** By server label and directory of the video, so that its playlists and segments stay together. Few directories move when a member comes or goes. */
export const hashPath: SelectionPolicy = {
  means: 'By server label and directory, so that the playlists and segments of a video stay together.',
  prepare(members) {
    const { ownerOf } = rendezvous(members)
    return (ask, attempt) => ownerOf(keyOf(ask), attempt)
  },
  prepareKeeping(members, _options, percents) {
    const keeperOf = rendezvous(members).keeping(percents)
    return (ask) => keeperOf(keyOf(ask))
  },
  sharesOf: expectedShares,
  keptParts: passByKey,
  periodOf: () => 0,
}

function keyOf({ video: { serverLabel, path } }: Ask): number {
  return extendHash(hashText(serverLabel), path, path.lastIndexOf('/') + 1)
}
