import { expectedShares, rendezvous } from './rendezvous.ts'
import type { SelectionPolicy } from './selection-policy.ts'
import { extendHash, hashText } from './text-hash.ts'

/** By server label and directory of the video, so that its playlists and segments stay together. Few directories move when a member comes or goes. */
export const hashPath: SelectionPolicy = {
  means: 'By server label and directory, so that the playlists and segments of a video stay together.',
  prepare(members) {
    const owner = rendezvous(members)
    return ({ video: { serverLabel, path } }, attempt) =>
      owner(extendHash(hashText(serverLabel), path, path.lastIndexOf('/') + 1), attempt)
  },
  sharesOf: expectedShares,
  periodOf: () => 0,
}
