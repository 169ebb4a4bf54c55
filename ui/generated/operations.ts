// Generated from schema.graphql and ui/**/*.graphql by "npm run generate".
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from 'urql';
/** Out of range it is `ACCESS_LOG_INVALID`. */
export type AccessLogInput = {
  /** 1, each request, to 1,000,000. */
  readonly oneIn: number;
};

/** The word of the operators on a CDN, by an override of the kind `ADMIN_STATE`. It stands above health. */
export type AdminState =
  /** None: revision and health decide. */
  | 'AUTO'
  /** No redirects; it is broken. */
  | 'DOWN'
  /** No redirects; players on it may stay. */
  | 'DRAIN'
  /** In use, whatever revision and health say. */
  | 'UP';

/** A whole configuration to publish at once. */
export type ApplyConfigInput = {
  /** `false`: a warning that the live revision does not have (same code, path and countries) is `WARNINGS_NOT_ACKNOWLEDGED`, and nothing changes. `true`, null or omitted: the configuration is published all the same, and `warnings` lists them. */
  readonly acknowledgeWarnings?: boolean | null | undefined;
  /** The configuration to publish. */
  readonly config: RoutingConfigInput;
  /** Only checks the configuration and tells what would change. */
  readonly dryRun?: boolean | null | undefined;
  /** The `liveRevision { number }` that the change is based on. When another is live by now it is `STALE_REVISION`, and nothing changes. */
  readonly expectedRevision?: number | null | undefined;
  /** A key of your own for this request, 1 to 128 visible ASCII characters, else `IDEMPOTENCY_KEY_INVALID`. Sent again with this key within a day, the same request makes nothing twice and gets the outcome of the first. Another request with this key is `IDEMPOTENCY_KEY_REUSED`. A refused request leaves its key free. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why, for those who read the history. At most 1,000 characters, else `MESSAGE_INVALID`. */
  readonly message?: string | null | undefined;
  /** Longest wait until the ready workers of this node take or refuse the revision, 0 to 25, also when nothing was pending. Omitted or null: a second for a new revision. The answer comes as soon as all have done so; `workers` tells how far each is. */
  readonly waitForWorkersSeconds?: number | null | undefined;
};

/** All given fields have to match. A text has 1 to 300 characters and is compared exactly. */
export type AuditFilter = {
  /** The mutation's name, `putConfig`, `postConfig`, `anonymousRefused` … */
  readonly action?: string | null | undefined;
  /** Name of the identity; `anonymous` for callers without a valid token. */
  readonly actor?: string | null | undefined;
  /** The client's address. */
  readonly address?: string | null | undefined;
  /** Why it was refused: `FORBIDDEN`, `STALE_REVISION` … */
  readonly code?: string | null | undefined;
  /** Outcome of the attempt. */
  readonly outcome?: AuditOutcome | null | undefined;
  /** The `X-Request-Id` of the answer. */
  readonly requestId?: string | null | undefined;
  /** The number of the revision that it published. */
  readonly revision?: number | null | undefined;
  /** The highest role of the token. */
  readonly role?: Role | null | undefined;
  /** At that moment or later. */
  readonly since?: string | null | undefined;
  /** The object of the attempt: `cdns.KEY`, or with a dot at the end all below it, `cdns.` */
  readonly target?: string | null | undefined;
  /** Before that moment. */
  readonly until?: string | null | undefined;
};

/** Outcome of an attempt. */
export type AuditOutcome =
  /** It was done. */
  | 'ACCEPTED'
  /** `code` and `message` tell why; nothing was done. */
  | 'REFUSED'
  /** Everything was so already: nothing was done. */
  | 'UNCHANGED';

/** Which workers of this node run the revision first, and for how long. A value out of range is `CANARY_INVALID`. */
export type CanaryInput = {
  /** Largest part of their requests that may be refused, 0 to 1, as soon as there are 20. Omitted or null: 0.05 more than the part of the other workers over the same time. */
  readonly maxRefusedRatio?: number | null | undefined;
  /** How it ends after `seconds` with fewer than 20 requests. Omitted or null: `TAKE_BACK`. */
  readonly onTooFewRequests?: CanaryOutcome | null | undefined;
  /** Percentage of the workers, 1 to 100, rounded up. */
  readonly percent?: number | null | undefined;
  /** Duration, 1 to 3,600. Then the revision goes on to all, if 20 requests or more came. */
  readonly seconds: number;
  /** Number of workers, 1 to 1,000; at most all of the node. Either this or `percent`. */
  readonly workers?: number | null | undefined;
};

/** How a canary is ended. */
export type CanaryOutcome =
  /** It goes live on all workers. */
  | 'PROMOTE'
  /** Its workers go back to the live revision. */
  | 'TAKE_BACK';

/** State of a canary. */
export type CanaryState =
  /** It went on to all workers: the revision is live, or was. */
  | 'PROMOTED'
  /** A few workers run its revision, the others the live one. */
  | 'RUNNING'
  /** Its workers are back on the live revision; its own never went live. */
  | 'TAKEN_BACK';

/** An omitted field takes its default. Out of range it is `CAPACITY_INVALID`. */
export type CapacityInput = {
  /** Allowed: an integer from 1 to 200. To begin with: 100. Else `CAPACITY_INVALID`. */
  readonly hardPercent?: number | null | undefined;
  /** Allowed: an integer from 1 to 100000000. To begin with: null. Else `CAPACITY_INVALID`. */
  readonly mbps?: number | null | undefined;
  /** Allowed: an integer from 1 to 100000000. To begin with: null. Else `CAPACITY_INVALID`. */
  readonly requestsPerSecond?: number | null | undefined;
  /** Allowed: an integer from 1 to 200. To begin with: 80. Else `CAPACITY_INVALID`. */
  readonly softPercent?: number | null | undefined;
};

/** A CDN to create or change. An omitted field keeps its value, or takes its default on creation. */
export type CdnInput = {
  /** Allowed: scheme://host:port/prefix, of which only the host is needed, http or https. Needed on creation. Else `BASE_URL_INVALID`. */
  readonly baseUrl?: string | null | undefined;
  /** How much it takes, replaced as a whole; null: its load is not looked at. */
  readonly capacity?: CapacityInput | null | undefined;
  /** Allowed: true or false. To begin with: true. */
  readonly enabled?: boolean | null | undefined;
  /** Allowed: codes of ISO 3166-1 alpha-2, or XK. To begin with: none. Else `COUNTRY_INVALID`. */
  readonly excludeCountries?: ReadonlyArray<string> | null | undefined;
  /** Allowed: true or false. To begin with: false. */
  readonly excludeUnknown?: boolean | null | undefined;
  /** Allowed: keys of zones, else `UNKNOWN_REFERENCE`. To begin with: none. Else `KEY_INVALID`. */
  readonly excludeZones?: ReadonlyArray<string> | null | undefined;
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** How its health is checked, replaced as a whole; null: not at all, and it counts as healthy. */
  readonly healthCheck?: HealthCheckInput | null | undefined;
  /** Allowed: true or false. To begin with: false. */
  readonly httpsOnly?: boolean | null | undefined;
  /** Allowed: 1 to 32 of a–z, 0–9 and "-", a letter first. Needed on creation. Else `KEY_INVALID`. */
  readonly key: string;
  /** Allowed: true or false. To begin with: false. */
  readonly loadInternal?: boolean | null | undefined;
  /** Allowed: http or https, a host and a path, without credentials and fragment, 512 characters at most. To begin with: null. Else `LOAD_URL_INVALID`. */
  readonly loadUrl?: string | null | undefined;
  /** Allowed: 1 to 200 characters, none of them a control character. To begin with: the key. Else `NAME_INVALID`. */
  readonly name?: string | null | undefined;
  /** How redirects to it are signed, replaced as a whole; null: not at all. */
  readonly signing?: CdnSigningInput | null | undefined;
  /** Allowed: {scheme}://{base} or a scheme and a fixed host, then a path of {server}, {path} and {query}; {path} once, at most 512 characters. To begin with: null. Else `TEMPLATE_INVALID`. */
  readonly urlTemplate?: string | null | undefined;
  /** Allowed: an integer from 0 to 1000. To begin with: 1. Else `WEIGHT_INVALID`. */
  readonly weight?: number | null | undefined;
};

/** An omitted field takes its default. Out of range it is `SIGNING_INVALID`. */
export type CdnSigningInput = {
  /** Allowed: an integer from 0 to 3600. To begin with: 30. Else `SIGNING_INVALID`. */
  readonly clockSkewSeconds?: number | null | undefined;
  /** Allowed: EDGE_AUTH, SECURE_LINK, URI_SIGNING. To begin with: EDGE_AUTH. Else `SIGNING_INVALID`. */
  readonly form?: SigningForm | null | undefined;
  /** Where the secret is: "file:NAME" below SECRETS_DIR, or "env:SLUICE_SECRET_NAME". Else `SECRET_REFERENCE_INVALID`. */
  readonly secret: string;
  /** Allowed: an integer from 1 to 604800. To begin with: 3600. Else `SIGNING_INVALID`. */
  readonly ttlSeconds?: number | null | undefined;
};

/** How far a sample tells about all requests. */
export type ConfidenceLevel =
  /** Within 1 percentage point. */
  | 'HIGH'
  /** Less. */
  | 'LOW'
  /** Within 3 percentage points. */
  | 'MEDIUM';

/** Kind of a difference. */
export type ConfigChangeKind =
  /** The object is new; `before` is null. */
  | 'ADDED'
  /** The field has another value. */
  | 'CHANGED'
  /** The object is gone; `after` is null. */
  | 'REMOVED';

/** Traffic by which failures are computed. */
export type ContingencyBasis =
  /** What the workers of this node recorded in the last hour. */
  | 'RECORDED'
  /** Too few requests were recorded. Each pool gets all the traffic, spread by weight, and a CDN is told as its fullest pool leaves it. */
  | 'WEIGHTS';

/** A token to make. It ends after 90 days unless told, and never after the token that makes it. */
export type CreateApiTokenInput = {
  /** In the future, within 366 days, and not after your own token. Else `EXPIRY_INVALID`. */
  readonly expiresAt?: string | null | undefined;
  /** 1 to 366, and not after your own token; instead of expiresAt. Else `EXPIRY_INVALID`. */
  readonly expiresInDays?: number | null | undefined;
  /** `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`, else `NAME_INVALID`. The name of another usable token is `DUPLICATE`. */
  readonly name: string;
  /** One or more, none above your own. Else `ROLES_INVALID`. */
  readonly roles: ReadonlyArray<Role>;
};

/** Which canary to end, and how. */
export type EndCanaryInput = {
  /** Why, for those who read the history: its `reason`. At most 1,000 characters, else `MESSAGE_INVALID`. */
  readonly message?: string | null | undefined;
  /** How it is ended. */
  readonly outcome: CanaryOutcome;
  /** The number of its revision. `CANARY_NOT_RUNNING` when another or none runs. */
  readonly revision: number;
};

/** An expectation to create or change. An omitted field keeps its value, or takes its default on creation. */
export type ExpectationInput = {
  /** Allowed: an integer from 0 to 100. To begin with: null. Else `EXPECTATION_INVALID`. */
  readonly atLeastPercent?: number | null | undefined;
  /** Allowed: an integer from 0 to 100. To begin with: null. Else `EXPECTATION_INVALID`. */
  readonly atMostPercent?: number | null | undefined;
  /** Allowed: the key of a CDN, else `UNKNOWN_REFERENCE`. To begin with: null. Else `KEY_INVALID`. */
  readonly cdn?: string | null | undefined;
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** Allowed: 1 to 32 of a–z, 0–9 and "-", a letter first. Needed on creation. Else `KEY_INVALID`. */
  readonly key: string;
  /** Allowed: 1 to 200 characters, none of them a control character. To begin with: the key. Else `NAME_INVALID`. */
  readonly name?: string | null | undefined;
  /** Allowed: keys of CDNs, else `UNKNOWN_REFERENCE`. To begin with: none. Else `KEY_INVALID`. */
  readonly never?: ReadonlyArray<string> | null | undefined;
  /** Requests that it is about, replaced as a whole; without a condition all. To begin with: all. */
  readonly when?: ExpectationWhenInput | null | undefined;
};

/** All conditions have to hold; of the values of one, any. One that is left out, null or empty holds always. */
export type ExpectationWhenInput = {
  /** Countries of the client, ISO 3166-1 alpha-2 or XK. */
  readonly countries?: ReadonlyArray<string> | null | undefined;
  /** Keys of origin clusters, one of which the host of the video URL belongs to. */
  readonly originClusters?: ReadonlyArray<string> | null | undefined;
  /** Beginnings of the path of the video URL as it stands in the redirect, each with a leading slash. */
  readonly pathPrefixes?: ReadonlyArray<string> | null | undefined;
};

/** Health of a CDN by its checks. */
export type Health =
  /** In use with a fault: out over IPv4 or IPv6, out for a minority of the nodes, or its certificate ends soon. */
  | 'DEGRADED'
  /** Its checks pass. */
  | 'HEALTHY'
  /** Its checks fail: it is out, unless an override says `UP` or the bound of its pool keeps it in. */
  | 'UNHEALTHY'
  /** Not probed yet, or not for three intervals, or without a check. The last verdict goes on. */
  | 'UNKNOWN';

/** An omitted field takes its default. Out of range it is `HEALTH_CHECK_INVALID`. */
export type HealthCheckInput = {
  /** Allowed: 1 to 256 characters, none of them a control character; with GET alone. To begin with: null. Else `HEALTH_CHECK_INVALID`. */
  readonly expectBody?: string | null | undefined;
  /** Allowed: at most 10 integers from 200 to 599. To begin with: none, for 200 to 299. Else `HEALTH_CHECK_INVALID`. */
  readonly expectStatus?: ReadonlyArray<number> | null | undefined;
  /** Allowed: an integer from 1 to 10. To begin with: 3. Else `HEALTH_CHECK_INVALID`. */
  readonly fall?: number | null | undefined;
  /** Allowed: true or false. To begin with: false. */
  readonly internal?: boolean | null | undefined;
  /** Allowed: an integer from 1 to 3600. To begin with: 10. Else `HEALTH_CHECK_INVALID`. */
  readonly intervalSeconds?: number | null | undefined;
  /** Allowed: GET, HEAD. To begin with: GET. Else `HEALTH_CHECK_INVALID`. */
  readonly method?: HealthCheckMethod | null | undefined;
  /** Path and query behind the base URL: a "/" and visible ASCII characters but "#", 2048 at most. */
  readonly path: string;
  /** Allowed: an integer from 1 to 10. To begin with: 2. Else `HEALTH_CHECK_INVALID`. */
  readonly rise?: number | null | undefined;
  /** Allowed: an integer from 0 to 3600. To begin with: 60. Else `HEALTH_CHECK_INVALID`. */
  readonly slowStartSeconds?: number | null | undefined;
  /** Allowed: an integer from 1 to 60. To begin with: 2, or the interval where that is shorter. Else `HEALTH_CHECK_INVALID`. */
  readonly timeoutSeconds?: number | null | undefined;
};

/** Method of a probe. */
export type HealthCheckMethod =
  /** Reads at most 64 KiB of the body. */
  | 'GET'
  /** Has no body, so none can be expected. */
  | 'HEAD';

/** State of the service, or of one of its dependencies. */
export type HealthStatus =
  /** Players are redirected, and something wants attention. */
  | 'DEGRADED'
  /** Of the service: it redirects nobody. Of a dependency: it is away; redirects go on. */
  | 'DOWN'
  /** All is well. */
  | 'OK';

