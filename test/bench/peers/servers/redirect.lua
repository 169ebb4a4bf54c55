-- Every tenth video URL to the origin, all others to the CDN. There is one worker process, so a variable of it counts exactly.
local ratio, turn = 10, 0

return function()
  local video = ngx.unescape_uri(ngx.var.arg_video or '')
  local parts = ngx.re.match(video, [[^(https?)://(s\d{1,4})\.origin-cluster(/.+)$]], 'jo')
  if not parts then return ngx.exit(ngx.HTTP_BAD_REQUEST) end
  turn = turn + 1
  local header = ngx.header
  header['Location'] = turn % ratio == 0 and video or parts[1] .. '://cdn.example.com/' .. parts[2] .. parts[3]
  header['Cache-Control'] = 'no-store'
  header['Access-Control-Allow-Origin'] = '*'
  header['Content-Length'] = 0
  ngx.status = ngx.HTTP_MOVED_TEMPORARILY
  return ngx.exit(ngx.OK)
end
