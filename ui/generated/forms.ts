// Generated from schema.graphql and docs/config.schema.json by "npm run generate".
/** The newest form of a document. */
export const formatVersion = 6

/** What the forms of the configuration are made of. */
export const forms = {
  "cdns": {
    "words": "A CDN that serves the same content as the origin. Players are redirected to `baseUrl` + `/` + server label + path and query of the video URL, or as `urlTemplate` says.",
    "most": 1000,
    "fields": [
      {
        "name": "key",
        "words": "Chosen by the operator, never changed.",
        "allowed": "1 to 32 of a–z, 0–9 and \"-\", a letter first",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z][a-z0-9-]{0,31}$"
        }
      },
      {
        "name": "name",
        "words": "Display name.",
        "allowed": "1 to 200 characters, none of them a control character",
        "unlessTold": "the key",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$",
          "maxLength": 200
        }
      },
      {
        "name": "baseUrl",
        "words": "Without a urlTemplate a redirect is this URL, then the server label, then path and query of the video URL; without a scheme that of the video URL is used.",
        "allowed": "scheme://host:port/prefix, of which only the host is needed, http or https",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^(?:[Hh][Tt][Tt][Pp][Ss]?:\\/\\/)?(?=[A-Za-z0-9.\\-]{1,253}(?:[:/]|$))(?:(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?=(?:[:/]|$))|(?:[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?\\.)*(?!(?:[0-9]+|0[xX][0-9A-Fa-f]*)(?:[:/]|$))[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?)(?::(?!0+(?:\\/|$))(?:[0-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(?:(?!.*\\/(?:\\.|%2[eE]){1,2}(?:\\/|$))\\/(?:[A-Za-z0-9._~!$&'()*+,;=:@/\\-]|%[0-9A-Fa-f]{2})*)?$",
          "maxLength": 512
        }
      },
      {
        "name": "weight",
        "words": "The share is weight over the sum of the weights of all enabled CDNs; 0 is a fallback only.",
        "allowed": "an integer from 0 to 1000",
        "unlessTold": "1",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 0,
          "max": 1000
        }
      },
      {
        "name": "enabled",
        "words": "A disabled CDN keeps its settings and gets no traffic.",
        "allowed": "true or false",
        "unlessTold": "true",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "FLAG"
        }
      },
      {
        "name": "healthCheck",
        "words": "How its health is checked, replaced as a whole; null: not at all, and it counts as healthy.",
        "allowed": "",
        "unlessTold": "",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "GROUP",
          "fields": [
            {
              "name": "path",
              "words": "Path and query of a real object or playlist, asked for behind the base URL.",
              "allowed": "a \"/\" and visible ASCII characters but \"#\", 2048 at most",
              "unlessTold": "",
              "isRequired": true,
              "isNullable": false,
              "holds": {
                "kind": "TEXT",
                "pattern": "^\\/[!\"$-~]*$",
                "maxLength": 2048
              }
            },
            {
              "name": "method",
              "words": "Method of the probe.",
              "allowed": "GET, HEAD",
              "unlessTold": "GET",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "CHOICE",
                "values": [
                  {
                    "value": "GET",
                    "words": "Reads at most 64 KiB of the body."
                  },
                  {
                    "value": "HEAD",
                    "words": "Has no body, so none can be expected."
                  }
                ]
              }
            },
            {
              "name": "expectStatus",
              "words": "Statuses that pass.",
              "allowed": "at most 10 integers from 200 to 599",
              "unlessTold": "none, for 200 to 299",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "NUMBER",
                  "isWhole": true,
                  "min": 200,
                  "max": 599
                },
                "least": 0,
                "most": 10
              }
            },
            {
              "name": "expectBody",
              "words": "Text that the first 64 KiB of the body contain; null: any body.",
              "allowed": "1 to 256 characters, none of them a control character; with GET alone",
              "unlessTold": "null",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "TEXT",
                "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$",
                "maxLength": 256
              }
            },
            {
              "name": "intervalSeconds",
              "words": "Time from one probe to the next.",
              "allowed": "an integer from 1 to 3600",
              "unlessTold": "10",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 3600
              }
            },
            {
              "name": "timeoutSeconds",
              "words": "Time for the whole answer, at most the interval.",
              "allowed": "an integer from 1 to 60",
              "unlessTold": "2, or the interval where that is shorter",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 60
              }
            },
            {
              "name": "fall",
              "words": "Failures in a row that take the CDN out.",
              "allowed": "an integer from 1 to 10",
              "unlessTold": "3",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 10
              }
            },
            {
              "name": "rise",
              "words": "Passes in a row that bring it back.",
              "allowed": "an integer from 1 to 10",
              "unlessTold": "2",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 10
              }
            },
            {
              "name": "slowStartSeconds",
              "words": "Time in which the weight climbs to its full value after the CDN was out; 0: at once.",
              "allowed": "an integer from 0 to 3600",
              "unlessTold": "60",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 0,
                "max": 3600
              }
            },
            {
              "name": "internal",
              "words": "Whether loopback, link-local, private and metadata addresses may be asked.",
              "allowed": "true or false",
              "unlessTold": "false",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "FLAG"
              }
            }
          ]
        }
      },
      {
        "name": "excludeCountries",
        "words": "Countries whose clients it never gets, whatever else holds.",
        "allowed": "codes of ISO 3166-1 alpha-2, or XK",
        "unlessTold": "none",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "LIST",
          "of": {
            "kind": "TEXT",
            "pattern": "^[A-Z]{2}$"
          },
          "least": 0,
          "most": 250
        }
      },
      {
        "name": "excludeZones",
        "words": "Keys of zones whose clients it never gets, whatever else holds.",
        "allowed": "keys of zones, else `UNKNOWN_REFERENCE`",
        "unlessTold": "none",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "LIST",
          "of": {
            "kind": "TEXT",
            "pattern": "^[a-z][a-z0-9-]{0,31}$",
            "refersTo": "zones"
          },
          "least": 0,
          "most": 100
        }
      },
      {
        "name": "excludeUnknown",
        "words": "Whether it never gets clients of unknown country either.",
        "allowed": "true or false",
        "unlessTold": "false",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "FLAG"
        }
      },
      {
        "name": "urlTemplate",
        "words": "Form of a redirect, which lacks what it leaves out; {base} is the base URL without its scheme, {query} brings its \"?\"; null: {scheme}://{base}/{server}{path}{query}.",
        "allowed": "{scheme}://{base} or a scheme and a fixed host, then a path of {server}, {path} and {query}; {path} once, at most 512 characters",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "TEXT",
          "pattern": "^(?:https?|\\{scheme\\}):\\/\\/(?:\\{base\\}|[A-Za-z0-9.:\\-]+)(?=\\/|\\{path\\})(?=.*\\{path\\})(?:[A-Za-z0-9._~!$&'()*+,;=:@\\/\\-]|%[0-9A-Fa-f]{2}|\\{(?:server|path)\\})+(?:\\{query\\})?$",
          "maxLength": 512
        }
      },
      {
        "name": "httpsOnly",
        "words": "Whether redirects to it are https, whatever the scheme of the video URL; base URL and template then name no http.",
        "allowed": "true or false",
        "unlessTold": "false",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "FLAG"
        }
      },
      {
        "name": "signing",
        "words": "How redirects to it are signed, replaced as a whole; null: not at all.",
        "allowed": "",
        "unlessTold": "",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "GROUP",
          "fields": [
            {
              "name": "form",
              "words": "Form of the signature.",
              "allowed": "EDGE_AUTH, SECURE_LINK, URI_SIGNING",
              "unlessTold": "EDGE_AUTH",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "CHOICE",
                "values": [
                  {
                    "value": "EDGE_AUTH",
                    "words": "A token of `exp`, `acl` and an HMAC-SHA-256, as edge servers check it."
                  },
                  {
                    "value": "SECURE_LINK",
                    "words": "`md5` and `expires`, as nginx's module `secure_link` checks them."
                  },
                  {
                    "value": "URI_SIGNING",
                    "words": "A signed JWT of RFC 9246."
                  }
                ]
              }
            },
            {
              "name": "secret",
              "words": "Where the secret is that the CDN knows, too; it stands in no configuration.",
              "allowed": "\"file:NAME\" below SECRETS_DIR, or \"env:SLUICE_SECRET_NAME\"",
              "unlessTold": "",
              "isRequired": true,
              "isNullable": false,
              "holds": {
                "kind": "TEXT",
                "pattern": "^(?:file:[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}|env:SLUICE_SECRET_[A-Z0-9_]{1,64})$"
              }
            },
            {
              "name": "ttlSeconds",
              "words": "Time for which a signature holds.",
              "allowed": "an integer from 1 to 604800",
              "unlessTold": "3600",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 604800
              }
            },
            {
              "name": "clockSkewSeconds",
              "words": "Seconds by which a CDN's clock may be behind or ahead.",
              "allowed": "an integer from 0 to 3600",
              "unlessTold": "30",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 0,
                "max": 3600
              }
            }
          ]
        }
      },
      {
        "name": "capacity",
        "words": "How much it takes, replaced as a whole; null: its load is not looked at.",
        "allowed": "",
        "unlessTold": "",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "GROUP",
          "fields": [
            {
              "name": "requestsPerSecond",
              "words": "Redirects a second that it takes from all nodes; null: no bound of its own.",
              "allowed": "an integer from 1 to 100000000",
              "unlessTold": "null",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 100000000
              }
            },
            {
              "name": "mbps",
              "words": "Megabits a second that it delivers, which reports of its load are compared with; null: no such bound.",
              "allowed": "an integer from 1 to 100000000",
              "unlessTold": "null",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 100000000
              }
            },
            {
              "name": "softPercent",
              "words": "Load above which its share falls.",
              "allowed": "an integer from 1 to 200",
              "unlessTold": "80",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 200
              }
            },
            {
              "name": "hardPercent",
              "words": "Load at which it gets nothing more.",
              "allowed": "an integer from 1 to 200",
              "unlessTold": "100",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 200
              }
            }
          ]
        }
      },
      {
        "name": "loadUrl",
        "words": "URL of JSON with its load, asked every 10 s: percent of its capacity or mbps, and validSeconds (30 unless told); null: nobody is asked.",
        "allowed": "http or https, a host and a path, without credentials and fragment, 512 characters at most",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "TEXT",
          "pattern": "^https?:\\/\\/[!-~]+$",
          "maxLength": 512
        }
      },
      {
        "name": "loadInternal",
        "words": "Whether loadUrl may lead to loopback, link-local, private and metadata addresses.",
        "allowed": "true or false",
        "unlessTold": "false",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "FLAG"
        }
      }
    ]
  },
  "originClusters": {
    "words": "A host suffix whose servers a video URL may name: `s1.origin-cluster` is the server `s1` of the cluster `origin-cluster`.",
    "most": 1000,
    "fields": [
      {
        "name": "key",
        "words": "Chosen by the operator, never changed; a cluster from `ORIGIN_CLUSTERS` gets its suffix, with \"-\" for \".\".",
        "allowed": "1 to 240 of a–z, 0–9 and \"-\", a letter or digit first",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z0-9][a-z0-9-]{0,239}$"
        }
      },
      {
        "name": "hostSuffix",
        "words": "The part of the host behind the server label; unique among the clusters (`DUPLICATE`).",
        "allowed": "one or more labels of a–z, 0–9 and \"-\", joined by \".\", the last not a number",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^(?:[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?\\.)*(?!(?:[0-9]+|0[xX][0-9A-Fa-f]*)$)[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?$",
          "maxLength": 240
        }
      },
      {
        "name": "serverLabelPattern",
        "words": "Pattern that the whole first label of the host has to match; null: `s` and 1–4 digits.",
        "allowed": "a–z, 0–9, \"-\", \\d and classes such as [a-f], each with an optional ?, {n} or {m,n}; at most 3 of ? and {m,n}",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "TEXT",
          "pattern": "^(?=(?:[^?,]*[?,]){0,3}[^?,]*$)(?:(?:[a-z0-9-]|\\\\d|\\[[a-z0-9-]+\\])(?:\\?|\\{[0-9]{1,2}(?:,[0-9]{1,2})?\\})?)+$",
          "maxLength": 128
        }
      },
      {
        "name": "schemes",
        "words": "Schemes of the video URLs that are accepted.",
        "allowed": "http, https or both",
        "unlessTold": "both",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "LIST",
          "of": {
            "kind": "CHOICE",
            "values": [
              {
                "value": "http",
                "words": ""
              },
              {
                "value": "https",
                "words": ""
              }
            ]
          },
          "least": 1,
          "most": 2
        }
      },
      {
        "name": "ports",
        "words": "Ports allowed besides the scheme's own; kept in a redirect to the origin.",
        "allowed": "at most 16 integers from 1 to 65535",
        "unlessTold": "none",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "LIST",
          "of": {
            "kind": "NUMBER",
            "isWhole": true,
            "min": 1,
            "max": 65535
          },
          "least": 0,
          "most": 16
        }
      },
      {
        "name": "ratio",
        "words": "Every ratio-th valid request for the cluster goes to the origin, counted by itself; null: the ratio of the settings, counted together with the other clusters that have none.",
        "allowed": "an integer from 0 to 1000000",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 0,
          "max": 1000000
        }
      },
      {
        "name": "maxRequestsPerSecond",
        "words": "Most redirects a second to its origin, over all nodes, when no CDN can be used; null: no such limit.",
        "allowed": "an integer from 1 to 1000000",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 1,
          "max": 1000000
        }
      },
      {
        "name": "maxShare",
        "words": "Most of its requests that its origin gets when no CDN can be used, as a part of all of them; null: no such limit.",
        "allowed": "a number above 0, at most 1",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "NUMBER",
          "isWhole": false,
          "above": 0,
          "max": 1
        }
      }
    ]
  },
  "pools": {
    "words": "CDNs that serve the requests of some rules. What no rule matches goes to the pool of all CDNs, by their own weights: `all`.",
    "most": 100,
    "fields": [
      {
        "name": "key",
        "words": "Chosen by the operator, never changed.",
        "allowed": "1 to 32 of a–z, 0–9 and \"-\", a letter first",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z][a-z0-9-]{0,31}$"
        }
      },
      {
        "name": "name",
        "words": "Display name.",
        "allowed": "1 to 200 characters, none of them a control character",
        "unlessTold": "the key",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$",
          "maxLength": 200
        }
      },
      {
        "name": "policy",
        "words": "How a member is chosen.",
        "allowed": "WEIGHTED, FAILOVER, HASH_PATH, STICKY, GEO, LEAST_LOAD",
        "unlessTold": "WEIGHTED",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "CHOICE",
          "values": [
            {
              "value": "WEIGHTED",
              "words": "By weight, exactly over a period."
            },
            {
              "value": "FAILOVER",
              "words": "The lowest priority that has a member that can be used; within it by weight."
            },
            {
              "value": "HASH_PATH",
              "words": "By server label and directory, so that the playlists and segments of a video stay together."
            },
            {
              "value": "STICKY",
              "words": "By the client's network (/24, in IPv6 /56), or by the value of `stickyParameter`."
            },
            {
              "value": "GEO",
              "words": "The member nearest to the client, and by weight those about as near; what is over `maxSharePercent` goes to the next."
            },
            {
              "value": "LEAST_LOAD",
              "words": "By weight and the room that each has left, so that all are about as full."
            }
          ]
        }
      },
      {
        "name": "members",
        "words": "CDNs of the pool, replaced as a whole; a disabled one stays a member and gets no traffic.",
        "allowed": "at least one, each CDN once, of all pools together at most 10,000",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "ROWS",
          "fields": [
            {
              "name": "cdn",
              "words": "Key of the CDN.",
              "allowed": "the key of a CDN, each once in a pool",
              "unlessTold": "",
              "isRequired": true,
              "isNullable": false,
              "holds": {
                "kind": "TEXT",
                "pattern": "^[a-z][a-z0-9-]{0,31}$",
                "refersTo": "cdns"
              }
            },
            {
              "name": "weight",
              "words": "The share is weight over the sum of the weights; 0 is a fallback only.",
              "allowed": "an integer from 0 to 1000",
              "unlessTold": "1",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 0,
                "max": 1000
              }
            },
            {
              "name": "priority",
              "words": "The lowest comes first with `FAILOVER`; the other policies ignore it.",
              "allowed": "an integer from 0 to 1000",
              "unlessTold": "0",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 0,
                "max": 1000
              }
            },
            {
              "name": "places",
              "words": "Places that it serves, for `GEO`: of each a country, a continent or a zone, with a distance or without.",
              "allowed": "at most 300, each once; of all members of all pools together at most 10,000",
              "unlessTold": "none",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "ROWS",
                "fields": [
                  {
                    "name": "country",
                    "words": "Code of a country, ISO 3166-1 alpha-2 or XK.",
                    "allowed": "",
                    "unlessTold": "",
                    "isRequired": false,
                    "isNullable": true,
                    "holds": {
                      "kind": "TEXT",
                      "pattern": "^[A-Z]{2}$"
                    }
                  },
                  {
                    "name": "continent",
                    "words": "Code of a continent: AF, AN, AS, EU, NA, OC, SA.",
                    "allowed": "",
                    "unlessTold": "",
                    "isRequired": false,
                    "isNullable": true,
                    "holds": {
                      "kind": "CHOICE",
                      "values": [
                        {
                          "value": "AF",
                          "words": ""
                        },
                        {
                          "value": "AN",
                          "words": ""
                        },
                        {
                          "value": "AS",
                          "words": ""
                        },
                        {
                          "value": "EU",
                          "words": ""
                        },
                        {
                          "value": "NA",
                          "words": ""
                        },
                        {
                          "value": "OC",
                          "words": ""
                        },
                        {
                          "value": "SA",
                          "words": ""
                        }
                      ]
                    }
                  },
                  {
                    "name": "zone",
                    "words": "Key of a zone.",
                    "allowed": "",
                    "unlessTold": "",
                    "isRequired": false,
                    "isNullable": true,
                    "holds": {
                      "kind": "TEXT",
                      "pattern": "^[a-z][a-z0-9-]{0,31}$",
                      "refersTo": "zones"
                    }
                  },
                  {
                    "name": "distance",
                    "words": "Kilometres from clients there, whatever the map says, 0 to 20038; null: 0 in a zone, 100 in a country, 200 in a continent.",
                    "allowed": "",
                    "unlessTold": "",
                    "isRequired": false,
                    "isNullable": true,
                    "holds": {
                      "kind": "NUMBER",
                      "isWhole": true,
                      "min": 0,
                      "max": 20038
                    }
                  }
                ],
                "least": 0,
                "most": 300
              }
            },
            {
              "name": "maxSharePercent",
              "words": "Most of the requests of one place that it gets with `GEO`; what is over goes to the next nearest.",
              "allowed": "an integer from 1 to 100",
              "unlessTold": "100",
              "isRequired": false,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 100
              }
            }
          ],
          "least": 1,
          "most": 1000
        }
      },
      {
        "name": "fallbacks",
        "words": "Keys of the pools that are asked in this order when no member can be used.",
        "allowed": "at most 10 pools, each once, in no circle",
        "unlessTold": "none",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "LIST",
          "of": {
            "kind": "TEXT",
            "pattern": "^[a-z][a-z0-9-]{0,31}$",
            "refersTo": "pools"
          },
          "least": 0,
          "most": 10
        }
      },
      {
        "name": "stabilise",
        "words": "Percent by which a member may be farther than the nearest one and still share with it, by weight, with `GEO`.",
        "allowed": "an integer from 0 to 100",
        "unlessTold": "0",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 0,
          "max": 100
        }
      },
      {
        "name": "stickyParameter",
        "words": "Query parameter of the video URL whose value STICKY keeps on one CDN; null, or a URL without it: the client's network.",
        "allowed": "1 to 64 of A–Z, a–z, 0–9 and \"._~-\"",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[A-Za-z0-9._~-]{1,64}$"
        }
      }
    ]
  },
  "rules": {
    "words": "Sends the requests that it matches to a pool. Of the enabled rules that match, the one of the lowest position decides.",
    "most": 1000,
    "fields": [
      {
        "name": "key",
        "words": "Chosen by the operator, never changed.",
        "allowed": "1 to 32 of a–z, 0–9 and \"-\", a letter first",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z][a-z0-9-]{0,31}$"
        }
      },
      {
        "name": "position",
        "words": "Of the enabled rules that match, the one of the lowest position decides; unique among all rules (`DUPLICATE`).",
        "allowed": "an integer from 1 to 1000000",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 1,
          "max": 1000000
        }
      },
      {
        "name": "enabled",
        "words": "A disabled rule keeps its fields and matches nothing.",
        "allowed": "true or false",
        "unlessTold": "true",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "FLAG"
        }
      },
      {
        "name": "pool",
        "words": "Key of the pool that serves what the rule matches.",
        "allowed": "the key of a pool, else `UNKNOWN_REFERENCE`",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z][a-z0-9-]{0,31}$",
          "refersTo": "pools"
        }
      },
      {
        "name": "match",
        "words": "Conditions that all have to hold, replaced as a whole; without one the rule matches every request.",
        "allowed": "",
        "unlessTold": "none",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "GROUP",
          "fields": [
            {
              "name": "originClusters",
              "words": "Keys of origin clusters, one of which the host of the video URL belongs to.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^[a-z0-9][a-z0-9-]{0,239}$",
                  "refersTo": "originClusters"
                },
                "least": 0,
                "most": 100
              }
            },
            {
              "name": "pathPrefixes",
              "words": "Beginnings of the path of the video URL as it stands in the redirect, each with a leading slash.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^\\/(?:[A-Za-z0-9._~!$&'()+,;=:@/\\-]|%[0-9A-Fa-f]{2})*$",
                  "maxLength": 512
                },
                "least": 0,
                "most": 100
              }
            },
            {
              "name": "pathGlobs",
              "words": "Patterns of the whole path: `*` is any part of a segment, `**` as a whole segment any number of them, also none.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^(?!.*(?:[^/]\\*\\*|\\*\\*[^/]))\\/(?:[A-Za-z0-9._~!$&'()+,;=:@/\\-]|%[0-9A-Fa-f]{2}|\\*)*$",
                  "maxLength": 512
                },
                "least": 0,
                "most": 100
              }
            },
            {
              "name": "countries",
              "words": "Countries of the client, ISO 3166-1 alpha-2 or XK.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^[A-Z]{2}$"
                },
                "least": 0,
                "most": 250
              }
            },
            {
              "name": "continents",
              "words": "Continents of the client's country: AF, AN, AS, EU, NA, OC, SA.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "CHOICE",
                  "values": [
                    {
                      "value": "AF",
                      "words": ""
                    },
                    {
                      "value": "AN",
                      "words": ""
                    },
                    {
                      "value": "AS",
                      "words": ""
                    },
                    {
                      "value": "EU",
                      "words": ""
                    },
                    {
                      "value": "NA",
                      "words": ""
                    },
                    {
                      "value": "OC",
                      "words": ""
                    },
                    {
                      "value": "SA",
                      "words": ""
                    }
                  ]
                },
                "least": 0,
                "most": 7
              }
            },
            {
              "name": "asns",
              "words": "Numbers of the autonomous system that the client's network belongs to, 1 to 4294967295.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "NUMBER",
                  "isWhole": true,
                  "min": 1,
                  "max": 4294967295
                },
                "least": 0,
                "most": 100
              }
            },
            {
              "name": "zones",
              "words": "Keys of zones, one of which the client is in.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^[a-z][a-z0-9-]{0,31}$",
                  "refersTo": "zones"
                },
                "least": 0,
                "most": 100
              }
            },
            {
              "name": "userAgents",
              "words": "Texts of which the first 512 characters of `User-Agent` contain one, in the same case; at most 200 in all enabled rules.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^[ -~]+$",
                  "minLength": 1,
                  "maxLength": 128
                },
                "least": 0,
                "most": 20
              }
            },
            {
              "name": "clientPercent",
              "words": "Percent of the client networks (/24, in IPv6 /56) for which the rule holds, 1 to 99; more percent keep those of fewer.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 99
              }
            }
          ]
        }
      }
    ]
  },
  "zones": {
    "words": "An operator's own name for networks. An address is in the zone of the longest prefix that holds it.",
    "most": 100,
    "fields": [
      {
        "name": "key",
        "words": "Chosen by the operator, never changed.",
        "allowed": "1 to 32 of a–z, 0–9 and \"-\", a letter first",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z][a-z0-9-]{0,31}$"
        }
      },
      {
        "name": "name",
        "words": "Display name.",
        "allowed": "1 to 200 characters, none of them a control character",
        "unlessTold": "the key",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$",
          "maxLength": 200
        }
      },
      {
        "name": "cidrs",
        "words": "Networks of the zone, replaced as a whole; an address is in the zone of the longest prefix that holds it.",
        "allowed": "a network such as 192.0.2.0/24 or 2001:db8::/32, with no bit set behind its prefix; of all zones together at most 20,000",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "LIST",
          "of": {
            "kind": "TEXT",
            "pattern": "^[\\d.]+\\/(?:3[0-2]|[12]?\\d)$|^[\\da-fA-F.]*:[\\da-fA-F:.]*\\/(?:12[0-8]|1[01]\\d|[1-9]?\\d)$"
          },
          "least": 1,
          "most": 20000
        }
      }
    ]
  },
  "expectations": {
    "words": "Something that has to stay true: a revision that breaks it is refused with `EXPECTATION_BROKEN`.",
    "most": 100,
    "fields": [
      {
        "name": "key",
        "words": "Chosen by the operator, never changed.",
        "allowed": "1 to 32 of a–z, 0–9 and \"-\", a letter first",
        "unlessTold": "",
        "isRequired": true,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z][a-z0-9-]{0,31}$"
        }
      },
      {
        "name": "name",
        "words": "Display name.",
        "allowed": "1 to 200 characters, none of them a control character",
        "unlessTold": "the key",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]+$",
          "maxLength": 200
        }
      },
      {
        "name": "when",
        "words": "Requests that it is about, replaced as a whole; without a condition all.",
        "allowed": "",
        "unlessTold": "all",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "GROUP",
          "fields": [
            {
              "name": "originClusters",
              "words": "Keys of origin clusters, one of which the host of the video URL belongs to.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^[a-z0-9][a-z0-9-]{0,239}$",
                  "refersTo": "originClusters"
                },
                "least": 0,
                "most": 100
              }
            },
            {
              "name": "pathPrefixes",
              "words": "Beginnings of the path of the video URL as it stands in the redirect, each with a leading slash.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^\\/(?:[A-Za-z0-9._~!$&'()+,;=:@/\\-]|%[0-9A-Fa-f]{2})*$",
                  "maxLength": 512
                },
                "least": 0,
                "most": 100
              }
            },
            {
              "name": "countries",
              "words": "Countries of the client, ISO 3166-1 alpha-2 or XK.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "LIST",
                "of": {
                  "kind": "TEXT",
                  "pattern": "^[A-Z]{2}$"
                },
                "least": 0,
                "most": 250
              }
            }
          ]
        }
      },
      {
        "name": "never",
        "words": "Keys of CDNs that such a request never gets, whichever CDN is out.",
        "allowed": "keys of CDNs, else `UNKNOWN_REFERENCE`",
        "unlessTold": "none",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "LIST",
          "of": {
            "kind": "TEXT",
            "pattern": "^[a-z][a-z0-9-]{0,31}$",
            "refersTo": "cdns"
          },
          "least": 0,
          "most": 1000
        }
      },
      {
        "name": "cdn",
        "words": "Key of the CDN whose share of such requests is bounded while all are in use; null: none.",
        "allowed": "the key of a CDN, else `UNKNOWN_REFERENCE`",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "TEXT",
          "pattern": "^[a-z][a-z0-9-]{0,31}$",
          "refersTo": "cdns"
        }
      },
      {
        "name": "atLeastPercent",
        "words": "Least share of `cdn`; null: no such bound.",
        "allowed": "an integer from 0 to 100",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 0,
          "max": 100
        }
      },
      {
        "name": "atMostPercent",
        "words": "Greatest share of `cdn`; null: no such bound.",
        "allowed": "an integer from 0 to 100",
        "unlessTold": "null",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 0,
          "max": 100
        }
      }
    ]
  },
  "settings": {
    "words": "Settings of all redirects.",
    "most": 1,
    "fields": [
      {
        "name": "ratio",
        "words": "Every ratio-th valid request goes to the origin; 0 is never, 1 always; a changed ratio starts counting anew.",
        "allowed": "an integer from 0 to 1000000",
        "unlessTold": "10",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 0,
          "max": 1000000
        }
      },
      {
        "name": "redirectStatus",
        "words": "HTTP status of redirects.",
        "allowed": "301, 302, 307, 308",
        "unlessTold": "302",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "CHOICE",
          "values": [
            {
              "value": 301,
              "words": ""
            },
            {
              "value": 302,
              "words": ""
            },
            {
              "value": 307,
              "words": ""
            },
            {
              "value": 308,
              "words": ""
            }
          ]
        }
      },
      {
        "name": "rateLimit",
        "words": "Limits on the redirects of each worker, replaced as a whole; null: no limit.",
        "allowed": "",
        "unlessTold": "",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "GROUP",
          "fields": [
            {
              "name": "perAddress",
              "words": "For each client address, in IPv6 for each /64; null is off.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "GROUP",
                "fields": [
                  {
                    "name": "perSecond",
                    "words": "1 to 1,000,000.",
                    "allowed": "an integer from 1 to 1000000",
                    "unlessTold": "",
                    "isRequired": true,
                    "isNullable": false,
                    "holds": {
                      "kind": "NUMBER",
                      "isWhole": true,
                      "min": 1,
                      "max": 1000000
                    }
                  },
                  {
                    "name": "burst",
                    "words": "1 to 10,000,000 requests that may come at once after a pause.",
                    "allowed": "an integer from 1 to 10000000",
                    "unlessTold": "",
                    "isRequired": true,
                    "isNullable": false,
                    "holds": {
                      "kind": "NUMBER",
                      "isWhole": true,
                      "min": 1,
                      "max": 10000000
                    }
                  }
                ]
              }
            },
            {
              "name": "global",
              "words": "For all clients together; null is off.",
              "allowed": "",
              "unlessTold": "",
              "isRequired": false,
              "isNullable": true,
              "holds": {
                "kind": "GROUP",
                "fields": [
                  {
                    "name": "perSecond",
                    "words": "1 to 1,000,000.",
                    "allowed": "an integer from 1 to 1000000",
                    "unlessTold": "",
                    "isRequired": true,
                    "isNullable": false,
                    "holds": {
                      "kind": "NUMBER",
                      "isWhole": true,
                      "min": 1,
                      "max": 1000000
                    }
                  },
                  {
                    "name": "burst",
                    "words": "1 to 10,000,000 requests that may come at once after a pause.",
                    "allowed": "an integer from 1 to 10000000",
                    "unlessTold": "",
                    "isRequired": true,
                    "isNullable": false,
                    "holds": {
                      "kind": "NUMBER",
                      "isWhole": true,
                      "min": 1,
                      "max": 10000000
                    }
                  }
                ]
              }
            }
          ]
        }
      },
      {
        "name": "accessLog",
        "words": "One decision in `oneIn` that each worker logs; null: none.",
        "allowed": "",
        "unlessTold": "",
        "isRequired": false,
        "isNullable": true,
        "holds": {
          "kind": "GROUP",
          "fields": [
            {
              "name": "oneIn",
              "words": "1, each request, to 1,000,000.",
              "allowed": "an integer from 1 to 1000000",
              "unlessTold": "",
              "isRequired": true,
              "isNullable": false,
              "holds": {
                "kind": "NUMBER",
                "isWhole": true,
                "min": 1,
                "max": 1000000
              }
            }
          ]
        }
      },
      {
        "name": "maxEjectedPercent",
        "words": "Part of the weight of a pool that health checks take out at once; the first CDN may always be out.",
        "allowed": "an integer from 0 to 100",
        "unlessTold": "50",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "NUMBER",
          "isWhole": true,
          "min": 0,
          "max": 100
        }
      },
      {
        "name": "recordTraffic",
        "words": "Whether each worker keeps up to 20,000 requests of the last hour in memory, without address, path and query, for simulations.",
        "allowed": "true or false",
        "unlessTold": "true",
        "isRequired": false,
        "isNullable": false,
        "holds": {
          "kind": "FLAG"
        }
      }
    ]
  }
} as const