/** One of country, continent and zone, else `PLACE_INVALID`. */
export type MemberPlaceInput = {
  /** Code of a continent: AF, AN, AS, EU, NA, OC, SA. Else `CONTINENT_INVALID`. */
  readonly continent?: string | null | undefined;
  /** Code of a country, ISO 3166-1 alpha-2 or XK. Else `COUNTRY_INVALID`. */
  readonly country?: string | null | undefined;
  /** Kilometres from clients there, whatever the map says, 0 to 20038; null: 0 in a zone, 100 in a country, 200 in a continent. Else `PLACE_INVALID`. */
  readonly distance?: number | null | undefined;
  /** Key of a zone. Else `UNKNOWN_REFERENCE`. */
  readonly zone?: string | null | undefined;
};

/** Why a request changes its target: the first that holds. */
export type MoveReason =
  /** It was refused before. */
  | 'ACCEPTED'
  /** The CDN could not be used in the pool before. */
  | 'CDN_BACK'
  /** The CDN from before cannot be used in the pool any more. */
  | 'CDN_OUT'
  /** Another pool chooses. */
  | 'POOL'
  /** It is the origin's turn, or no longer. */
  | 'RATIO'
  /** It is refused with the code that `to` tells. */
  | 'REFUSED'
  /** Another rule decides. */
  | 'RULE'
  /** The pool gives its members other turns or parts. */
  | 'SHARE';

/** An origin cluster to create or change. An omitted field keeps its value, or takes its default on creation. */
export type OriginClusterInput = {
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** Allowed: one or more labels of a–z, 0–9 and "-", joined by ".", the last not a number. Needed on creation. Else `HOST_SUFFIX_INVALID`. */
  readonly hostSuffix?: string | null | undefined;
  /** Allowed: 1 to 240 of a–z, 0–9 and "-", a letter or digit first. Needed on creation. Else `KEY_INVALID`. */
  readonly key: string;
  /** Allowed: an integer from 1 to 1000000. To begin with: null. Else `BUDGET_INVALID`. */
  readonly maxRequestsPerSecond?: number | null | undefined;
  /** Allowed: a number above 0, at most 1. To begin with: null. Else `BUDGET_INVALID`. */
  readonly maxShare?: number | null | undefined;
  /** Allowed: at most 16 integers from 1 to 65535. To begin with: none. Else `PORTS_INVALID`. */
  readonly ports?: ReadonlyArray<number> | null | undefined;
  /** Allowed: an integer from 0 to 1000000. To begin with: null. Else `RATIO_INVALID`. */
  readonly ratio?: number | null | undefined;
  /** Allowed: http, https or both. To begin with: both. Else `SCHEMES_INVALID`. */
  readonly schemes?: ReadonlyArray<string> | null | undefined;
  /** Allowed: a–z, 0–9, "-", \d and classes such as [a-f], each with an optional ?, {n} or {m,n}; at most 3 of ? and {m,n}. To begin with: null. Else `SERVER_LABEL_PATTERN_INVALID`. */
  readonly serverLabelPattern?: string | null | undefined;
};

/** What an override changes. */
export type OverrideKind =
  /** Whether a CDN is used. Value: `UP` (even when the revision disables it), `DRAIN` (no redirects, players on it may stay), `DOWN` (no redirects, it is broken), `AUTO` (as the revision says: lifts the override). */
  | 'ADMIN_STATE'
  /** Everything goes to this CDN and nothing to the origin, even when the revision disables the CDN. While it is `DRAIN` or `DOWN`, everything goes to the origin. No value. */
  | 'ALL_TO_CDN'
  /** Everything goes to the origin. Neither target nor value. */
  | 'ALL_TO_ORIGIN'
  /** The ratio of the settings, without a target. Value: 0 to 1,000,000. */
  | 'RATIO'
  /** The weight of a CDN. Value: 0 to 1000. */
  | 'WEIGHT';

/** Nodes on which an override, or a change of one, holds. */
export type OverrideScope =
  /** It is in the config store, which all nodes follow. */
  | 'ALL_NODES'
  /** It holds on this node alone, since the store was away. It is joined and recorded when the store is back; where the two disagree then, the newer one holds. */
  | 'NODE_ONLY';

/** A pool to create or change. An omitted field keeps its value, or takes its default on creation. */
export type PoolInput = {
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** Allowed: at most 10 pools, each once, in no circle. To begin with: none. Else `KEY_INVALID`. */
  readonly fallbacks?: ReadonlyArray<string> | null | undefined;
  /** Allowed: 1 to 32 of a–z, 0–9 and "-", a letter first. Needed on creation. Else `KEY_INVALID`. */
  readonly key: string;
  /** Allowed: at least one, each CDN once, of all pools together at most 10,000. Needed on creation. Else `POOL_EMPTY`. */
  readonly members?: ReadonlyArray<PoolMemberInput> | null | undefined;
  /** Allowed: 1 to 200 characters, none of them a control character. To begin with: the key. Else `NAME_INVALID`. */
  readonly name?: string | null | undefined;
  /** Allowed: WEIGHTED, FAILOVER, HASH_PATH, STICKY, GEO, LEAST_LOAD. To begin with: WEIGHTED. Else `POLICY_INVALID`. */
  readonly policy?: PoolPolicy | null | undefined;
  /** Allowed: an integer from 0 to 100. To begin with: 0. Else `STABILISE_INVALID`. */
  readonly stabilise?: number | null | undefined;
  /** Allowed: 1 to 64 of A–Z, a–z, 0–9 and "._~-". To begin with: null. Else `STICKY_PARAMETER_INVALID`. */
  readonly stickyParameter?: string | null | undefined;
};

/** A CDN as a member of a pool. An omitted field takes its default. */
export type PoolMemberInput = {
  /** Key of a CDN. Else `KEY_INVALID`. */
  readonly cdn: string;
  /** Allowed: an integer from 1 to 100. To begin with: 100. Else `MAX_SHARE_INVALID`. */
  readonly maxSharePercent?: number | null | undefined;
  /** Allowed: at most 300, each once; of all members of all pools together at most 10,000. To begin with: none. Else `PLACE_INVALID`. */
  readonly places?: ReadonlyArray<MemberPlaceInput> | null | undefined;
  /** Allowed: an integer from 0 to 1000. To begin with: 0. Else `PRIORITY_INVALID`. */
  readonly priority?: number | null | undefined;
  /** Allowed: an integer from 0 to 1000. To begin with: 1. Else `WEIGHT_INVALID`. */
  readonly weight?: number | null | undefined;
};

/** How a pool chooses among its members. A member that cannot be used is passed over by each. */
export type PoolPolicy =
  /** The lowest priority that has a member that can be used; within it by weight. */
  | 'FAILOVER'
  /** The member nearest to the client, and by weight those about as near; what is over `maxSharePercent` goes to the next. */
  | 'GEO'
  /** By server label and directory, so that the playlists and segments of a video stay together. */
  | 'HASH_PATH'
  /** By weight and the room that each has left, so that all are about as full. */
  | 'LEAST_LOAD'
  /** By the client's network (/24, in IPv6 /56), or by the value of `stickyParameter`. */
  | 'STICKY'
  /** By weight, exactly over a period. */
  | 'WEIGHTED';

/** Outcome of a probe. */
export type ProbeOutcome =
  /** Another body than expected, or half of one. */
  | 'BODY'
  /** Its name cannot be resolved. */
  | 'DNS'
  /** Its address may not be asked without `internal` in its health check. */
  | 'FORBIDDEN'
  /** This node has no way to its address. */
  | 'NO_ROUTE'
  /** As expected. */
  | 'PASSED'
  /** The answer is not HTTP. */
  | 'PROTOCOL'
  /** The connection was refused. */
  | 'REFUSED'
  /** The connection was reset. */
  | 'RESET'
  /** Another status than expected. */
  | 'STATUS'
  /** No whole answer in time. */
  | 'TIMEOUT'
  /** The certificate is not valid for the host, or TLS fails. */
  | 'TLS';

/** All optional. */
export type PublishInput = {
  /** `false`: a warning that the live revision does not have (same code, path and countries) is `WARNINGS_NOT_ACKNOWLEDGED`, and nothing changes. `true`, null or omitted: the configuration is published all the same, and `warnings` lists them. */
  readonly acknowledgeWarnings?: boolean | null | undefined;
  /** Lets a few workers run the revision first. It goes on to all by itself, unless these refuse it or their refusals rise. */
  readonly canary?: CanaryInput | null | undefined;
  /** The `liveRevision { number }` that the change is based on. When another is live by now it is `STALE_REVISION`, and nothing changes. */
  readonly expectedRevision?: number | null | undefined;
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** A key of your own for this request, 1 to 128 visible ASCII characters, else `IDEMPOTENCY_KEY_INVALID`. Sent again with this key within a day, the same request makes nothing twice and gets the outcome of the first. Another request with this key is `IDEMPOTENCY_KEY_REUSED`. A refused request leaves its key free. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why, for those who read the history. At most 1,000 characters, else `MESSAGE_INVALID`. */
  readonly message?: string | null | undefined;
  /** Longest wait until the ready workers of this node take or refuse the revision, 0 to 25, also when nothing was pending. Omitted or null: a second for a new revision. The answer comes as soon as all have done so; `workers` tells how far each is. */
  readonly waitForWorkersSeconds?: number | null | undefined;
};

/** Out of range it is `RATE_LIMIT_INVALID`. */
export type RateLimitInput = {
  /** 1 to 10,000,000. */
  readonly burst: number;
  /** 1 to 1,000,000. */
  readonly perSecond: number;
};

/** A limit that is left out, or null, is off. */
export type RateLimitsInput = {
  /** For all clients together. */
  readonly global?: RateLimitInput | null | undefined;
  /** For each client address, in IPv6 for each /64. */
  readonly perAddress?: RateLimitInput | null | undefined;
};

/** VIEWER < OPERATOR < EDITOR < PUBLISHER < ADMIN; each includes the ones before. In the claim `roles` of a JSON Web Token they are in lower case. */
export type Role =
  /** Makes and revokes API tokens. */
  | 'ADMIN'
  /** Changes the working copy. */
  | 'EDITOR'
  /** Overrides what is live. */
  | 'OPERATOR'
  /** Changes what is live. */
  | 'PUBLISHER'
  /** Reads. */
  | 'VIEWER';

/** Which revision to bring back. */
export type RollbackInput = {
  /** Only checks the revision and tells what would change. */
  readonly dryRun?: boolean | null | undefined;
  /** The `liveRevision { number }` that the change is based on. When another is live by now it is `STALE_REVISION`, and nothing changes. */
  readonly expectedRevision?: number | null | undefined;
  /** A key of your own for this request, 1 to 128 visible ASCII characters, else `IDEMPOTENCY_KEY_INVALID`. Sent again with this key within a day, the same request makes nothing twice and gets the outcome of the first. Another request with this key is `IDEMPOTENCY_KEY_REUSED`. A refused request leaves its key free. */
  readonly idempotencyKey?: string | null | undefined;
  /** Why, for those who read the history. At most 1,000 characters, else `MESSAGE_INVALID`. */
  readonly message?: string | null | undefined;
  /** Its number. `NOT_FOUND` when there is none, `REVISION_UNUSABLE` when this node could not run it. */
  readonly toRevision: number;
  /** Longest wait until the ready workers of this node take or refuse the revision, 0 to 25, also when nothing was pending. Omitted or null: a second for a new revision. The answer comes as soon as all have done so; `workers` tells how far each is. */
  readonly waitForWorkersSeconds?: number | null | undefined;
};

/** A whole configuration. Entries that it does not name are deleted; an omitted field takes its default. An `expectedVersion` inside is ignored. */
export type RoutingConfigInput = {
  /** Every CDN, in any order. */
  readonly cdns: ReadonlyArray<CdnInput>;
  /** Every expectation, in any order. */
  readonly expectations?: ReadonlyArray<ExpectationInput> | null | undefined;
  /** Every origin cluster, in any order. */
  readonly originClusters: ReadonlyArray<OriginClusterInput>;
  /** Every pool, in any order. */
  readonly pools?: ReadonlyArray<PoolInput> | null | undefined;
  /** Every rule, in any order. */
  readonly rules?: ReadonlyArray<RuleInput> | null | undefined;
  /** Settings of all redirects. */
  readonly settings: SettingsInput;
  /** Every zone, in any order. */
  readonly zones?: ReadonlyArray<ZoneInput> | null | undefined;
};

/** A rule to create or change. An omitted field keeps its value, or takes its default on creation. */
export type RuleInput = {
  /** Allowed: true or false. To begin with: true. */
  readonly enabled?: boolean | null | undefined;
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** Allowed: 1 to 32 of a–z, 0–9 and "-", a letter first. Needed on creation. Else `KEY_INVALID`. */
  readonly key: string;
  /** Conditions that all have to hold, replaced as a whole; without one the rule matches every request. To begin with: none. */
  readonly match?: RuleMatchInput | null | undefined;
  /** Allowed: the key of a pool, else `UNKNOWN_REFERENCE`. Needed on creation. Else `KEY_INVALID`. */
  readonly pool?: string | null | undefined;
  /** Allowed: an integer from 1 to 1000000. Needed on creation. Else `POSITION_INVALID`. */
  readonly position?: number | null | undefined;
};

/** A condition that is left out, null or an empty list holds always. With more values than it may have it is `TOO_MANY`. */
export type RuleMatchInput = {
  /** Numbers of the autonomous system that the client's network belongs to, 1 to 4294967295. At most 100. Else `ASN_INVALID`. */
  readonly asns?: ReadonlyArray<number> | null | undefined;
  /** Percent of the client networks (/24, in IPv6 /56) for which the rule holds, 1 to 99; more percent keep those of fewer. Else `CLIENT_PERCENT_INVALID`. */
  readonly clientPercent?: number | null | undefined;
  /** Continents of the client's country: AF, AN, AS, EU, NA, OC, SA. At most 7. Else `CONTINENT_INVALID`. */
  readonly continents?: ReadonlyArray<string> | null | undefined;
  /** Countries of the client, ISO 3166-1 alpha-2 or XK. At most 250. Else `COUNTRY_INVALID`. */
  readonly countries?: ReadonlyArray<string> | null | undefined;
  /** Keys of origin clusters, one of which the host of the video URL belongs to. At most 100. Else `UNKNOWN_REFERENCE`. */
  readonly originClusters?: ReadonlyArray<string> | null | undefined;
  /** Patterns of the whole path: `*` is any part of a segment, `**` as a whole segment any number of them, also none. At most 100. Else `PATH_PATTERN_INVALID`. */
  readonly pathGlobs?: ReadonlyArray<string> | null | undefined;
  /** Beginnings of the path of the video URL as it stands in the redirect, each with a leading slash. At most 100. Else `PATH_PATTERN_INVALID`. */
  readonly pathPrefixes?: ReadonlyArray<string> | null | undefined;
  /** Texts of which the first 512 characters of `User-Agent` contain one, in the same case; at most 200 in all enabled rules. At most 20. Else `USER_AGENT_INVALID`. */
  readonly userAgents?: ReadonlyArray<string> | null | undefined;
  /** Keys of zones, one of which the client is in. At most 100. Else `UNKNOWN_REFERENCE`. */
  readonly zones?: ReadonlyArray<string> | null | undefined;
};

