// What Fastify costs without our work: a constant redirect from a plain route, no log. Usage: node fastify.ts PORT
import fastify from 'fastify'

const app = fastify({ logger: false })
app.get('/', (_request, reply) => {
  void reply
    .header('Cache-Control', 'no-store')
    .header('Access-Control-Allow-Origin', '*')
    .redirect('http://cdn.example.com/s1/video/1/xcg2djHckad.m3u8')
})
await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' })
