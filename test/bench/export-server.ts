import { open, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

// Serves the files of a folder as a bulk export that is ready at once. Prints its FHIR base; ends with its standard input.
const folder = process.argv[2]!
const names = (await readdir(folder)).filter((name) => name.endsWith('.ndjson'))
/** Resources by file, as the manifest tells them. */
const counts = new Map<string, number>()
for (const name of names) {
  let lines = 0
  for (const byte of await readFile(join(folder, name))) if (byte === 10) lines++
  counts.set(name, lines)
}

const server = createServer((request, response) => {
  const { port } = server.address() as AddressInfo
  const path = request.url ?? '/'
  if (path.startsWith('/fhir/files/')) {
    void open(join(folder, path.slice('/fhir/files/'.length)), 'r').then(async (file) => {
      response.writeHead(200, { 'content-length': (await file.stat()).size, etag: '"1"', 'accept-ranges': 'bytes' })
      await pipeline(file.createReadStream({ highWaterMark: 1 << 18 }), response)
    })
  } else if (path.includes('$export')) {
    response.writeHead(202, { 'content-location': `http://127.0.0.1:${port}/fhir/status` }).end()
  } else if (path === '/fhir/status') {
    const output = names.map((name) => ({
      type: name.split('.')[0],
      url: `http://127.0.0.1:${port}/fhir/files/${name}`,
      count: counts.get(name)
    }))
    response.writeHead(request.method === 'DELETE' ? 202 : 200)
    response.end(
      JSON.stringify({ transactionTime: '2026-10-31T00:00:00Z', requiresAccessToken: false, output, error: [] })
    )
  } else response.writeHead(404).end()
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir\n`)
process.stdin.resume()
process.stdin.on('end', () => process.exit())