/** An override to set above any revision. It replaces the one of the same kind and target; of `ALL_TO_ORIGIN` and `ALL_TO_CDN` there is one at most, whatever its target. */
export type SetOverrideInput = {
  /** Only tells what it would do, by what this node knows: nothing changes, and the audit trail has no event. */
  readonly dryRun?: boolean | null | undefined;
  /** Instead of `until`: so many seconds from now, by the clock of the store. 1 to 31,622,400, else `UNTIL_INVALID`. */
  readonly forSeconds?: number | null | undefined;
  /** A key of your own for this request, 1 to 128 visible ASCII characters, else `IDEMPOTENCY_KEY_INVALID`. Sent again with this key within a day, the same request makes nothing twice and gets the outcome of the first. Another request with this key is `IDEMPOTENCY_KEY_REUSED`. A refused request leaves its key free. */
  readonly idempotencyKey?: string | null | undefined;
  /** What to change. */
  readonly kind: OverrideKind;
  /** Why: 1 to 500 characters, else `REASON_INVALID`. */
  readonly reason: string;
  /** The key of a CDN of the live revision, else `UNKNOWN_REFERENCE`; for `RATIO` and `ALL_TO_ORIGIN` none, else `OVERRIDE_TARGET_INVALID`. */
  readonly target?: string | null | undefined;
  /** When it ends by itself: in the future, at most 366 days, else `UNTIL_INVALID`. Omitted or null: when it is lifted. */
  readonly until?: string | null | undefined;
  /** As the kind says, else `OVERRIDE_VALUE_INVALID`. */
  readonly value?: unknown;
};

/** An omitted field keeps its value. */
export type SettingsInput = {
  /** One decision in `oneIn` that each worker logs; null: none. */
  readonly accessLog?: AccessLogInput | null | undefined;
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** Allowed: an integer from 0 to 100. To begin with: 50. Else `MAX_EJECTED_PERCENT_INVALID`. */
  readonly maxEjectedPercent?: number | null | undefined;
  /** Limits on the redirects of each worker, replaced as a whole; null: no limit. */
  readonly rateLimit?: RateLimitsInput | null | undefined;
  /** Allowed: an integer from 0 to 1000000. To begin with: 10. Else `RATIO_INVALID`. */
  readonly ratio?: number | null | undefined;
  /** Allowed: true or false. To begin with: true. */
  readonly recordTraffic?: boolean | null | undefined;
  /** Allowed: 301, 302, 307, 308. To begin with: 302. Else `REDIRECT_STATUS_INVALID`. */
  readonly redirectStatus?: number | null | undefined;
};

/** Severity of a finding. */
export type Severity =
  /** Blocks the publish. */
  | 'ERROR'
  /** Blocks only a publish with `acknowledgeWarnings: false`. */
  | 'WARNING';

/** Form of a signed URL. */
export type SigningForm =
  /** A token of `exp`, `acl` and an HMAC-SHA-256, as edge servers check it. */
  | 'EDGE_AUTH'
  /** `md5` and `expires`, as nginx's module `secure_link` checks them. */
  | 'SECURE_LINK'
  /** A signed JWT of RFC 9246. */
  | 'URI_SIGNING';

/** A request to decide. */
export type SimulatedRequestInput = {
  /** Address of the client. Omitted or null: nothing is known of it. */
  readonly clientIp?: string | null | undefined;
  /** How often it comes, 1 unless told. */
  readonly count?: number | null | undefined;
  /** The `User-Agent` of the player; unless told there is none. */
  readonly userAgent?: string | null | undefined;
  /** The video URL. */
  readonly video: string;
};

/** Why nobody can tell what becomes of a recorded request. */
export type UndecidedReason =
  /** Its country or autonomous system was not looked up, since no revision asked for it then. */
  | 'FACTS_UNKNOWN'
  /** The rule that would decide goes by what is not recorded, and has changed: a glob, a user agent, a prefix within a directory. */
  | 'RULE_UNKNOWN'
  /** Zones have changed since then, and no address is recorded. */
  | 'ZONE_UNKNOWN';

/** State of a redirect worker. */
export type WorkerState =
  /** On its way out: finishes what it has. */
  | 'DRAINING'
  /** Its process ended, or it has not reported for 5 s. */
  | 'LOST'
  /** Answers players. */
  | 'READY'
  /** Answers players by its last good revision, since it could not run a newer one; `problem` says why. */
  | 'REFUSED'
  /** Forked, without a table yet. */
  | 'STARTING';

/** A zone to create or change. An omitted field keeps its value, or takes its default on creation. */
export type ZoneInput = {
  /** Allowed: a network such as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its prefix; of all zones together at most 20,000. Needed on creation. Else `CIDR_INVALID`. */
  readonly cidrs?: ReadonlyArray<string> | null | undefined;
  /** The `workingCopy { version }` that the change is based on. When it is another by now it is `STALE_WORKING_COPY`, and nothing changes. */
  readonly expectedVersion?: number | null | undefined;
  /** Allowed: 1 to 32 of a–z, 0–9 and "-", a letter first. Needed on creation. Else `KEY_INVALID`. */
  readonly key: string;
  /** Allowed: 1 to 200 characters, none of them a control character. To begin with: the key. Else `NAME_INVALID`. */
  readonly name?: string | null | undefined;
};

export type DependenciesQueryVariables = Exact<{ [key: string]: never; }>;


export type DependenciesQuery = { readonly health: { readonly dependencies: ReadonlyArray<{ readonly name: string, readonly status: HealthStatus, readonly message: string }> } };

export type WhoAmIQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAmIQuery = { readonly viewer: { readonly name: string, readonly roles: ReadonlyArray<Role>, readonly expiresAt: string | null } };

export type AccessTokensQueryVariables = Exact<{ [key: string]: never; }>;


export type AccessTokensQuery = { readonly apiTokens: ReadonlyArray<{ readonly id: string, readonly name: string, readonly roles: ReadonlyArray<Role>, readonly createdAt: string, readonly createdBy: string, readonly expiresAt: string, readonly lastUsedAt: string | null, readonly revokedAt: string | null }> | null };

export type AccessEventsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type AccessEventsSubscription = { readonly auditAppended: { readonly id: string } };

export type AccessCreateMutationVariables = Exact<{
  input: CreateApiTokenInput;
}>;


export type AccessCreateMutation = { readonly createApiToken:
    | { readonly __typename: 'CreateApiTokenSuccess', readonly token: string, readonly apiToken: { readonly id: string, readonly name: string, readonly roles: ReadonlyArray<Role>, readonly expiresAt: string } }
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'OutcomeUnknown', readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type AccessRevokeMutationVariables = Exact<{
  id: string | number;
}>;


export type AccessRevokeMutation = { readonly revokeApiToken:
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'RevokeApiTokenSuccess', readonly apiToken: { readonly id: string, readonly name: string, readonly revokedAt: string | null } }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type AuditTrailQueryVariables = Exact<{
  filter?: AuditFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type AuditTrailQuery = { readonly auditLog: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly at: string, readonly actor: string, readonly role: Role | null, readonly address: string, readonly action: string, readonly target: string, readonly outcome: AuditOutcome, readonly code: string | null, readonly message: string | null, readonly field: string | null, readonly before: unknown, readonly after: unknown, readonly revision: number | null, readonly requestId: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export type AuditNewSubscriptionVariables = Exact<{
  filter?: AuditFilter | null | undefined;
}>;


export type AuditNewSubscription = { readonly auditAppended: { readonly id: string } };

export type AuditEntryFragment = { readonly id: string, readonly at: string, readonly actor: string, readonly role: Role | null, readonly address: string, readonly action: string, readonly target: string, readonly outcome: AuditOutcome, readonly code: string | null, readonly message: string | null, readonly field: string | null, readonly before: unknown, readonly after: unknown, readonly revision: number | null, readonly requestId: string };

export type CdnsLiveQueryVariables = Exact<{ [key: string]: never; }>;


export type CdnsLiveQuery = { readonly liveRevision: { readonly number: number, readonly config: { readonly cdns: ReadonlyArray<{ readonly key: string, readonly name: string, readonly baseUrl: string, readonly weight: number, readonly enabled: boolean, readonly capacity: { readonly requestsPerSecond: number | null, readonly mbps: number | null, readonly softPercent: number, readonly hardPercent: number } | null, readonly healthCheck: { readonly method: HealthCheckMethod, readonly path: string, readonly intervalSeconds: number, readonly fall: number, readonly rise: number, readonly slowStartSeconds: number } | null }>, readonly originClusters: ReadonlyArray<{ readonly key: string, readonly hostSuffix: string, readonly ratio: number | null, readonly maxRequestsPerSecond: number | null, readonly maxShare: number | null }>, readonly settings: { readonly ratio: number } } } };

export type CdnsStateQueryVariables = Exact<{ [key: string]: never; }>;


export type CdnsStateQuery = { readonly health: { readonly cdns: ReadonlyArray<{ readonly key: string, readonly adminState: AdminState, readonly health: Health, readonly reason: string, readonly since: string | null, readonly lastProbe: { readonly at: string, readonly outcome: ProbeOutcome, readonly status: number | null, readonly latencyMs: number } | null }> }, readonly traffic: { readonly windowSeconds: number, readonly origin: number, readonly cdn: number, readonly byCdn: ReadonlyArray<{ readonly key: string, readonly requests: number, readonly share: number, readonly wantedShare: number | null }> }, readonly liveRevision: { readonly number: number }, readonly workers: ReadonlyArray<{ readonly node: string }> };

export type CdnsLoadsQueryVariables = Exact<{ [key: string]: never; }>;


export type CdnsLoadsQuery = { readonly liveRevision: { readonly config: { readonly cdns: ReadonlyArray<{ readonly key: string, readonly load: { readonly percent: number | null, readonly requestsPerSecond: number | null, readonly keepPercent: number, readonly outside: { readonly percent: number | null, readonly mbps: number | null, readonly validUntil: string, readonly isStale: boolean } | null } | null }> } } };

export type CdnsBudgetsQueryVariables = Exact<{ [key: string]: never; }>;


export type CdnsBudgetsQuery = { readonly liveRevision: { readonly config: { readonly originClusters: ReadonlyArray<{ readonly key: string, readonly budgetLeft: number | null }> } } };

export type CdnsHealthChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type CdnsHealthChangedSubscription = { readonly healthChanged: { readonly cdn: string, readonly adminState: AdminState | null, readonly health: Health, readonly at: string } };

export type CdnsHealthHistoryQueryVariables = Exact<{
  cdn: string;
  first: number;
  after?: string | null | undefined;
}>;


export type CdnsHealthHistoryQuery = { readonly healthHistory: { readonly nodes: ReadonlyArray<{ readonly health: Health, readonly reason: string, readonly at: string }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type CdnsTrafficQueryVariables = Exact<{ [key: string]: never; }>;


export type CdnsTrafficQuery = { readonly trafficHistory: { readonly stepSeconds: number, readonly points: ReadonlyArray<{ readonly at: string }>, readonly byCdn: ReadonlyArray<{ readonly key: string, readonly requests: ReadonlyArray<number> }> } };

export type CdnsContingencyQueryVariables = Exact<{ [key: string]: never; }>;


export type CdnsContingencyQuery = { readonly contingency: ReadonlyArray<{ readonly down: ReadonlyArray<string>, readonly basis: ContingencyBasis, readonly missingWorkers: ReadonlyArray<string>, readonly originClusters: ReadonlyArray<{ readonly key: string, readonly requestsPerSecond: number, readonly budget: number | null, readonly percent: number | null, readonly isOverloaded: boolean }> }> | null };

export type CdnsCheckNowMutationVariables = Exact<{
  cdn: string;
}>;


export type CdnsCheckNowMutation = { readonly checkNow:
    | { readonly __typename: 'CheckNowSuccess', readonly cdn: { readonly key: string, readonly health: Health, readonly reason: string, readonly lastProbe: { readonly at: string, readonly outcome: ProbeOutcome, readonly status: number | null, readonly latencyMs: number } | null } }
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type ConfigEditsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ConfigEditsSubscription = { readonly auditAppended: { readonly action: string, readonly target: string, readonly actor: string } };

export type ConfigPendingQueryVariables = Exact<{ [key: string]: never; }>;


export type ConfigPendingQuery = { readonly workingCopy: { readonly version: number } | null, readonly pendingChanges: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }> | null };

export type ConfigValidateMutationVariables = Exact<{ [key: string]: never; }>;


export type ConfigValidateMutation = { readonly validate: { readonly valid: boolean, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> } };

export type ConfigDiscardMutationVariables = Exact<{
  expectedVersion?: number | null | undefined;
}>;


export type ConfigDiscardMutation = { readonly discardChanges:
    | { readonly __typename: 'DiscardChangesSuccess', readonly workingCopy: { readonly version: number } }
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'Stale', readonly expected: number, readonly actual: number, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type ConfigLiveQueryVariables = Exact<{ [key: string]: never; }>;


export type ConfigLiveQuery = { readonly liveRevision: { readonly number: number } };

export type ConfigApplyMutationVariables = Exact<{
  input: ApplyConfigInput;
}>;


export type ConfigApplyMutation = { readonly applyConfig:
    | { readonly __typename: 'ApplyConfigSuccess', readonly revision: { readonly number: number } | null, readonly changes: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }>, readonly discarded: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }>, readonly warnings: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }>, readonly workers: ReadonlyArray<{ readonly id: string, readonly node: string, readonly state: WorkerState, readonly revision: number | null, readonly isRunning: boolean, readonly afterMs: number | null, readonly problem: string | null }> }
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'Stale', readonly expected: number, readonly actual: number, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type HistoryRevisionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type HistoryRevisionsQuery = { readonly revisions: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly number: number, readonly publishedAt: string, readonly author: string, readonly message: string | null, readonly parent: number | null, readonly rollbackOf: number | null, readonly canary: { readonly state: CanaryState, readonly reason: string | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor: string | null, readonly endCursor: string | null } } | null };

export type HistoryLiveSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type HistoryLiveSubscription = { readonly configPublished: { readonly number: number } };

export type HistoryCanarySubscriptionVariables = Exact<{ [key: string]: never; }>;


export type HistoryCanarySubscription = { readonly canaryChanged: { readonly revision: number, readonly state: CanaryState } | null };

export type HistoryDiffQueryVariables = Exact<{
  from: number;
  to: number;
}>;


export type HistoryDiffQuery = { readonly diff: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }> | null };

export type HistoryRollbackMutationVariables = Exact<{
  input: RollbackInput;
}>;


export type HistoryRollbackMutation = { readonly rollback:
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'RollbackSuccess', readonly revision: { readonly number: number, readonly publishedAt: string, readonly rollbackOf: number | null, readonly message: string | null } | null, readonly changes: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }>, readonly discarded: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }>, readonly warnings: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }>, readonly workers: ReadonlyArray<{ readonly id: string, readonly node: string, readonly state: WorkerState, readonly revision: number | null, readonly isRunning: boolean, readonly afterMs: number | null, readonly problem: string | null }> }
    | { readonly __typename: 'Stale', readonly expected: number, readonly actual: number, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type NowRevisionSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NowRevisionSubscription = { readonly configPublished: { readonly number: number, readonly author: string, readonly message: string | null, readonly publishedAt: string, readonly config: { readonly settings: { readonly ratio: number }, readonly originClusters: ReadonlyArray<{ readonly key: string, readonly ratio: number | null }> } } };

export type NowCanarySubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NowCanarySubscription = { readonly canaryChanged: { readonly revision: number, readonly node: string, readonly state: CanaryState, readonly reason: string | null, readonly workers: number, readonly seconds: number, readonly startedAt: string, readonly endedAt: string | null, readonly maxRefusedRatio: number | null, readonly onTooFewRequests: CanaryOutcome } | null };

export type NowDependenciesQueryVariables = Exact<{ [key: string]: never; }>;


export type NowDependenciesQuery = { readonly health: { readonly status: HealthStatus, readonly dependencies: ReadonlyArray<{ readonly name: string, readonly status: HealthStatus, readonly latencyMs: number | null, readonly message: string }> } };

export type NowReasonsQueryVariables = Exact<{
  windowSeconds: number;
}>;


export type NowReasonsQuery = { readonly simulate: { readonly requests: number, readonly missingWorkers: ReadonlyArray<string>, readonly reasons: ReadonlyArray<{ readonly reason: string, readonly before: { readonly requests: number } }> } | null };

export type NowHistoryQueryVariables = Exact<{ [key: string]: never; }>;


export type NowHistoryQuery = { readonly trafficHistory: { readonly stepSeconds: number, readonly points: ReadonlyArray<{ readonly at: string, readonly requests: number, readonly origin: number, readonly cdn: number, readonly refused: number }> } };

export type NowTickSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NowTickSubscription = { readonly trafficTick: { readonly windowSeconds: number, readonly requests: number, readonly origin: number, readonly cdn: number, readonly refused: number } };

export type NowSharesQueryVariables = Exact<{
  windowSeconds: number;
}>;


export type NowSharesQuery = { readonly traffic: { readonly windowSeconds: number, readonly requests: number, readonly origin: number, readonly cdn: number, readonly refused: number, readonly byCdn: ReadonlyArray<{ readonly key: string, readonly requests: number, readonly share: number, readonly wantedShare: number | null }> } };

export type WorkerPartsFragment = { readonly id: string, readonly node: string, readonly pid: number, readonly state: WorkerState, readonly revision: number | null, readonly lastSeenAt: string, readonly problem: string | null };

export type NowWorkersQueryVariables = Exact<{ [key: string]: never; }>;


export type NowWorkersQuery = { readonly workers: ReadonlyArray<{ readonly id: string, readonly node: string, readonly pid: number, readonly state: WorkerState, readonly revision: number | null, readonly lastSeenAt: string, readonly problem: string | null }> };

export type NowWorkersChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NowWorkersChangedSubscription = { readonly workersChanged: ReadonlyArray<{ readonly id: string, readonly node: string, readonly pid: number, readonly state: WorkerState, readonly revision: number | null, readonly lastSeenAt: string, readonly problem: string | null }> };

export type PublishStateQueryVariables = Exact<{ [key: string]: never; }>;


export type PublishStateQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly expectations: ReadonlyArray<{ readonly key: string, readonly name: string, readonly never: ReadonlyArray<string>, readonly cdn: string | null, readonly atLeastPercent: number | null, readonly atMostPercent: number | null, readonly when: { readonly originClusters: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null, readonly countries: ReadonlyArray<string> | null } }> } } | null, readonly liveRevision: { readonly number: number, readonly publishedAt: string, readonly author: string, readonly message: string | null }, readonly pendingChanges: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }> | null };

