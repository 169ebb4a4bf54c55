-- wrk asks for 1,000 distinct video URLs, one after the other, and tells what it saw as one line of JSON.
-- Arguments: "close" for one connection a request; the number of origin clusters that the URLs are spread over.
local requests, position = {}, 0

function init(args)
  if args[1] == 'close' then wrk.headers['Connection'] = 'close' end
  local clusters = tonumber(args[2])
  for n = 1, 1000 do
    local host = clusters == 1 and 's1.origin-cluster' or ('s1.c' .. n % clusters .. '.origin-cluster')
    requests[n] = wrk.format('GET', '/?video=http%3A%2F%2F' .. host .. '%2Fvideo%2F' .. n .. '%2Fxcg2djHckad.m3u8')
  end
end

function request()
  position = position % 1000 + 1
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
