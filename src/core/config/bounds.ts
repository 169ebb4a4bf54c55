/** Percentage of the weight of a pool that health takes out at most, unless the settings say another. */
export const MAX_EJECTED_PERCENT = 50

export const MAX_RATIO = 1_000_000
export const MAX_PER_SECOND = 1_000_000
export const MAX_BURST = 10_000_000
export const MAX_ONE_IN = 1_000_000
export const MAX_WEIGHT = 1_000
export const MAX_CDNS = 1_000
export const MAX_ORIGIN_CLUSTERS = 1_000
export const MAX_POOLS = 100
/** Members of all pools together. */
export const MAX_MEMBERS = 10_000
export const MAX_FALLBACKS = 10
export const MAX_PRIORITY = 1_000
export const MAX_RULES = 1_000
export const MAX_POSITION = 1_000_000
/** Values of one condition of a rule. */
export const MAX_MATCH_VALUES = 100
/** Clusters, prefixes and globs of all rules together: a request may be compared with each. */
export const MAX_CONDITION_VALUES = 10_000
/** Globs of all enabled rules that no beginning of a path rules out, nor a prefix: each is compared with every path. */
export const MAX_HEADLESS_GLOBS = 100
export const MAX_PATH_PATTERN_LENGTH = 512
export const MAX_BUDGET_PER_SECOND = 1_000_000
export const MAX_CHECK_PATH_LENGTH = 2_048
export const MAX_CHECK_SECONDS = 3_600
export const MAX_TIMEOUT_SECONDS = 60
/** Failures or passes in a row that change a verdict. */
export const MAX_CHECKS_IN_A_ROW = 10
export const MAX_STATUSES = 10
/** Characters of the text that a body has to contain. */
export const MAX_BODY_LENGTH = 256