export type PublishVersionQueryVariables = Exact<{ [key: string]: never; }>;


export type PublishVersionQuery = { readonly workingCopy: { readonly version: number } | null, readonly liveRevision: { readonly number: number } };

export type PublishEditsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type PublishEditsSubscription = { readonly auditAppended: { readonly id: string, readonly actor: string } };

export type PublishValidateMutationVariables = Exact<{ [key: string]: never; }>;


export type PublishValidateMutation = { readonly validate: { readonly valid: boolean, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> } };

export type PublishNowMutationVariables = Exact<{
  input: PublishInput;
}>;


export type PublishNowMutation = { readonly publish:
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'PublishSuccess', readonly revision: { readonly number: number, readonly parent: number | null, readonly publishedAt: string, readonly author: string, readonly message: string | null, readonly canary: { readonly state: CanaryState } | null }, readonly changes: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }>, readonly warnings: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }>, readonly workers: ReadonlyArray<{ readonly id: string, readonly node: string, readonly state: WorkerState, readonly revision: number | null, readonly isRunning: boolean, readonly afterMs: number | null, readonly problem: string | null }> }
    | { readonly __typename: 'Stale', readonly expected: number, readonly actual: number, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type PublishCanarySubscriptionVariables = Exact<{ [key: string]: never; }>;


export type PublishCanarySubscription = { readonly canaryChanged: { readonly revision: number, readonly node: string, readonly workers: number, readonly seconds: number, readonly maxRefusedRatio: number | null, readonly onTooFewRequests: CanaryOutcome, readonly startedAt: string, readonly endedAt: string | null, readonly state: CanaryState, readonly reason: string | null } | null };

export type PublishEndCanaryMutationVariables = Exact<{
  input: EndCanaryInput;
}>;


export type PublishEndCanaryMutation = { readonly endCanary:
    | { readonly __typename: 'EndCanarySuccess', readonly canary: { readonly revision: number, readonly state: CanaryState, readonly reason: string | null }, readonly revision: { readonly number: number }, readonly workers: ReadonlyArray<{ readonly id: string, readonly node: string, readonly state: WorkerState, readonly revision: number | null, readonly isRunning: boolean, readonly afterMs: number | null, readonly problem: string | null }> }
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type PublishPreviewQueryVariables = Exact<{
  windowSeconds: number;
}>;


export type PublishPreviewQuery = { readonly simulate: { readonly requests: number, readonly sample: number, readonly missingWorkers: ReadonlyArray<string>, readonly undecided: ReadonlyArray<{ readonly reason: UndecidedReason, readonly requests: number }>, readonly confidence: { readonly level: ConfidenceLevel, readonly marginPercent: number }, readonly origin: { readonly before: { readonly share: number }, readonly after: { readonly share: number } }, readonly byCdn: ReadonlyArray<{ readonly key: string, readonly before: { readonly share: number }, readonly after: { readonly share: number } }>, readonly byPool: ReadonlyArray<{ readonly key: string, readonly before: { readonly share: number }, readonly after: { readonly share: number } }>, readonly byRule: ReadonlyArray<{ readonly key: string, readonly before: { readonly share: number }, readonly after: { readonly share: number } }>, readonly byCountry: ReadonlyArray<{ readonly country: string | null, readonly requests: number, readonly moved: number, readonly targets: ReadonlyArray<{ readonly key: string, readonly before: { readonly share: number }, readonly after: { readonly share: number } }> }>, readonly reasons: ReadonlyArray<{ readonly reason: string, readonly before: { readonly requests: number }, readonly after: { readonly requests: number } }>, readonly moved: { readonly requests: number, readonly share: number, readonly netShare: number, readonly largest: ReadonlyArray<{ readonly from: string, readonly to: string, readonly reason: MoveReason, readonly requests: number }> } } | null };

export type PublishShareFragment = { readonly key: string, readonly before: { readonly share: number }, readonly after: { readonly share: number } };

export type PublishFailuresQueryVariables = Exact<{
  failures: number;
  requestsPerSecond?: number | null | undefined;
}>;


export type PublishFailuresQuery = { readonly contingency: ReadonlyArray<{ readonly down: ReadonlyArray<string>, readonly basis: ContingencyBasis, readonly requestsPerSecond: number | null, readonly lostShare: number, readonly missingWorkers: ReadonlyArray<string>, readonly cdns: ReadonlyArray<{ readonly key: string, readonly share: number, readonly requestsPerSecond: number | null, readonly capacity: number | null, readonly percent: number | null, readonly isOverloaded: boolean }>, readonly originClusters: ReadonlyArray<{ readonly key: string, readonly requestsPerSecond: number, readonly budget: number | null, readonly percent: number | null, readonly isOverloaded: boolean }> }> | null };

export type RoutingPartsFragment = { readonly rules: ReadonlyArray<{ readonly key: string, readonly position: number, readonly enabled: boolean, readonly pool: string, readonly match: { readonly originClusters: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null, readonly pathGlobs: ReadonlyArray<string> | null, readonly clientPercent: number | null, readonly countries: ReadonlyArray<string> | null, readonly continents: ReadonlyArray<string> | null, readonly asns: ReadonlyArray<number> | null, readonly zones: ReadonlyArray<string> | null, readonly userAgents: ReadonlyArray<string> | null } }>, readonly pools: ReadonlyArray<{ readonly key: string, readonly name: string, readonly policy: PoolPolicy, readonly stickyParameter: string | null, readonly stabilise: number, readonly fallbacks: ReadonlyArray<string>, readonly members: ReadonlyArray<{ readonly cdn: string, readonly weight: number, readonly priority: number, readonly maxSharePercent: number, readonly places: ReadonlyArray<{ readonly country: string | null, readonly continent: string | null, readonly zone: string | null, readonly distance: number | null }> }> }>, readonly cdns: ReadonlyArray<{ readonly key: string, readonly weight: number, readonly enabled: boolean, readonly excludeCountries: ReadonlyArray<string>, readonly excludeUnknown: boolean, readonly excludeZones: ReadonlyArray<string> }>, readonly zones: ReadonlyArray<{ readonly key: string, readonly name: string }>, readonly settings: { readonly ratio: number } };

export type RoutingPictureQueryVariables = Exact<{ [key: string]: never; }>;


export type RoutingPictureQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly rules: ReadonlyArray<{ readonly key: string, readonly position: number, readonly enabled: boolean, readonly pool: string, readonly match: { readonly originClusters: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null, readonly pathGlobs: ReadonlyArray<string> | null, readonly clientPercent: number | null, readonly countries: ReadonlyArray<string> | null, readonly continents: ReadonlyArray<string> | null, readonly asns: ReadonlyArray<number> | null, readonly zones: ReadonlyArray<string> | null, readonly userAgents: ReadonlyArray<string> | null } }>, readonly pools: ReadonlyArray<{ readonly key: string, readonly name: string, readonly policy: PoolPolicy, readonly stickyParameter: string | null, readonly stabilise: number, readonly fallbacks: ReadonlyArray<string>, readonly members: ReadonlyArray<{ readonly cdn: string, readonly weight: number, readonly priority: number, readonly maxSharePercent: number, readonly places: ReadonlyArray<{ readonly country: string | null, readonly continent: string | null, readonly zone: string | null, readonly distance: number | null }> }> }>, readonly cdns: ReadonlyArray<{ readonly key: string, readonly weight: number, readonly enabled: boolean, readonly excludeCountries: ReadonlyArray<string>, readonly excludeUnknown: boolean, readonly excludeZones: ReadonlyArray<string> }>, readonly zones: ReadonlyArray<{ readonly key: string, readonly name: string }>, readonly settings: { readonly ratio: number } } } | null, readonly pendingChanges: ReadonlyArray<{ readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null }> | null, readonly liveRevision: { readonly number: number } };

export type RoutingTrafficQueryVariables = Exact<{ [key: string]: never; }>;


export type RoutingTrafficQuery = { readonly traffic: { readonly windowSeconds: number, readonly requests: number, readonly byRule: ReadonlyArray<{ readonly key: string, readonly requests: number }>, readonly byPool: ReadonlyArray<{ readonly key: string, readonly requests: number, readonly byCdn: ReadonlyArray<{ readonly key: string, readonly share: number, readonly wantedShare: number | null }> }> } };

export type RoutingZoneQueryVariables = Exact<{
  key: string;
}>;


export type RoutingZoneQuery = { readonly zone: { readonly key: string, readonly cidrs: ReadonlyArray<string> } | null };

export type RoutingClientQueryVariables = Exact<{
  ip: string;
  userAgent?: string | null | undefined;
  video?: string | null | undefined;
}>;


export type RoutingClientQuery = { readonly clientFacts: { readonly ip: string, readonly country: string | null, readonly continent: string | null, readonly asn: number | null, readonly zone: string | null, readonly zones: ReadonlyArray<string>, readonly excludedCdns: ReadonlyArray<string>, readonly rule: string | null, readonly pool: string | null, readonly countryFrom: { readonly name: string, readonly source: string, readonly builtAt: string | null, readonly trouble: string | null } | null, readonly asnFrom: { readonly name: string, readonly source: string, readonly builtAt: string | null, readonly trouble: string | null } | null, readonly rules: ReadonlyArray<{ readonly key: string, readonly position: number, readonly pool: string }> } };

export type RoutingMoveRuleMutationVariables = Exact<{
  key: string;
  position: number;
  expectedVersion: number;
}>;


export type RoutingMoveRuleMutation = { readonly upsertRule:
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'Stale', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'UpsertRuleSuccess' }
   };

export type RoutingEditsSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type RoutingEditsSubscription = { readonly auditAppended: { readonly id: string, readonly action: string, readonly target: string } };

export type TryClientQueryVariables = Exact<{
  ip: string;
  userAgent?: string | null | undefined;
  video: string;
}>;


export type TryClientQuery = { readonly clientFacts: { readonly ip: string, readonly country: string | null, readonly continent: string | null, readonly asn: number | null, readonly zone: string | null, readonly excludedCdns: ReadonlyArray<string>, readonly rule: string | null, readonly pool: string | null } };

export type TryTargetsQueryVariables = Exact<{
  requests: ReadonlyArray<SimulatedRequestInput> | SimulatedRequestInput;
}>;


export type TryTargetsQuery = { readonly simulate: { readonly requests: number, readonly origin: { readonly before: { readonly requests: number, readonly share: number } }, readonly byCdn: ReadonlyArray<{ readonly key: string, readonly before: { readonly requests: number, readonly share: number } }>, readonly byPool: ReadonlyArray<{ readonly key: string, readonly before: { readonly requests: number } }>, readonly reasons: ReadonlyArray<{ readonly reason: string, readonly before: { readonly requests: number } }> } | null, readonly liveRevision: { readonly number: number, readonly config: { readonly cdns: ReadonlyArray<{ readonly key: string, readonly baseUrl: string, readonly urlTemplate: string | null, readonly httpsOnly: boolean, readonly signing: { readonly form: SigningForm } | null }> } } };

export type CanaryTrafficQueryVariables = Exact<{ [key: string]: never; }>;


export type CanaryTrafficQuery = { readonly canary: { readonly revision: number, readonly traffic: { readonly own: { readonly requests: number, readonly refused: number }, readonly others: { readonly requests: number, readonly refused: number } } | null } | null };

export type ChangeFragment = { readonly path: string, readonly kind: ConfigChangeKind, readonly before: unknown, readonly after: unknown, readonly author: string | null };

export type OverridePartsFragment = { readonly kind: OverrideKind, readonly target: string | null, readonly value: unknown, readonly reason: string, readonly until: string | null, readonly by: string, readonly at: string, readonly inEffect: boolean, readonly scope: OverrideScope };

export type OverridesHeldSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type OverridesHeldSubscription = { readonly overridesChanged: ReadonlyArray<{ readonly kind: OverrideKind, readonly target: string | null, readonly value: unknown, readonly reason: string, readonly until: string | null, readonly by: string, readonly at: string, readonly inEffect: boolean, readonly scope: OverrideScope }> };

export type OverridesSharesQueryVariables = Exact<{ [key: string]: never; }>;


export type OverridesSharesQuery = { readonly traffic: { readonly windowSeconds: number, readonly origin: number, readonly cdn: number, readonly byCdn: ReadonlyArray<{ readonly key: string, readonly share: number, readonly wantedShare: number | null }> } };

export type OverridesSetMutationVariables = Exact<{
  input: SetOverrideInput;
}>;


