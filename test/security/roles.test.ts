import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { methods, type MethodName } from '#shared/contract/contract.ts'
import { needsOf } from '#shared/contract/contract.ts'
import { missingRight, rightNames, rightsOf, type Right } from '#shared/rights/right.ts'
import { ticketRights, type TicketKind } from '#shared/rights/ticket-rights.ts'
import { roles, type RoleState } from '#shared/roles/role.ts'
import { inputFor, type Pick } from '../support/schema-input.ts'
import { textStream } from '../support/services.ts'
import { budgeted } from '../support/property.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { testServices } from '../support/services.ts'
import { backup, content, keyring, snapshots, worklist } from '../unit/host/answering-services.ts'

/** Everybody who may sit at the screen: each role, two at once, and those without any. */
const users: readonly RoleState[] = [
  ...roles.map((role): RoleState => ({ account: 'eve', state: 'role', by: 'machine', roles: [role] })),
  { account: 'eve', state: 'role', by: 'policy', roles: ['auditor', 'viewer'], scopes: [{ payers: ['Medicaid'] }] },
  { account: 'eve', state: 'role', by: 'policy', roles: ['care-manager'], scopes: [{ practices: ['North'] }] },
  { account: 'eve', state: 'locked', by: 'machine', roles: [] },
  { account: 'eve', state: 'refused', by: 'policy', roles: [], problem: 'The policy Roles is damaged.' }
]
const nameOf = ({ state, roles: held, scopes }: RoleState): string =>
  state === 'role' ? `${held.join(' and ')}${scopes === undefined ? '' : ' of some people'}` : state

/** The same choices in every run. */
function picking(seed: number): Pick {
  let state = seed * 2_654_435_761 + 1
  return (from) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return from[(state >>> 8) % from.length]!
  }
}

const names = Object.keys(methods) as MethodName[]
const rounds = budgeted(8)
const internalText = /\/(?:tmp|home|var|work|Users)\/|\.ts\b|\bat \S+:\d+|Error:|undefined|stack/

const outOfScope = 'people out of scope'
/** Calls and tickets about everybody of the data, which no role has that shows some of the people only. */
const aboutEverybody: readonly string[] = [
  'measures.results',
  'measures.keepResults',
  'shards.save',
  'governance.frozen',
  'governance.signOff',
  'matching.decide',
  'worklist.carryOn'
] satisfies MethodName[]
const ticketsAboutEverybody: readonly TicketKind[] = [
  'measure-results',
  'measure-results-anew',
  'snapshot-columns-anew'
]
/** Calls that name people: the services refuse them to a limited role none of whose people are named. */
const aboutNamedPeople: readonly string[] = ['worklist.add', 'worklist.receive'] satisfies MethodName[]

/** What a user misses for a call: a right, or that everybody may be seen. */
function missingOf(name: MethodName, input: unknown, user: RoleState): Right | typeof outOfScope | undefined {
  if (user.scopes !== undefined && aboutEverybody.includes(name)) return outOfScope
  const rights = rightsOf(user)
  return needsOf(name, input as never)
    .map((need) => missingRight(need, rights))
    .find((right) => right !== undefined)
}

function servicesOf(user: RoleState) {
  return testServices(temporaryFolder(), {
    files: [{ name: 'Patient.ndjson', read: () => textStream('{}') }],
    host: {
      dialogs: { choose: async () => ['/a'] },
      printer: { pdf: async () => Uint8Array.from(Buffer.from('%PDF-1.7')) }
    },
    snapshots,
    keyring,
    backup,
    content,
    worklist,
    role: () => user
  })
}

