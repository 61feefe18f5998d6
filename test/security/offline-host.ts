import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { methods, type MethodName } from '#shared/contract/contract.ts'
import { compose } from '../../src-main/composition/compose.ts'
import { createCollectorNet } from '../../src-main/host/network/syslog-tls.ts'
import { openSettingsFile } from '../../src-main/host/node/settings-file.ts'
import { systemClock } from '../../src-main/ports/system.ts'
import { inputFor, type Pick } from '../support/schema-input.ts'
import { memoryLog } from '../support/memory-log.ts'
import { nodeHost } from '../support/node-host.ts'
import { managedBy } from '../support/policies.ts'

// The services of the browser host over a data folder. Every call that may reach another computer is made with inputs that get
// as far as they can, then every call of the contract with inputs from its schema. Prints what was called and what was refused.

const { data, policies, server } = JSON.parse(process.argv[2]!) as {
  readonly data: string
  readonly policies: Readonly<Record<string, unknown>>
  /** `http://127.0.0.1:port` of a server that counts who asks. */
  readonly server: string
}
const passphrase = 'four unlikely words together'
const caller = { windowId: 1 }
const log = memoryLog()
const host = nodeHost(data, {
  policies: managedBy(policies),
  collector: createCollectorNet({}, 2_000),
  settings: await openSettingsFile(join(data, 'settings.json'), systemClock, log),
  paths: { data, resources: join(import.meta.dirname, '../../resources'), page: data, threads: data },
  log
})
const services = await compose(host)
const called = new Set<string>()
let refused = 0

async function call(name: MethodName, input?: unknown): Promise<unknown> {
  called.add(name)
  const reply = await services.dispatch(name, input, caller)
  if (!reply.ok && reply.error.code === 'not-allowed') refused += 1
  return reply.ok ? reply.value : undefined
}

const { state } = (await call('keyring.state')) as { readonly state: string }
await call(state === 'absent' ? 'keyring.create' : 'keyring.unlock', { passphrase })
const settings = {
  name: 'Counting server',
  base: `${server}/r4`,
  vendor: 'generic',
  switches: {},
  auth: 'none',
  mode: 'bulk',
  level: 'patient',
  types: { kind: 'dashboards' },
  typeFilters: [],
  associated: [],
  byPatient: false,
  lenient: false,
  trustedOrigins: [],
  allowHttpLoopback: true
}
await call('connections.create', settings)
const collector = `syslog+tls://${new URL(server).host}`
await call('settings.set', { auditSink: collector })
const connections = (await call('connections.list')) as readonly { readonly id: string }[]
for (const { id } of connections) {
  await call('connections.discover', { base: settings.base, allowHttpLoopback: true })
  await call('connections.makeKey', { id, algorithm: 'ES384' })
  await call('connections.checkJwks', { id, url: `${server}/jwks.json` })
  for (const name of [
    'connections.signIn',
    'connections.beginSignIn',
    'connections.report',
    'connections.compatibility'
  ] as const)
    await call(name, { id })
  await call('connections.checkRequirements', { id })
  await call('connections.signOut', { id })
  await call('connections.groups', { id })
  const run = (await call('exports.start', { connection: id, kind: 'full' })) as { readonly id: string } | undefined
  for (const name of [
    'exports.checkNow',
    'exports.pause',
    'exports.resume',
    'exports.restart',
    'exports.fetchMissing',
    'exports.cancel'
  ] as const)
    if (run !== undefined) await call(name, { id: run.id })
}
await call('audit.sinkSend')

let seed = 7
const pick: Pick = (from) => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return from[(seed >>> 8) % from.length]!
}
/** Calls that would take away what the next calls need, and those that take minutes. */
const last: readonly string[] = [
  'keyring.startOver',
  'keyring.lock',
  'sandbox.start',
  'sample.open'
] satisfies MethodName[]
// Without the policy these would ask servers that are not of this test.
const swept = policies['Offline'] === true ? (Object.keys(methods) as MethodName[]) : []
for (const name of swept.filter((each) => !last.includes(each))) {
  const inputs = Array.from({ length: 20 }, () => inputFor(methods[name].input, pick))
  const input = inputs.find((each) => v.safeParse(methods[name].input, each).success)
  await call(name, input)
}
await services.close()
process.stdout.write(
  `${JSON.stringify({
    called: [...called],
    refused,
    sockets: readFileSync(process.env['TEST_SOCKETS']!, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
  })}\n`
)
process.exit(0)