export type OverridesSetMutation = { readonly setOverride:
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'SetOverrideSuccess', readonly isFollowed: boolean, readonly scope: OverrideScope, readonly override: { readonly kind: OverrideKind, readonly target: string | null, readonly value: unknown, readonly reason: string, readonly until: string | null, readonly by: string, readonly at: string, readonly inEffect: boolean, readonly scope: OverrideScope } | null, readonly replaced: { readonly kind: OverrideKind, readonly target: string | null, readonly value: unknown, readonly reason: string, readonly until: string | null, readonly by: string, readonly at: string, readonly inEffect: boolean, readonly scope: OverrideScope } | null, readonly warnings: ReadonlyArray<{ readonly code: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type OverridesLiftMutationVariables = Exact<{
  kind: OverrideKind;
  target?: string | null | undefined;
  reason?: string | null | undefined;
  dryRun: boolean;
}>;


export type OverridesLiftMutation = { readonly liftOverride:
    | { readonly __typename: 'InvalidInput', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'LiftOverrideSuccess', readonly isFollowed: boolean, readonly scope: OverrideScope, readonly warnings: ReadonlyArray<{ readonly code: string, readonly message: string, readonly remedy: string }> }
    | { readonly __typename: 'NotDurable', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'NotFound', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'OutcomeUnknown', readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly __typename: 'StoreUnavailable', readonly code: string, readonly message: string, readonly field: string | null }
   };

export type FindingFragment = { readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string };

type Problem_InvalidInput_Fragment = { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> };

type Problem_NotDurable_Fragment = { readonly code: string, readonly message: string, readonly field: string | null };

type Problem_NotFound_Fragment = { readonly code: string, readonly message: string, readonly field: string | null };

type Problem_OutcomeUnknown_Fragment = { readonly requestId: string, readonly code: string, readonly message: string, readonly field: string | null };

type Problem_Stale_Fragment = { readonly expected: number, readonly actual: number, readonly code: string, readonly message: string, readonly field: string | null };

type Problem_StoreUnavailable_Fragment = { readonly code: string, readonly message: string, readonly field: string | null };

export type ProblemFragment =
  | Problem_InvalidInput_Fragment
  | Problem_NotDurable_Fragment
  | Problem_NotFound_Fragment
  | Problem_OutcomeUnknown_Fragment
  | Problem_Stale_Fragment
  | Problem_StoreUnavailable_Fragment
;

export type ReceiptFragment = { readonly id: string, readonly node: string, readonly state: WorkerState, readonly revision: number | null, readonly isRunning: boolean, readonly afterMs: number | null, readonly problem: string | null };

export type ReceiptWorkersSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type ReceiptWorkersSubscription = { readonly workersChanged: ReadonlyArray<{ readonly id: string, readonly node: string, readonly state: WorkerState, readonly revision: number | null, readonly problem: string | null }> };

export type ConfigVersionQueryVariables = Exact<{ [key: string]: never; }>;


export type ConfigVersionQuery = { readonly workingCopy: { readonly version: number } | null };

export type ConfigKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ConfigKeysQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly cdns: ReadonlyArray<{ readonly key: string }>, readonly expectations: ReadonlyArray<{ readonly key: string }>, readonly originClusters: ReadonlyArray<{ readonly key: string }>, readonly pools: ReadonlyArray<{ readonly key: string }>, readonly rules: ReadonlyArray<{ readonly key: string }>, readonly zones: ReadonlyArray<{ readonly key: string }> } } | null };

export type CdnFieldsFragment = { readonly baseUrl: string, readonly enabled: boolean, readonly excludeCountries: ReadonlyArray<string>, readonly excludeUnknown: boolean, readonly excludeZones: ReadonlyArray<string>, readonly httpsOnly: boolean, readonly key: string, readonly loadInternal: boolean, readonly loadUrl: string | null, readonly name: string, readonly urlTemplate: string | null, readonly weight: number, readonly capacity: { readonly hardPercent: number, readonly mbps: number | null, readonly requestsPerSecond: number | null, readonly softPercent: number } | null, readonly healthCheck: { readonly expectBody: string | null, readonly expectStatus: ReadonlyArray<number>, readonly fall: number, readonly internal: boolean, readonly intervalSeconds: number, readonly method: HealthCheckMethod, readonly path: string, readonly rise: number, readonly slowStartSeconds: number, readonly timeoutSeconds: number } | null, readonly signing: { readonly clockSkewSeconds: number, readonly form: SigningForm, readonly secret: string, readonly ttlSeconds: number } | null };

export type ReadCdnQueryVariables = Exact<{
  key: string;
}>;


export type ReadCdnQuery = { readonly entry: { readonly baseUrl: string, readonly enabled: boolean, readonly excludeCountries: ReadonlyArray<string>, readonly excludeUnknown: boolean, readonly excludeZones: ReadonlyArray<string>, readonly httpsOnly: boolean, readonly key: string, readonly loadInternal: boolean, readonly loadUrl: string | null, readonly name: string, readonly urlTemplate: string | null, readonly weight: number, readonly capacity: { readonly hardPercent: number, readonly mbps: number | null, readonly requestsPerSecond: number | null, readonly softPercent: number } | null, readonly healthCheck: { readonly expectBody: string | null, readonly expectStatus: ReadonlyArray<number>, readonly fall: number, readonly internal: boolean, readonly intervalSeconds: number, readonly method: HealthCheckMethod, readonly path: string, readonly rise: number, readonly slowStartSeconds: number, readonly timeoutSeconds: number } | null, readonly signing: { readonly clockSkewSeconds: number, readonly form: SigningForm, readonly secret: string, readonly ttlSeconds: number } | null } | null };

export type WholeCdnQueryVariables = Exact<{ [key: string]: never; }>;


export type WholeCdnQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly whole: ReadonlyArray<{ readonly baseUrl: string, readonly enabled: boolean, readonly excludeCountries: ReadonlyArray<string>, readonly excludeUnknown: boolean, readonly excludeZones: ReadonlyArray<string>, readonly httpsOnly: boolean, readonly key: string, readonly loadInternal: boolean, readonly loadUrl: string | null, readonly name: string, readonly urlTemplate: string | null, readonly weight: number, readonly capacity: { readonly hardPercent: number, readonly mbps: number | null, readonly requestsPerSecond: number | null, readonly softPercent: number } | null, readonly healthCheck: { readonly expectBody: string | null, readonly expectStatus: ReadonlyArray<number>, readonly fall: number, readonly internal: boolean, readonly intervalSeconds: number, readonly method: HealthCheckMethod, readonly path: string, readonly rise: number, readonly slowStartSeconds: number, readonly timeoutSeconds: number } | null, readonly signing: { readonly clockSkewSeconds: number, readonly form: SigningForm, readonly secret: string, readonly ttlSeconds: number } | null }> } } | null };

export type BriefCdnQueryVariables = Exact<{ [key: string]: never; }>;


export type BriefCdnQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly entries: ReadonlyArray<{ readonly baseUrl: string, readonly enabled: boolean, readonly excludeUnknown: boolean, readonly httpsOnly: boolean, readonly key: string, readonly loadInternal: boolean, readonly loadUrl: string | null, readonly name: string, readonly urlTemplate: string | null, readonly weight: number }> } } | null };

export type SaveCdnMutationVariables = Exact<{
  input: CdnInput;
}>;


export type SaveCdnMutation = { readonly outcome:
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly entry: { readonly baseUrl: string, readonly enabled: boolean, readonly excludeCountries: ReadonlyArray<string>, readonly excludeUnknown: boolean, readonly excludeZones: ReadonlyArray<string>, readonly httpsOnly: boolean, readonly key: string, readonly loadInternal: boolean, readonly loadUrl: string | null, readonly name: string, readonly urlTemplate: string | null, readonly weight: number, readonly capacity: { readonly hardPercent: number, readonly mbps: number | null, readonly requestsPerSecond: number | null, readonly softPercent: number } | null, readonly healthCheck: { readonly expectBody: string | null, readonly expectStatus: ReadonlyArray<number>, readonly fall: number, readonly internal: boolean, readonly intervalSeconds: number, readonly method: HealthCheckMethod, readonly path: string, readonly rise: number, readonly slowStartSeconds: number, readonly timeoutSeconds: number } | null, readonly signing: { readonly clockSkewSeconds: number, readonly form: SigningForm, readonly secret: string, readonly ttlSeconds: number } | null } }
   };

export type DeleteCdnMutationVariables = Exact<{
  key: string;
  expectedVersion?: number | null | undefined;
}>;


export type DeleteCdnMutation = { readonly outcome:
    | { readonly key: string }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
   };

export type ExpectationFieldsFragment = { readonly atLeastPercent: number | null, readonly atMostPercent: number | null, readonly cdn: string | null, readonly key: string, readonly name: string, readonly never: ReadonlyArray<string>, readonly when: { readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null } };

export type ReadExpectationQueryVariables = Exact<{
  key: string;
}>;


export type ReadExpectationQuery = { readonly entry: { readonly atLeastPercent: number | null, readonly atMostPercent: number | null, readonly cdn: string | null, readonly key: string, readonly name: string, readonly never: ReadonlyArray<string>, readonly when: { readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null } } | null };

export type WholeExpectationQueryVariables = Exact<{ [key: string]: never; }>;


export type WholeExpectationQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly whole: ReadonlyArray<{ readonly atLeastPercent: number | null, readonly atMostPercent: number | null, readonly cdn: string | null, readonly key: string, readonly name: string, readonly never: ReadonlyArray<string>, readonly when: { readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null } }> } } | null };

export type BriefExpectationQueryVariables = Exact<{ [key: string]: never; }>;


export type BriefExpectationQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly entries: ReadonlyArray<{ readonly atLeastPercent: number | null, readonly atMostPercent: number | null, readonly cdn: string | null, readonly key: string, readonly name: string }> } } | null };

export type SaveExpectationMutationVariables = Exact<{
  input: ExpectationInput;
}>;


export type SaveExpectationMutation = { readonly outcome:
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly entry: { readonly atLeastPercent: number | null, readonly atMostPercent: number | null, readonly cdn: string | null, readonly key: string, readonly name: string, readonly never: ReadonlyArray<string>, readonly when: { readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null } } }
   };

export type DeleteExpectationMutationVariables = Exact<{
  key: string;
  expectedVersion?: number | null | undefined;
}>;


export type DeleteExpectationMutation = { readonly outcome:
    | { readonly key: string }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
   };

export type OriginClusterFieldsFragment = { readonly hostSuffix: string, readonly key: string, readonly maxRequestsPerSecond: number | null, readonly maxShare: number | null, readonly ports: ReadonlyArray<number>, readonly ratio: number | null, readonly schemes: ReadonlyArray<string>, readonly serverLabelPattern: string | null };

export type ReadOriginClusterQueryVariables = Exact<{
  key: string;
}>;


export type ReadOriginClusterQuery = { readonly entry: { readonly hostSuffix: string, readonly key: string, readonly maxRequestsPerSecond: number | null, readonly maxShare: number | null, readonly ports: ReadonlyArray<number>, readonly ratio: number | null, readonly schemes: ReadonlyArray<string>, readonly serverLabelPattern: string | null } | null };

export type WholeOriginClusterQueryVariables = Exact<{ [key: string]: never; }>;


export type WholeOriginClusterQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly whole: ReadonlyArray<{ readonly hostSuffix: string, readonly key: string, readonly maxRequestsPerSecond: number | null, readonly maxShare: number | null, readonly ports: ReadonlyArray<number>, readonly ratio: number | null, readonly schemes: ReadonlyArray<string>, readonly serverLabelPattern: string | null }> } } | null };

export type BriefOriginClusterQueryVariables = Exact<{ [key: string]: never; }>;


export type BriefOriginClusterQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly entries: ReadonlyArray<{ readonly hostSuffix: string, readonly key: string, readonly maxRequestsPerSecond: number | null, readonly maxShare: number | null, readonly ratio: number | null, readonly serverLabelPattern: string | null }> } } | null };

export type SaveOriginClusterMutationVariables = Exact<{
  input: OriginClusterInput;
}>;


export type SaveOriginClusterMutation = { readonly outcome:
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly entry: { readonly hostSuffix: string, readonly key: string, readonly maxRequestsPerSecond: number | null, readonly maxShare: number | null, readonly ports: ReadonlyArray<number>, readonly ratio: number | null, readonly schemes: ReadonlyArray<string>, readonly serverLabelPattern: string | null } }
   };

export type DeleteOriginClusterMutationVariables = Exact<{
  key: string;
  expectedVersion?: number | null | undefined;
}>;


export type DeleteOriginClusterMutation = { readonly outcome:
    | { readonly key: string }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
   };

export type PoolFieldsFragment = { readonly fallbacks: ReadonlyArray<string>, readonly key: string, readonly name: string, readonly policy: PoolPolicy, readonly stabilise: number, readonly stickyParameter: string | null, readonly members: ReadonlyArray<{ readonly cdn: string, readonly maxSharePercent: number, readonly priority: number, readonly weight: number, readonly places: ReadonlyArray<{ readonly continent: string | null, readonly country: string | null, readonly distance: number | null, readonly zone: string | null }> }> };

export type ReadPoolQueryVariables = Exact<{
  key: string;
}>;


export type ReadPoolQuery = { readonly entry: { readonly fallbacks: ReadonlyArray<string>, readonly key: string, readonly name: string, readonly policy: PoolPolicy, readonly stabilise: number, readonly stickyParameter: string | null, readonly members: ReadonlyArray<{ readonly cdn: string, readonly maxSharePercent: number, readonly priority: number, readonly weight: number, readonly places: ReadonlyArray<{ readonly continent: string | null, readonly country: string | null, readonly distance: number | null, readonly zone: string | null }> }> } | null };

export type WholePoolQueryVariables = Exact<{ [key: string]: never; }>;


export type WholePoolQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly whole: ReadonlyArray<{ readonly fallbacks: ReadonlyArray<string>, readonly key: string, readonly name: string, readonly policy: PoolPolicy, readonly stabilise: number, readonly stickyParameter: string | null, readonly members: ReadonlyArray<{ readonly cdn: string, readonly maxSharePercent: number, readonly priority: number, readonly weight: number, readonly places: ReadonlyArray<{ readonly continent: string | null, readonly country: string | null, readonly distance: number | null, readonly zone: string | null }> }> }> } } | null };

export type BriefPoolQueryVariables = Exact<{ [key: string]: never; }>;


export type BriefPoolQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly entries: ReadonlyArray<{ readonly key: string, readonly name: string, readonly policy: PoolPolicy, readonly stabilise: number, readonly stickyParameter: string | null }> } } | null };

export type SavePoolMutationVariables = Exact<{
  input: PoolInput;
}>;


export type SavePoolMutation = { readonly outcome:
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly entry: { readonly fallbacks: ReadonlyArray<string>, readonly key: string, readonly name: string, readonly policy: PoolPolicy, readonly stabilise: number, readonly stickyParameter: string | null, readonly members: ReadonlyArray<{ readonly cdn: string, readonly maxSharePercent: number, readonly priority: number, readonly weight: number, readonly places: ReadonlyArray<{ readonly continent: string | null, readonly country: string | null, readonly distance: number | null, readonly zone: string | null }> }> } }
   };

export type DeletePoolMutationVariables = Exact<{
  key: string;
  expectedVersion?: number | null | undefined;
}>;


export type DeletePoolMutation = { readonly outcome:
    | { readonly key: string }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
   };

export type RuleFieldsFragment = { readonly enabled: boolean, readonly key: string, readonly pool: string, readonly position: number, readonly match: { readonly asns: ReadonlyArray<number> | null, readonly clientPercent: number | null, readonly continents: ReadonlyArray<string> | null, readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathGlobs: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null, readonly userAgents: ReadonlyArray<string> | null, readonly zones: ReadonlyArray<string> | null } };

export type ReadRuleQueryVariables = Exact<{
  key: string;
}>;


export type ReadRuleQuery = { readonly entry: { readonly enabled: boolean, readonly key: string, readonly pool: string, readonly position: number, readonly match: { readonly asns: ReadonlyArray<number> | null, readonly clientPercent: number | null, readonly continents: ReadonlyArray<string> | null, readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathGlobs: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null, readonly userAgents: ReadonlyArray<string> | null, readonly zones: ReadonlyArray<string> | null } } | null };

export type WholeRuleQueryVariables = Exact<{ [key: string]: never; }>;


export type WholeRuleQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly whole: ReadonlyArray<{ readonly enabled: boolean, readonly key: string, readonly pool: string, readonly position: number, readonly match: { readonly asns: ReadonlyArray<number> | null, readonly clientPercent: number | null, readonly continents: ReadonlyArray<string> | null, readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathGlobs: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null, readonly userAgents: ReadonlyArray<string> | null, readonly zones: ReadonlyArray<string> | null } }> } } | null };

