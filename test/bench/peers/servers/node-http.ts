// What node:http costs without our work: a constant redirect. Usage: node node-http.ts PORT
import { createServer } from 'node:http'

createServer((_request, response) => {
  response.writeHead(302, {
    Location: 'http://cdn.example.com/s1/video/1/xcg2djHckad.m3u8',
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
    'Content-Length': '0',
  })
  response.end()
}).listen(Number(process.argv[2]), '127.0.0.1')
