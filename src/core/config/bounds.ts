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
/** Values of all conditions of all rules together: a request may be compared with each. */
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
export const MAX_ZONES = 100
/** Networks of all zones together. */
export const MAX_CIDRS = 20_000
/** Substrings of user agents that one rule names. */
export const MAX_USER_AGENTS = 20
/** Those of all enabled rules together: a header that is new is searched for each. */
export const MAX_ALL_USER_AGENTS = 200
export const MAX_USER_AGENT_LENGTH = 128
export const MAX_ASN = 4_294_967_295
/** Places of one member of a pool. */
export const MAX_PLACES = 300
/** Those of all members of all pools together. */
export const MAX_PLACES_IN_ALL = 10_000
/** Kilometres: half the way around the Earth. */
export const MAX_DISTANCE_KM = 20_038
export const MAX_TEMPLATE_LENGTH = 512
export const MAX_TTL_SECONDS = 604_800
export const MAX_CLOCK_SKEW_SECONDS = 3_600
/** Requests or megabits a second that a CDN may be said to take. */
export const MAX_CAPACITY = 100_000_000
/** Percent of its capacity up to which a CDN may be said to be used. */
export const MAX_LOAD_PERCENT = 200
export const MAX_URL_LENGTH = 512
export const MAX_EXPECTATIONS = 100
/** Multiple of a CDN's capacity beyond which a told load is an error of who tells it. */
export const MAX_TIMES_CAPACITY = 10
export const MAX_LOAD_VALID_SECONDS = 3_600