export type BriefRuleQueryVariables = Exact<{ [key: string]: never; }>;


export type BriefRuleQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly entries: ReadonlyArray<{ readonly enabled: boolean, readonly key: string, readonly pool: string, readonly position: number }> } } | null };

export type SaveRuleMutationVariables = Exact<{
  input: RuleInput;
}>;


export type SaveRuleMutation = { readonly outcome:
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly entry: { readonly enabled: boolean, readonly key: string, readonly pool: string, readonly position: number, readonly match: { readonly asns: ReadonlyArray<number> | null, readonly clientPercent: number | null, readonly continents: ReadonlyArray<string> | null, readonly countries: ReadonlyArray<string> | null, readonly originClusters: ReadonlyArray<string> | null, readonly pathGlobs: ReadonlyArray<string> | null, readonly pathPrefixes: ReadonlyArray<string> | null, readonly userAgents: ReadonlyArray<string> | null, readonly zones: ReadonlyArray<string> | null } } }
   };

export type DeleteRuleMutationVariables = Exact<{
  key: string;
  expectedVersion?: number | null | undefined;
}>;


export type DeleteRuleMutation = { readonly outcome:
    | { readonly key: string }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
   };

export type SettingsFieldsFragment = { readonly maxEjectedPercent: number, readonly ratio: number, readonly recordTraffic: boolean, readonly redirectStatus: number, readonly accessLog: { readonly oneIn: number } | null, readonly rateLimit: { readonly global: { readonly burst: number, readonly perSecond: number } | null, readonly perAddress: { readonly burst: number, readonly perSecond: number } | null } | null };

export type ReadSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type ReadSettingsQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly entry: { readonly maxEjectedPercent: number, readonly ratio: number, readonly recordTraffic: boolean, readonly redirectStatus: number, readonly accessLog: { readonly oneIn: number } | null, readonly rateLimit: { readonly global: { readonly burst: number, readonly perSecond: number } | null, readonly perAddress: { readonly burst: number, readonly perSecond: number } | null } | null } } } | null };

export type WholeSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type WholeSettingsQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly whole: { readonly maxEjectedPercent: number, readonly ratio: number, readonly recordTraffic: boolean, readonly redirectStatus: number, readonly accessLog: { readonly oneIn: number } | null, readonly rateLimit: { readonly global: { readonly burst: number, readonly perSecond: number } | null, readonly perAddress: { readonly burst: number, readonly perSecond: number } | null } | null } } } | null };

export type SaveSettingsMutationVariables = Exact<{
  input: SettingsInput;
}>;


export type SaveSettingsMutation = { readonly outcome:
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly entry: { readonly maxEjectedPercent: number, readonly ratio: number, readonly recordTraffic: boolean, readonly redirectStatus: number, readonly accessLog: { readonly oneIn: number } | null, readonly rateLimit: { readonly global: { readonly burst: number, readonly perSecond: number } | null, readonly perAddress: { readonly burst: number, readonly perSecond: number } | null } | null } }
   };

export type ZoneFieldsFragment = { readonly cidrs: ReadonlyArray<string>, readonly key: string, readonly name: string };

export type ReadZoneQueryVariables = Exact<{
  key: string;
}>;


export type ReadZoneQuery = { readonly entry: { readonly cidrs: ReadonlyArray<string>, readonly key: string, readonly name: string } | null };

export type WholeZoneQueryVariables = Exact<{ [key: string]: never; }>;


export type WholeZoneQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly whole: ReadonlyArray<{ readonly cidrs: ReadonlyArray<string>, readonly key: string, readonly name: string }> } } | null };

export type BriefZoneQueryVariables = Exact<{ [key: string]: never; }>;


export type BriefZoneQuery = { readonly workingCopy: { readonly version: number, readonly config: { readonly entries: ReadonlyArray<{ readonly key: string, readonly name: string }> } } | null };

export type SaveZoneMutationVariables = Exact<{
  input: ZoneInput;
}>;


export type SaveZoneMutation = { readonly outcome:
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly entry: { readonly cidrs: ReadonlyArray<string>, readonly key: string, readonly name: string } }
   };

export type DeleteZoneMutationVariables = Exact<{
  key: string;
  expectedVersion?: number | null | undefined;
}>;


export type DeleteZoneMutation = { readonly outcome:
    | { readonly key: string }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly issues: ReadonlyArray<{ readonly severity: Severity, readonly code: string, readonly path: string, readonly message: string, readonly remedy: string }> }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null }
    | { readonly code: string, readonly message: string, readonly field: string | null, readonly expected: number, readonly actual: number }
    | { readonly code: string, readonly message: string, readonly field: string | null }
   };

