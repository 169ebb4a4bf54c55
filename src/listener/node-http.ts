/**
 * Parts of node:http that work. An import reads all exports of it, and one of those loads Node's HTTP client: 70 ms of CPU in each
 * process that starts.
 */
export const { Agent, createServer, METHODS, request, STATUS_CODES } = process.getBuiltinModule('node:http')
