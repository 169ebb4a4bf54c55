-- wrk asks for 1,000 distinct video URLs, one after the other, and tells what it saw as one line of JSON.
-- Arguments: "close" for one connection a request; the number of origin clusters that the URLs are spread over; the number of
-- clients that a proxy names, each of another /24, 0 for none; "browser" for the header fields of one; the milliseconds that a
-- connection waits before it asks again, on average, 0 for none. Each run begins with another client, since a short one asks for few.
local requests, position = {}, 0
local browser = {
  ['User-Agent'] = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  ['Accept'] = '*/*',
  ['Accept-Encoding'] = 'gzip, deflate, br, zstd',
  ['Accept-Language'] = 'en-GB,en;q=0.9',
  ['Origin'] = 'https://player.example.com',
  ['Referer'] = 'https://player.example.com/',
  ['Sec-Fetch-Dest'] = 'empty',
  ['Sec-Fetch-Mode'] = 'cors',
  ['Sec-Fetch-Site'] = 'cross-site',
  ['sec-ch-ua-mobile'] = '?0',
  ['sec-ch-ua-platform'] = '"Linux"',
}

function init(args)
  if args[1] == 'close' then wrk.headers['Connection'] = 'close' end
  if args[4] == 'browser' then for name, value in pairs(browser) do wrk.headers[name] = value end end
  local pause = tonumber(args[5])
  if pause > 0 then function delay() return math.random(0, 2 * pause) end end
  local clusters = tonumber(args[2])
  local clients = tonumber(args[3])
  position = os.time() * 7919 % math.max(1000, clients)
  for n = 1, math.max(1000, clients) do
    local host = clusters == 1 and 's1.origin-cluster' or ('s1.c' .. n % clusters .. '.origin-cluster')
    requests[n] = wrk.format('GET', '/?video=http%3A%2F%2F' .. host .. '%2Fvideo%2F' .. n % 1000 .. '%2Fxcg2djHckad.m3u8', clients > 0 and named(n) or nil)
  end
end

-- All of them are spread over the whole of IPv4; 7919 is prime to the 57,088 first halves.
function named(n)
  local high = n * 7919 % 57088
  return { ['X-Forwarded-For'] = string.format('%d.%d.%d.7', 1 + math.floor(high / 256), high % 256, n % 253) }
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"failed":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
