/** Conditions of a rule, all of which have to hold; of the values of one, any. An absent condition holds always. */
export type RuleMatch = {
  /** Keys of origin clusters. */
  readonly originClusters?: readonly string[]
  /** Beginnings of the path of the video URL, each with a leading slash. */
  readonly pathPrefixes?: readonly string[]
  /** Patterns of the whole path: `*` stands for any characters of a segment, `**` is a segment and stands for any number of them. */
  readonly pathGlobs?: readonly string[]
  /** Part of the client networks (/24, /56) for which the rule holds, 1 to 99 percent. */
  readonly clientPercent?: number
}

/** Sends the requests that it matches to a pool. Of the enabled rules the first by position decides. */
export type Rule = {
  readonly key: string
  readonly position: number
  readonly enabled: boolean
  readonly pool: string
  readonly match: RuleMatch
}
