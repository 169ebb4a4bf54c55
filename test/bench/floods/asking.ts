import { asking } from '../../support/admin-floods.ts'

/** A process of its own: so many clients that ask for the URL, each again as soon as it has its answer, until the process is ended. */
const [url = '', clients = ''] = process.argv.slice(2)
asking(url, Number(clients))