export const AuditEntryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AuditEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]} as unknown as DocumentNode<AuditEntryFragment, unknown>;
export const WorkerPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WorkerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Worker"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}}]} as unknown as DocumentNode<WorkerPartsFragment, unknown>;
export const PublishShareFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PublishShare"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SimulatedKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]} as unknown as DocumentNode<PublishShareFragment, unknown>;
export const RoutingPartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoutingParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RoutingConfig"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"match"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}},{"kind":"Field","name":{"kind":"Name","value":"pathGlobs"}},{"kind":"Field","name":{"kind":"Name","value":"clientPercent"}},{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"continents"}},{"kind":"Field","name":{"kind":"Name","value":"asns"}},{"kind":"Field","name":{"kind":"Name","value":"zones"}},{"kind":"Field","name":{"kind":"Name","value":"userAgents"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pools"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"stickyParameter"}},{"kind":"Field","name":{"kind":"Name","value":"stabilise"}},{"kind":"Field","name":{"kind":"Name","value":"fallbacks"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"maxSharePercent"}},{"kind":"Field","name":{"kind":"Name","value":"places"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"zone"}},{"kind":"Field","name":{"kind":"Name","value":"distance"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"excludeCountries"}},{"kind":"Field","name":{"kind":"Name","value":"excludeUnknown"}},{"kind":"Field","name":{"kind":"Name","value":"excludeZones"}}]}},{"kind":"Field","name":{"kind":"Name","value":"zones"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ratio"}}]}}]}}]} as unknown as DocumentNode<RoutingPartsFragment, unknown>;
export const ChangeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}}]} as unknown as DocumentNode<ChangeFragment, unknown>;
export const OverridePartsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OverrideParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Override"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"until"}},{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"inEffect"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}}]}}]} as unknown as DocumentNode<OverridePartsFragment, unknown>;
export const FindingFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]} as unknown as DocumentNode<FindingFragment, unknown>;
export const ProblemFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]} as unknown as DocumentNode<ProblemFragment, unknown>;
export const ReceiptFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkerReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"isRunning"}},{"kind":"Field","name":{"kind":"Name","value":"afterMs"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}}]} as unknown as DocumentNode<ReceiptFragment, unknown>;
export const CdnFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CdnFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cdn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"capacity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hardPercent"}},{"kind":"Field","name":{"kind":"Name","value":"mbps"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"softPercent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"excludeCountries"}},{"kind":"Field","name":{"kind":"Name","value":"excludeUnknown"}},{"kind":"Field","name":{"kind":"Name","value":"excludeZones"}},{"kind":"Field","name":{"kind":"Name","value":"healthCheck"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expectBody"}},{"kind":"Field","name":{"kind":"Name","value":"expectStatus"}},{"kind":"Field","name":{"kind":"Name","value":"fall"}},{"kind":"Field","name":{"kind":"Name","value":"internal"}},{"kind":"Field","name":{"kind":"Name","value":"intervalSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"rise"}},{"kind":"Field","name":{"kind":"Name","value":"slowStartSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"timeoutSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"httpsOnly"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"loadInternal"}},{"kind":"Field","name":{"kind":"Name","value":"loadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"signing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clockSkewSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"form"}},{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"urlTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}}]} as unknown as DocumentNode<CdnFieldsFragment, unknown>;
export const ExpectationFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExpectationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expectation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"atLeastPercent"}},{"kind":"Field","name":{"kind":"Name","value":"atMostPercent"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"never"}},{"kind":"Field","name":{"kind":"Name","value":"when"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}}]}}]}}]} as unknown as DocumentNode<ExpectationFieldsFragment, unknown>;
export const OriginClusterFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OriginClusterFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OriginCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostSuffix"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"maxRequestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxShare"}},{"kind":"Field","name":{"kind":"Name","value":"ports"}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"schemes"}},{"kind":"Field","name":{"kind":"Name","value":"serverLabelPattern"}}]}}]} as unknown as DocumentNode<OriginClusterFieldsFragment, unknown>;
export const PoolFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PoolFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Pool"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fallbacks"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"maxSharePercent"}},{"kind":"Field","name":{"kind":"Name","value":"places"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"distance"}},{"kind":"Field","name":{"kind":"Name","value":"zone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"stabilise"}},{"kind":"Field","name":{"kind":"Name","value":"stickyParameter"}}]}}]} as unknown as DocumentNode<PoolFieldsFragment, unknown>;
export const RuleFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RuleFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rule"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"match"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asns"}},{"kind":"Field","name":{"kind":"Name","value":"clientPercent"}},{"kind":"Field","name":{"kind":"Name","value":"continents"}},{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathGlobs"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}},{"kind":"Field","name":{"kind":"Name","value":"userAgents"}},{"kind":"Field","name":{"kind":"Name","value":"zones"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"position"}}]}}]} as unknown as DocumentNode<RuleFieldsFragment, unknown>;
export const SettingsFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingsFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Settings"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessLog"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oneIn"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxEjectedPercent"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"global"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"perAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"recordTraffic"}},{"kind":"Field","name":{"kind":"Name","value":"redirectStatus"}}]}}]} as unknown as DocumentNode<SettingsFieldsFragment, unknown>;
export const ZoneFieldsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ZoneFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Zone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cidrs"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]} as unknown as DocumentNode<ZoneFieldsFragment, unknown>;
export const DependenciesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Dependencies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"dependencies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<DependenciesQuery, DependenciesQueryVariables>;
export const WhoAmIDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAmI"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<WhoAmIQuery, WhoAmIQueryVariables>;
export const AccessTokensDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AccessTokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiTokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdBy"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]}}]} as unknown as DocumentNode<AccessTokensQuery, AccessTokensQueryVariables>;
export const AccessEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"AccessEvents"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditAppended"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"target"},"value":{"kind":"StringValue","value":"apiTokens.","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"outcome"},"value":{"kind":"EnumValue","value":"ACCEPTED"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<AccessEventsSubscription, AccessEventsSubscriptionVariables>;
export const AccessCreateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AccessCreate"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createApiToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateApiTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"token"}},{"kind":"Field","name":{"kind":"Name","value":"apiToken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"roles"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]} as unknown as DocumentNode<AccessCreateMutation, AccessCreateMutationVariables>;
export const AccessRevokeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"AccessRevoke"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeApiToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeApiTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiToken"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]} as unknown as DocumentNode<AccessRevokeMutation, AccessRevokeMutationVariables>;
export const AuditTrailDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditTrail"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditLog"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"AuditEntry"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"AuditEntry"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEvent"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"address"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]} as unknown as DocumentNode<AuditTrailQuery, AuditTrailQueryVariables>;
export const AuditNewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"AuditNew"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditAppended"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]} as unknown as DocumentNode<AuditNewSubscription, AuditNewSubscriptionVariables>;
export const CdnsLiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CdnsLive"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"capacity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"mbps"}},{"kind":"Field","name":{"kind":"Name","value":"softPercent"}},{"kind":"Field","name":{"kind":"Name","value":"hardPercent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"healthCheck"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"intervalSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"fall"}},{"kind":"Field","name":{"kind":"Name","value":"rise"}},{"kind":"Field","name":{"kind":"Name","value":"slowStartSeconds"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"hostSuffix"}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"maxRequestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ratio"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CdnsLiveQuery, CdnsLiveQueryVariables>;
export const CdnsStateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CdnsState"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"adminState"}},{"kind":"Field","name":{"kind":"Name","value":"health"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"since"}},{"kind":"Field","name":{"kind":"Name","value":"lastProbe"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"traffic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"IntValue","value":"60"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"byCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"wantedShare"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"}}]}}]}}]} as unknown as DocumentNode<CdnsStateQuery, CdnsStateQueryVariables>;
export const CdnsLoadsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CdnsLoads"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"load"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"keepPercent"}},{"kind":"Field","name":{"kind":"Name","value":"outside"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"mbps"}},{"kind":"Field","name":{"kind":"Name","value":"validUntil"}},{"kind":"Field","name":{"kind":"Name","value":"isStale"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<CdnsLoadsQuery, CdnsLoadsQueryVariables>;
export const CdnsBudgetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CdnsBudgets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"budgetLeft"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CdnsBudgetsQuery, CdnsBudgetsQueryVariables>;
export const CdnsHealthChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"CdnsHealthChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"healthChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"adminState"}},{"kind":"Field","name":{"kind":"Name","value":"health"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}}]}}]} as unknown as DocumentNode<CdnsHealthChangedSubscription, CdnsHealthChangedSubscriptionVariables>;
export const CdnsHealthHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CdnsHealthHistory"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cdn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"healthHistory"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cdn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cdn"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"health"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<CdnsHealthHistoryQuery, CdnsHealthHistoryQueryVariables>;
export const CdnsTrafficDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CdnsTraffic"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trafficHistory"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"IntValue","value":"3600"}},{"kind":"Argument","name":{"kind":"Name","value":"stepSeconds"},"value":{"kind":"IntValue","value":"30"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stepSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}}]}}]}}]} as unknown as DocumentNode<CdnsTrafficQuery, CdnsTrafficQueryVariables>;
export const CdnsContingencyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CdnsContingency"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contingency"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"down"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}},{"kind":"Field","name":{"kind":"Name","value":"missingWorkers"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"budget"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"isOverloaded"}}]}}]}}]}}]} as unknown as DocumentNode<CdnsContingencyQuery, CdnsContingencyQueryVariables>;
export const CdnsCheckNowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CdnsCheckNow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"cdn"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkNow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"cdn"},"value":{"kind":"Variable","name":{"kind":"Name","value":"cdn"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CheckNowSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"health"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"lastProbe"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"outcome"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<CdnsCheckNowMutation, CdnsCheckNowMutationVariables>;
export const ConfigEditsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ConfigEdits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditAppended"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"outcome"},"value":{"kind":"EnumValue","value":"ACCEPTED"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]} as unknown as DocumentNode<ConfigEditsSubscription, ConfigEditsSubscriptionVariables>;
export const ConfigPendingDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ConfigPending"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}}]} as unknown as DocumentNode<ConfigPendingQuery, ConfigPendingQueryVariables>;
export const ConfigValidateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfigValidate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"validate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]} as unknown as DocumentNode<ConfigValidateMutation, ConfigValidateMutationVariables>;
export const ConfigDiscardDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfigDiscard"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"discardChanges"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DiscardChangesSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]} as unknown as DocumentNode<ConfigDiscardMutation, ConfigDiscardMutationVariables>;
export const ConfigLiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ConfigLive"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]} as unknown as DocumentNode<ConfigLiveQuery, ConfigLiveQueryVariables>;
export const ConfigApplyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ConfigApply"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ApplyConfigInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applyConfig"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ApplyConfigSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discarded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkerReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"isRunning"}},{"kind":"Field","name":{"kind":"Name","value":"afterMs"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]} as unknown as DocumentNode<ConfigApplyMutation, ConfigApplyMutationVariables>;
export const HistoryRevisionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"HistoryRevisions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"last"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"before"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revisions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"last"},"value":{"kind":"Variable","name":{"kind":"Name","value":"last"}}},{"kind":"Argument","name":{"kind":"Name","value":"before"},"value":{"kind":"Variable","name":{"kind":"Name","value":"before"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"author"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"parent"}},{"kind":"Field","name":{"kind":"Name","value":"rollbackOf"}},{"kind":"Field","name":{"kind":"Name","value":"canary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<HistoryRevisionsQuery, HistoryRevisionsQueryVariables>;
export const HistoryLiveDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"HistoryLive"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configPublished"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]} as unknown as DocumentNode<HistoryLiveSubscription, HistoryLiveSubscriptionVariables>;
export const HistoryCanaryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"HistoryCanary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"canaryChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]} as unknown as DocumentNode<HistoryCanarySubscription, HistoryCanarySubscriptionVariables>;
export const HistoryDiffDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"HistoryDiff"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"from"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"to"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"diff"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"from"},"value":{"kind":"Variable","name":{"kind":"Name","value":"from"}}},{"kind":"Argument","name":{"kind":"Name","value":"to"},"value":{"kind":"Variable","name":{"kind":"Name","value":"to"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}}]} as unknown as DocumentNode<HistoryDiffQuery, HistoryDiffQueryVariables>;
export const HistoryRollbackDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"HistoryRollback"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RollbackInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rollback"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RollbackSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"rollbackOf"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"discarded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkerReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"isRunning"}},{"kind":"Field","name":{"kind":"Name","value":"afterMs"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]} as unknown as DocumentNode<HistoryRollbackMutation, HistoryRollbackMutationVariables>;
export const NowRevisionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"NowRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"configPublished"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"author"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ratio"}}]}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NowRevisionSubscription, NowRevisionSubscriptionVariables>;
export const NowCanaryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"NowCanary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"canaryChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"workers"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"maxRefusedRatio"}},{"kind":"Field","name":{"kind":"Name","value":"onTooFewRequests"}}]}}]}}]} as unknown as DocumentNode<NowCanarySubscription, NowCanarySubscriptionVariables>;
export const NowDependenciesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NowDependencies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"dependencies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"latencyMs"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<NowDependenciesQuery, NowDependenciesQueryVariables>;
export const NowReasonsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NowReasons"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"windowSeconds"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"simulate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowSeconds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"missingWorkers"}},{"kind":"Field","name":{"kind":"Name","value":"reasons"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}}]}}]}}]}}]} as unknown as DocumentNode<NowReasonsQuery, NowReasonsQueryVariables>;
export const NowHistoryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NowHistory"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trafficHistory"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"IntValue","value":"3600"}},{"kind":"Argument","name":{"kind":"Name","value":"stepSeconds"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stepSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}}]}}]}}]} as unknown as DocumentNode<NowHistoryQuery, NowHistoryQueryVariables>;
export const NowTickDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"NowTick"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"trafficTick"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"intervalSeconds"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}}]}}]} as unknown as DocumentNode<NowTickSubscription, NowTickSubscriptionVariables>;
export const NowSharesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NowShares"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"windowSeconds"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"traffic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowSeconds"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}},{"kind":"Field","name":{"kind":"Name","value":"byCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"wantedShare"}}]}}]}}]}}]} as unknown as DocumentNode<NowSharesQuery, NowSharesQueryVariables>;
export const NowWorkersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"NowWorkers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WorkerParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WorkerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Worker"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}}]} as unknown as DocumentNode<NowWorkersQuery, NowWorkersQueryVariables>;
export const NowWorkersChangedDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"NowWorkersChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workersChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WorkerParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WorkerParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Worker"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"pid"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"lastSeenAt"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}}]} as unknown as DocumentNode<NowWorkersChangedSubscription, NowWorkersChangedSubscriptionVariables>;
export const PublishStateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PublishState"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expectations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"when"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}},{"kind":"Field","name":{"kind":"Name","value":"countries"}}]}},{"kind":"Field","name":{"kind":"Name","value":"never"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"atLeastPercent"}},{"kind":"Field","name":{"kind":"Name","value":"atMostPercent"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"author"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}}]} as unknown as DocumentNode<PublishStateQuery, PublishStateQueryVariables>;
export const PublishVersionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PublishVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}}]} as unknown as DocumentNode<PublishVersionQuery, PublishVersionQueryVariables>;
export const PublishEditsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"PublishEdits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditAppended"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"outcome"},"value":{"kind":"EnumValue","value":"ACCEPTED"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"actor"}}]}}]}}]} as unknown as DocumentNode<PublishEditsSubscription, PublishEditsSubscriptionVariables>;
export const PublishValidateDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PublishValidate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"validate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"valid"}},{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]} as unknown as DocumentNode<PublishValidateMutation, PublishValidateMutationVariables>;
export const PublishNowDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PublishNow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PublishInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"publish"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PublishSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"parent"}},{"kind":"Field","name":{"kind":"Name","value":"publishedAt"}},{"kind":"Field","name":{"kind":"Name","value":"author"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"canary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"changes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Change"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Change"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ConfigChange"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkerReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"isRunning"}},{"kind":"Field","name":{"kind":"Name","value":"afterMs"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]} as unknown as DocumentNode<PublishNowMutation, PublishNowMutationVariables>;
export const PublishCanaryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"PublishCanary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"canaryChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"workers"}},{"kind":"Field","name":{"kind":"Name","value":"seconds"}},{"kind":"Field","name":{"kind":"Name","value":"maxRefusedRatio"}},{"kind":"Field","name":{"kind":"Name","value":"onTooFewRequests"}},{"kind":"Field","name":{"kind":"Name","value":"startedAt"}},{"kind":"Field","name":{"kind":"Name","value":"endedAt"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}}]}}]} as unknown as DocumentNode<PublishCanarySubscription, PublishCanarySubscriptionVariables>;
export const PublishEndCanaryDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"PublishEndCanary"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"EndCanaryInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endCanary"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EndCanarySuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"canary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}},{"kind":"Field","name":{"kind":"Name","value":"workers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Receipt"}}]}}]}},{"kind":"FragmentSpread","name":{"kind":"Name","value":"Problem"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Finding"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ValidationIssue"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Receipt"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkerReceipt"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"isRunning"}},{"kind":"Field","name":{"kind":"Name","value":"afterMs"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Problem"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Finding"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OutcomeUnknown"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}}]}}]} as unknown as DocumentNode<PublishEndCanaryMutation, PublishEndCanaryMutationVariables>;
export const PublishPreviewDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PublishPreview"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"windowSeconds"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"simulate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"workingCopy"},"value":{"kind":"BooleanValue","value":true}},{"kind":"ObjectField","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"windowSeconds"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"sample"}},{"kind":"Field","name":{"kind":"Name","value":"undecided"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missingWorkers"}},{"kind":"Field","name":{"kind":"Name","value":"confidence"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"marginPercent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"origin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"byCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PublishShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byPool"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PublishShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byRule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PublishShare"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byCountry"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"moved"}},{"kind":"Field","name":{"kind":"Name","value":"targets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"reasons"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"moved"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"netShare"}},{"kind":"Field","name":{"kind":"Name","value":"largest"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"from"}},{"kind":"Field","name":{"kind":"Name","value":"to"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PublishShare"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SimulatedKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}},{"kind":"Field","name":{"kind":"Name","value":"after"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}}]} as unknown as DocumentNode<PublishPreviewQuery, PublishPreviewQueryVariables>;
export const PublishFailuresDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PublishFailures"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"failures"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"requestsPerSecond"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"contingency"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"failures"},"value":{"kind":"Variable","name":{"kind":"Name","value":"failures"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"requestsPerSecond"},"value":{"kind":"Variable","name":{"kind":"Name","value":"requestsPerSecond"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"down"}},{"kind":"Field","name":{"kind":"Name","value":"basis"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"lostShare"}},{"kind":"Field","name":{"kind":"Name","value":"missingWorkers"}},{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"capacity"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"isOverloaded"}}]}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"budget"}},{"kind":"Field","name":{"kind":"Name","value":"percent"}},{"kind":"Field","name":{"kind":"Name","value":"isOverloaded"}}]}}]}}]}}]} as unknown as DocumentNode<PublishFailuresQuery, PublishFailuresQueryVariables>;
export const RoutingPictureDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RoutingPicture"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RoutingParts"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingChanges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"before"}},{"kind":"Field","name":{"kind":"Name","value":"after"}},{"kind":"Field","name":{"kind":"Name","value":"author"}}]}},{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoutingParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RoutingConfig"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"match"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}},{"kind":"Field","name":{"kind":"Name","value":"pathGlobs"}},{"kind":"Field","name":{"kind":"Name","value":"clientPercent"}},{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"continents"}},{"kind":"Field","name":{"kind":"Name","value":"asns"}},{"kind":"Field","name":{"kind":"Name","value":"zones"}},{"kind":"Field","name":{"kind":"Name","value":"userAgents"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pools"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"stickyParameter"}},{"kind":"Field","name":{"kind":"Name","value":"stabilise"}},{"kind":"Field","name":{"kind":"Name","value":"fallbacks"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"maxSharePercent"}},{"kind":"Field","name":{"kind":"Name","value":"places"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"zone"}},{"kind":"Field","name":{"kind":"Name","value":"distance"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"excludeCountries"}},{"kind":"Field","name":{"kind":"Name","value":"excludeUnknown"}},{"kind":"Field","name":{"kind":"Name","value":"excludeZones"}}]}},{"kind":"Field","name":{"kind":"Name","value":"zones"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ratio"}}]}}]}}]} as unknown as DocumentNode<RoutingPictureQuery, RoutingPictureQueryVariables>;
export const RoutingTrafficDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RoutingTraffic"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"traffic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"IntValue","value":"600"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"byRule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}},{"kind":"Field","name":{"kind":"Name","value":"byPool"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"byCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"wantedShare"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RoutingTrafficQuery, RoutingTrafficQueryVariables>;
export const RoutingZoneDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RoutingZone"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"zone"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"cidrs"}}]}}]}}]} as unknown as DocumentNode<RoutingZoneQuery, RoutingZoneQueryVariables>;
export const RoutingClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RoutingClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ip"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"userAgent"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"video"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientFacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ip"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ip"}}},{"kind":"Argument","name":{"kind":"Name","value":"userAgent"},"value":{"kind":"Variable","name":{"kind":"Name","value":"userAgent"}}},{"kind":"Argument","name":{"kind":"Name","value":"video"},"value":{"kind":"Variable","name":{"kind":"Name","value":"video"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"asn"}},{"kind":"Field","name":{"kind":"Name","value":"countryFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"builtAt"}},{"kind":"Field","name":{"kind":"Name","value":"trouble"}}]}},{"kind":"Field","name":{"kind":"Name","value":"asnFrom"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"source"}},{"kind":"Field","name":{"kind":"Name","value":"builtAt"}},{"kind":"Field","name":{"kind":"Name","value":"trouble"}}]}},{"kind":"Field","name":{"kind":"Name","value":"zone"}},{"kind":"Field","name":{"kind":"Name","value":"zones"}},{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"position"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}}]}},{"kind":"Field","name":{"kind":"Name","value":"excludedCdns"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}}]}}]}}]} as unknown as DocumentNode<RoutingClientQuery, RoutingClientQueryVariables>;
export const RoutingMoveRuleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RoutingMoveRule"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"position"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upsertRule"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"position"},"value":{"kind":"Variable","name":{"kind":"Name","value":"position"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<RoutingMoveRuleMutation, RoutingMoveRuleMutationVariables>;
export const RoutingEditsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"RoutingEdits"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditAppended"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"outcome"},"value":{"kind":"EnumValue","value":"ACCEPTED"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"action"}},{"kind":"Field","name":{"kind":"Name","value":"target"}}]}}]}}]} as unknown as DocumentNode<RoutingEditsSubscription, RoutingEditsSubscriptionVariables>;
export const TryClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TryClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ip"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"userAgent"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"video"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientFacts"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ip"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ip"}}},{"kind":"Argument","name":{"kind":"Name","value":"userAgent"},"value":{"kind":"Variable","name":{"kind":"Name","value":"userAgent"}}},{"kind":"Argument","name":{"kind":"Name","value":"video"},"value":{"kind":"Variable","name":{"kind":"Name","value":"video"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ip"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"asn"}},{"kind":"Field","name":{"kind":"Name","value":"zone"}},{"kind":"Field","name":{"kind":"Name","value":"excludedCdns"}},{"kind":"Field","name":{"kind":"Name","value":"rule"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}}]}}]}}]} as unknown as DocumentNode<TryClientQuery, TryClientQueryVariables>;
export const TryTargetsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TryTargets"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"requests"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SimulatedRequestInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"simulate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"requests"},"value":{"kind":"Variable","name":{"kind":"Name","value":"requests"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"origin"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"byCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"share"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"byPool"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"reasons"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"before"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"liveRevision"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"number"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"urlTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"httpsOnly"}},{"kind":"Field","name":{"kind":"Name","value":"signing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"form"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<TryTargetsQuery, TryTargetsQueryVariables>;
export const CanaryTrafficDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CanaryTraffic"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"canary"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"traffic"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"own"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}},{"kind":"Field","name":{"kind":"Name","value":"others"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"requests"}},{"kind":"Field","name":{"kind":"Name","value":"refused"}}]}}]}}]}}]}}]} as unknown as DocumentNode<CanaryTrafficQuery, CanaryTrafficQueryVariables>;
export const OverridesHeldDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"OverridesHeld"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"overridesChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OverrideParts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OverrideParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Override"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"until"}},{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"inEffect"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}}]}}]} as unknown as DocumentNode<OverridesHeldSubscription, OverridesHeldSubscriptionVariables>;
export const OverridesSharesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OverridesShares"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"traffic"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"windowSeconds"},"value":{"kind":"IntValue","value":"60"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"origin"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"byCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"share"}},{"kind":"Field","name":{"kind":"Name","value":"wantedShare"}}]}}]}}]}}]} as unknown as DocumentNode<OverridesSharesQuery, OverridesSharesQueryVariables>;
export const OverridesSetDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OverridesSet"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetOverrideInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setOverride"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SetOverrideSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isFollowed"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"override"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OverrideParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"replaced"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OverrideParts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OverrideParts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Override"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"target"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"until"}},{"kind":"Field","name":{"kind":"Name","value":"by"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"inEffect"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}}]}}]} as unknown as DocumentNode<OverridesSetMutation, OverridesSetMutationVariables>;
export const OverridesLiftDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OverridesLift"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"kind"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OverrideKind"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"target"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"reason"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"dryRun"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"liftOverride"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"kind"},"value":{"kind":"Variable","name":{"kind":"Name","value":"kind"}}},{"kind":"Argument","name":{"kind":"Name","value":"target"},"value":{"kind":"Variable","name":{"kind":"Name","value":"target"}}},{"kind":"Argument","name":{"kind":"Name","value":"reason"},"value":{"kind":"Variable","name":{"kind":"Name","value":"reason"}}},{"kind":"Argument","name":{"kind":"Name","value":"dryRun"},"value":{"kind":"Variable","name":{"kind":"Name","value":"dryRun"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"LiftOverrideSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isFollowed"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"warnings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<OverridesLiftMutation, OverridesLiftMutationVariables>;
export const ReceiptWorkersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ReceiptWorkers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workersChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"node"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"problem"}}]}}]}}]} as unknown as DocumentNode<ReceiptWorkersSubscription, ReceiptWorkersSubscriptionVariables>;
export const ConfigVersionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ConfigVersion"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]}}]} as unknown as DocumentNode<ConfigVersionQuery, ConfigVersionQueryVariables>;
export const ConfigKeysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ConfigKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"expectations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pools"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"Field","name":{"kind":"Name","value":"zones"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ConfigKeysQuery, ConfigKeysQueryVariables>;
export const ReadCdnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadCdn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"cdn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CdnFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CdnFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cdn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"capacity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hardPercent"}},{"kind":"Field","name":{"kind":"Name","value":"mbps"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"softPercent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"excludeCountries"}},{"kind":"Field","name":{"kind":"Name","value":"excludeUnknown"}},{"kind":"Field","name":{"kind":"Name","value":"excludeZones"}},{"kind":"Field","name":{"kind":"Name","value":"healthCheck"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expectBody"}},{"kind":"Field","name":{"kind":"Name","value":"expectStatus"}},{"kind":"Field","name":{"kind":"Name","value":"fall"}},{"kind":"Field","name":{"kind":"Name","value":"internal"}},{"kind":"Field","name":{"kind":"Name","value":"intervalSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"rise"}},{"kind":"Field","name":{"kind":"Name","value":"slowStartSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"timeoutSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"httpsOnly"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"loadInternal"}},{"kind":"Field","name":{"kind":"Name","value":"loadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"signing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clockSkewSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"form"}},{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"urlTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}}]} as unknown as DocumentNode<ReadCdnQuery, ReadCdnQueryVariables>;
export const WholeCdnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"whole"},"name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CdnFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CdnFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cdn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"capacity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hardPercent"}},{"kind":"Field","name":{"kind":"Name","value":"mbps"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"softPercent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"excludeCountries"}},{"kind":"Field","name":{"kind":"Name","value":"excludeUnknown"}},{"kind":"Field","name":{"kind":"Name","value":"excludeZones"}},{"kind":"Field","name":{"kind":"Name","value":"healthCheck"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expectBody"}},{"kind":"Field","name":{"kind":"Name","value":"expectStatus"}},{"kind":"Field","name":{"kind":"Name","value":"fall"}},{"kind":"Field","name":{"kind":"Name","value":"internal"}},{"kind":"Field","name":{"kind":"Name","value":"intervalSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"rise"}},{"kind":"Field","name":{"kind":"Name","value":"slowStartSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"timeoutSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"httpsOnly"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"loadInternal"}},{"kind":"Field","name":{"kind":"Name","value":"loadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"signing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clockSkewSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"form"}},{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"urlTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}}]} as unknown as DocumentNode<WholeCdnQuery, WholeCdnQueryVariables>;
export const BriefCdnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BriefCdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entries"},"name":{"kind":"Name","value":"cdns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"excludeUnknown"}},{"kind":"Field","name":{"kind":"Name","value":"httpsOnly"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"loadInternal"}},{"kind":"Field","name":{"kind":"Name","value":"loadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"urlTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BriefCdnQuery, BriefCdnQueryVariables>;
export const SaveCdnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveCdn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CdnInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"upsertCdn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertCdnSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"cdn"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"CdnFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"CdnFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Cdn"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"baseUrl"}},{"kind":"Field","name":{"kind":"Name","value":"capacity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hardPercent"}},{"kind":"Field","name":{"kind":"Name","value":"mbps"}},{"kind":"Field","name":{"kind":"Name","value":"requestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"softPercent"}}]}},{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"excludeCountries"}},{"kind":"Field","name":{"kind":"Name","value":"excludeUnknown"}},{"kind":"Field","name":{"kind":"Name","value":"excludeZones"}},{"kind":"Field","name":{"kind":"Name","value":"healthCheck"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expectBody"}},{"kind":"Field","name":{"kind":"Name","value":"expectStatus"}},{"kind":"Field","name":{"kind":"Name","value":"fall"}},{"kind":"Field","name":{"kind":"Name","value":"internal"}},{"kind":"Field","name":{"kind":"Name","value":"intervalSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"method"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"rise"}},{"kind":"Field","name":{"kind":"Name","value":"slowStartSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"timeoutSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"httpsOnly"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"loadInternal"}},{"kind":"Field","name":{"kind":"Name","value":"loadUrl"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"signing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clockSkewSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"form"}},{"kind":"Field","name":{"kind":"Name","value":"secret"}},{"kind":"Field","name":{"kind":"Name","value":"ttlSeconds"}}]}},{"kind":"Field","name":{"kind":"Name","value":"urlTemplate"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}}]} as unknown as DocumentNode<SaveCdnMutation, SaveCdnMutationVariables>;
export const DeleteCdnDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteCdn"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"deleteCdn"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"Argument","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteCdnSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteCdnMutation, DeleteCdnMutationVariables>;
export const ReadExpectationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadExpectation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"expectation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExpectationFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExpectationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expectation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"atLeastPercent"}},{"kind":"Field","name":{"kind":"Name","value":"atMostPercent"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"never"}},{"kind":"Field","name":{"kind":"Name","value":"when"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}}]}}]}}]} as unknown as DocumentNode<ReadExpectationQuery, ReadExpectationQueryVariables>;
export const WholeExpectationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeExpectation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"whole"},"name":{"kind":"Name","value":"expectations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExpectationFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExpectationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expectation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"atLeastPercent"}},{"kind":"Field","name":{"kind":"Name","value":"atMostPercent"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"never"}},{"kind":"Field","name":{"kind":"Name","value":"when"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}}]}}]}}]} as unknown as DocumentNode<WholeExpectationQuery, WholeExpectationQueryVariables>;
export const BriefExpectationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BriefExpectation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entries"},"name":{"kind":"Name","value":"expectations"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"atLeastPercent"}},{"kind":"Field","name":{"kind":"Name","value":"atMostPercent"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BriefExpectationQuery, BriefExpectationQueryVariables>;
export const SaveExpectationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveExpectation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExpectationInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"upsertExpectation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertExpectationSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"expectation"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ExpectationFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ExpectationFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Expectation"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"atLeastPercent"}},{"kind":"Field","name":{"kind":"Name","value":"atMostPercent"}},{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"never"}},{"kind":"Field","name":{"kind":"Name","value":"when"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}}]}}]}}]} as unknown as DocumentNode<SaveExpectationMutation, SaveExpectationMutationVariables>;
export const DeleteExpectationDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteExpectation"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"deleteExpectation"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"Argument","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteExpectationSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteExpectationMutation, DeleteExpectationMutationVariables>;
export const ReadOriginClusterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadOriginCluster"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"originCluster"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OriginClusterFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OriginClusterFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OriginCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostSuffix"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"maxRequestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxShare"}},{"kind":"Field","name":{"kind":"Name","value":"ports"}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"schemes"}},{"kind":"Field","name":{"kind":"Name","value":"serverLabelPattern"}}]}}]} as unknown as DocumentNode<ReadOriginClusterQuery, ReadOriginClusterQueryVariables>;
export const WholeOriginClusterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeOriginCluster"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"whole"},"name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OriginClusterFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OriginClusterFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OriginCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostSuffix"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"maxRequestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxShare"}},{"kind":"Field","name":{"kind":"Name","value":"ports"}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"schemes"}},{"kind":"Field","name":{"kind":"Name","value":"serverLabelPattern"}}]}}]} as unknown as DocumentNode<WholeOriginClusterQuery, WholeOriginClusterQueryVariables>;
export const BriefOriginClusterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BriefOriginCluster"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entries"},"name":{"kind":"Name","value":"originClusters"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostSuffix"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"maxRequestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxShare"}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"serverLabelPattern"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BriefOriginClusterQuery, BriefOriginClusterQueryVariables>;
export const SaveOriginClusterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveOriginCluster"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OriginClusterInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"upsertOriginCluster"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertOriginClusterSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"originCluster"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OriginClusterFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OriginClusterFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OriginCluster"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hostSuffix"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"maxRequestsPerSecond"}},{"kind":"Field","name":{"kind":"Name","value":"maxShare"}},{"kind":"Field","name":{"kind":"Name","value":"ports"}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"schemes"}},{"kind":"Field","name":{"kind":"Name","value":"serverLabelPattern"}}]}}]} as unknown as DocumentNode<SaveOriginClusterMutation, SaveOriginClusterMutationVariables>;
export const DeleteOriginClusterDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteOriginCluster"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"deleteOriginCluster"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"Argument","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteOriginClusterSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteOriginClusterMutation, DeleteOriginClusterMutationVariables>;
export const ReadPoolDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadPool"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"pool"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PoolFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PoolFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Pool"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fallbacks"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"maxSharePercent"}},{"kind":"Field","name":{"kind":"Name","value":"places"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"distance"}},{"kind":"Field","name":{"kind":"Name","value":"zone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"stabilise"}},{"kind":"Field","name":{"kind":"Name","value":"stickyParameter"}}]}}]} as unknown as DocumentNode<ReadPoolQuery, ReadPoolQueryVariables>;
export const WholePoolDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholePool"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"whole"},"name":{"kind":"Name","value":"pools"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PoolFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PoolFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Pool"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fallbacks"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"maxSharePercent"}},{"kind":"Field","name":{"kind":"Name","value":"places"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"distance"}},{"kind":"Field","name":{"kind":"Name","value":"zone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"stabilise"}},{"kind":"Field","name":{"kind":"Name","value":"stickyParameter"}}]}}]} as unknown as DocumentNode<WholePoolQuery, WholePoolQueryVariables>;
export const BriefPoolDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BriefPool"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entries"},"name":{"kind":"Name","value":"pools"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"stabilise"}},{"kind":"Field","name":{"kind":"Name","value":"stickyParameter"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BriefPoolQuery, BriefPoolQueryVariables>;
export const SavePoolDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SavePool"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"PoolInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"upsertPool"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertPoolSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"pool"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"PoolFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"PoolFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Pool"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fallbacks"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cdn"}},{"kind":"Field","name":{"kind":"Name","value":"maxSharePercent"}},{"kind":"Field","name":{"kind":"Name","value":"places"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"continent"}},{"kind":"Field","name":{"kind":"Name","value":"country"}},{"kind":"Field","name":{"kind":"Name","value":"distance"}},{"kind":"Field","name":{"kind":"Name","value":"zone"}}]}},{"kind":"Field","name":{"kind":"Name","value":"priority"}},{"kind":"Field","name":{"kind":"Name","value":"weight"}}]}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"stabilise"}},{"kind":"Field","name":{"kind":"Name","value":"stickyParameter"}}]}}]} as unknown as DocumentNode<SavePoolMutation, SavePoolMutationVariables>;
export const DeletePoolDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeletePool"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"deletePool"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"Argument","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeletePoolSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}}]} as unknown as DocumentNode<DeletePoolMutation, DeletePoolMutationVariables>;
export const ReadRuleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadRule"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"rule"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RuleFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RuleFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rule"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"match"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asns"}},{"kind":"Field","name":{"kind":"Name","value":"clientPercent"}},{"kind":"Field","name":{"kind":"Name","value":"continents"}},{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathGlobs"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}},{"kind":"Field","name":{"kind":"Name","value":"userAgents"}},{"kind":"Field","name":{"kind":"Name","value":"zones"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"position"}}]}}]} as unknown as DocumentNode<ReadRuleQuery, ReadRuleQueryVariables>;
export const WholeRuleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeRule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"whole"},"name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RuleFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RuleFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rule"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"match"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asns"}},{"kind":"Field","name":{"kind":"Name","value":"clientPercent"}},{"kind":"Field","name":{"kind":"Name","value":"continents"}},{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathGlobs"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}},{"kind":"Field","name":{"kind":"Name","value":"userAgents"}},{"kind":"Field","name":{"kind":"Name","value":"zones"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"position"}}]}}]} as unknown as DocumentNode<WholeRuleQuery, WholeRuleQueryVariables>;
export const BriefRuleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BriefRule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entries"},"name":{"kind":"Name","value":"rules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"position"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BriefRuleQuery, BriefRuleQueryVariables>;
export const SaveRuleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveRule"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RuleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"upsertRule"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertRuleSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"rule"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RuleFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RuleFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Rule"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"enabled"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"match"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"asns"}},{"kind":"Field","name":{"kind":"Name","value":"clientPercent"}},{"kind":"Field","name":{"kind":"Name","value":"continents"}},{"kind":"Field","name":{"kind":"Name","value":"countries"}},{"kind":"Field","name":{"kind":"Name","value":"originClusters"}},{"kind":"Field","name":{"kind":"Name","value":"pathGlobs"}},{"kind":"Field","name":{"kind":"Name","value":"pathPrefixes"}},{"kind":"Field","name":{"kind":"Name","value":"userAgents"}},{"kind":"Field","name":{"kind":"Name","value":"zones"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pool"}},{"kind":"Field","name":{"kind":"Name","value":"position"}}]}}]} as unknown as DocumentNode<SaveRuleMutation, SaveRuleMutationVariables>;
export const DeleteRuleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteRule"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"deleteRule"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"Argument","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteRuleSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteRuleMutation, DeleteRuleMutationVariables>;
export const ReadSettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingsFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingsFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Settings"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessLog"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oneIn"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxEjectedPercent"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"global"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"perAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"recordTraffic"}},{"kind":"Field","name":{"kind":"Name","value":"redirectStatus"}}]}}]} as unknown as DocumentNode<ReadSettingsQuery, ReadSettingsQueryVariables>;
export const WholeSettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeSettings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"whole"},"name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingsFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingsFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Settings"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessLog"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oneIn"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxEjectedPercent"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"global"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"perAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"recordTraffic"}},{"kind":"Field","name":{"kind":"Name","value":"redirectStatus"}}]}}]} as unknown as DocumentNode<WholeSettingsQuery, WholeSettingsQueryVariables>;
export const SaveSettingsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveSettings"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SettingsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"updateSettings"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateSettingsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"settings"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"SettingsFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"SettingsFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Settings"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessLog"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"oneIn"}}]}},{"kind":"Field","name":{"kind":"Name","value":"maxEjectedPercent"}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"global"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}},{"kind":"Field","name":{"kind":"Name","value":"perAddress"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"burst"}},{"kind":"Field","name":{"kind":"Name","value":"perSecond"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"ratio"}},{"kind":"Field","name":{"kind":"Name","value":"recordTraffic"}},{"kind":"Field","name":{"kind":"Name","value":"redirectStatus"}}]}}]} as unknown as DocumentNode<SaveSettingsMutation, SaveSettingsMutationVariables>;
export const ReadZoneDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ReadZone"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"zone"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ZoneFields"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ZoneFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Zone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cidrs"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]} as unknown as DocumentNode<ReadZoneQuery, ReadZoneQueryVariables>;
export const WholeZoneDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeZone"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"whole"},"name":{"kind":"Name","value":"zones"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ZoneFields"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ZoneFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Zone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cidrs"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]} as unknown as DocumentNode<WholeZoneQuery, WholeZoneQueryVariables>;
export const BriefZoneDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"BriefZone"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workingCopy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"config"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entries"},"name":{"kind":"Name","value":"zones"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<BriefZoneQuery, BriefZoneQueryVariables>;
export const SaveZoneDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SaveZone"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ZoneInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"upsertZone"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertZoneSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"entry"},"name":{"kind":"Name","value":"zone"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ZoneFields"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ZoneFields"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Zone"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cidrs"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]} as unknown as DocumentNode<SaveZoneMutation, SaveZoneMutationVariables>;
export const DeleteZoneDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteZone"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"key"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"outcome"},"name":{"kind":"Name","value":"deleteZone"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"key"},"value":{"kind":"Variable","name":{"kind":"Name","value":"key"}}},{"kind":"Argument","name":{"kind":"Name","value":"expectedVersion"},"value":{"kind":"Variable","name":{"kind":"Name","value":"expectedVersion"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteZoneSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"key"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UserError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issues"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"severity"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"remedy"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Stale"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"expected"}},{"kind":"Field","name":{"kind":"Name","value":"actual"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteZoneMutation, DeleteZoneMutationVariables>;