describe.each(users.map((user) => [nameOf(user), user] as const))('%s', (_, user) => {
  const rights = rightsOf(user)

  it('gets an answer from no call that the role does not include, and each refusal is recorded', async () => {
    const { dispatch, audited } = servicesOf(user)
    let refused = 0
    let answered = 0
    for (const name of names)
      for (let round = 0; round < rounds; round++) {
        const input = inputFor(methods[name].input, picking(round * 1000 + name.length))
        const parsed = v.safeParse(methods[name].input, input)
        if (!parsed.success) continue
        const before = audited.length
        const reply = await dispatch(name, input, { windowId: 1 })
        const missing = missingOf(name, parsed.output, user)
        if (missing === undefined && user.scopes !== undefined && aboutNamedPeople.includes(name)) {
          refused += 1
          expect(reply, name).toMatchObject({ ok: false, error: { code: 'not-allowed', retryable: false } })
          expect(audited.slice(before), name).toMatchObject([
            { action: 'worklist.changed', outcome: 'intent' },
            { action: 'worklist.changed', outcome: 'failure', facts: { code: 'not-allowed' } }
          ])
          continue
        }
        if (missing === undefined) {
          answered += 1
          continue
        }
        refused += 1
        expect(reply, name).toMatchObject({ ok: false, error: { code: 'not-allowed', retryable: false } })
        const message = reply.ok ? '' : reply.error.message
        expect(message, name).not.toMatch(internalText)
        if (user.state === 'role' && missing !== outOfScope) expect(message, name).toContain(rightNames[missing])
        expect(audited.slice(before), name).toEqual([
          {
            action: 'access.refused',
            outcome: 'failure',
            facts: { refused: name, missing, state: user.state }
          }
        ])
      }
    expect(refused).toBeGreaterThan(10)
    expect(answered).toBeGreaterThan(10)
  })

  it.each(Object.keys(ticketRights) as TicketKind[])('uses a ticket of kind %s only with its right', async (kind) => {
    const { site, dataPlane, audited } = servicesOf(user)
    const isAboutEverybody = ticketsAboutEverybody.includes(kind)
    const may =
      missingRight(ticketRights[kind], rights) === undefined && !(isAboutEverybody && user.scopes !== undefined)
    let taken = 0
    const down = await site(dataPlane.issue({ kind, open: async () => textStream('secret') }))
    const up = await site(
      dataPlane.accept({
        kind,
        maxBytes: 10,
        async take() {
          taken += 1
        }
      }),
      textStream('x').values() as AsyncIterable<Uint8Array>
    )
    expect([down.status, up.status, taken]).toEqual(may ? [200, 204, 1] : [403, 403, 0])
    expect(audited.map(({ action }) => action)).toEqual(may ? [] : ['access.refused', 'access.refused'])
    if (!may) expect(down.body).not.toMatch(internalText)
  })
})

describe('the inputs of this test', () => {
  it('are made for every call that has an input', () => {
    const missing = names.filter((name) => {
      const { input } = methods[name]
      return !Array.from({ length: 20 }, (_, seed) => inputFor(input, picking(seed))).some(
        (value) => v.safeParse(input, value).success
      )
    })
    expect(missing).toEqual([])
  })
})

describe('the rights of roles', () => {
  const mayCall = (role: (typeof roles)[number], name: MethodName, input: unknown): boolean =>
    needsOf(name, input as never).every(
      (need) => missingRight(need, rightsOf({ state: 'role', roles: [role] })) === undefined
    )
  const who = (name: MethodName, input?: unknown): string[] => roles.filter((role) => mayCall(role, name, input))

  it.each<readonly [MethodName, unknown, readonly string[]]>([
    ['identity.reveal', { reason: 'care', people: 1 }, ['care-manager', 'quality-analyst']],
    ['worklist.read', { population: 'x', from: 0 }, ['payer-analyst', 'care-manager', 'quality-analyst']],
    ['worklist.add', { population: 'x', entries: [] }, ['care-manager', 'quality-analyst']],
    ['data.read', { what: 'sql-result', names: false }, ['payer-analyst', 'quality-analyst']],
    ['data.read', { what: 'people', names: true }, ['care-manager', 'quality-analyst']],
    ['data.exporting', { what: 'rates', names: false }, ['payer-analyst', 'care-manager', 'quality-analyst', 'admin']],
    ['data.exporting', { what: 'people', names: false }, ['payer-analyst', 'care-manager', 'quality-analyst']],
    ['data.exporting', { what: 'worklist', names: true }, ['care-manager', 'quality-analyst']],
    ['snapshots.open', { id: 'x' }, ['viewer', 'payer-analyst', 'care-manager', 'quality-analyst', 'admin']],
    ['snapshots.delete', { id: 'x' }, ['admin']],
    ['connections.setSecret', { id: 'x', secret: 'y' }, ['admin']],
    ['settings.set', { theme: 'dark' }, roles],
    ['drafts.list', undefined, ['viewer', 'payer-analyst', 'care-manager', 'quality-analyst', 'admin']],
    ['settings.set', { theme: 'dark', keepDays: 0 }, ['admin']],
    ['roles.assign', { rows: [] }, ['admin']],
    ['audit.list', { query: {}, limit: 1 }, ['auditor', 'admin']]
  ])('%s %j is for %j', (name, input, allowed) => {
    expect(who(name, input)).toEqual(allowed)
  })
})
