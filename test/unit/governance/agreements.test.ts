import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AgreementTerms } from '#shared/governance/agreement.ts'
import { createGovernance, type Governance } from '../../../src-main/services/governance/governance.ts'
import { openGovernanceStore } from '../../../src-main/services/governance/governance-store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { caller, codeOf, services } from '../api/dispatching.ts'
import { keptFacts, snapshots, terms } from '../host/answering-services.ts'

const noon = Date.UTC(2026, 10, 25, 12)

interface Place {
  readonly data: string
  readonly governance: Governance
  readonly time: { now: number }
  readonly results: Map<string, string>
  readonly limit: { value: number }
}

function place(): Place {
  const data = temporaryFolder()
  const time = { now: noon }
  const results = new Map<string, string>()
  const limit = { value: 10 }
  let number = 0
  const governance = createGovernance({
    store: openGovernanceStore(data),
    results: {
      has: async (snapshot) => results.has(snapshot),
      read: async (snapshot) => new Blob([results.get(snapshot) ?? '']).stream()
    },
    frozen: { save: async () => [], read: async () => [] },
    clock: { now: () => time.now },
    random: { token: () => `token-000${(number += 1)}` },
    author: 'eve',
    smallCellLimit: () => limit.value
  })
  return { data, governance, time, results, limit }
}

const bound = (change: Partial<AgreementTerms>): AgreementTerms => ({ ...terms, ...change })

describe('a data-use agreement', () => {
  it('lets data leave through its last day and not after it', async () => {
    const { governance, time } = place()
    await governance.add(bound({ expires: '2026-11-25' }))
    await governance.checkExport()
    time.now = Date.UTC(2026, 10, 26)
    await expect(governance.checkExport()).rejects.toThrow('"Registry study" ended on 2026-11-25. Nothing left.')
    const [agreement] = await governance.agreements()
    await governance.end(agreement!.id)
    await governance.checkExport()
    expect(await governance.agreements()).toMatchObject([{ addedBy: 'eve', endedBy: 'eve' }])
    await expect(governance.end(agreement!.id)).rejects.toThrow('not in force')
  })

  it('asks for suppression of counts below its minimum cell size', async () => {
    const { governance, limit } = place()
    await governance.add(bound({ minCellSize: 11 }))
    await governance.checkExport()
    limit.value = 9
    await expect(governance.checkExport()).rejects.toThrow('counts below 11 are suppressed, and counts up to 9 are now')
  })

  it('binds the data that it is about, once they were opened', async () => {
    const { governance } = place()
    await governance.add(bound({ expires: '2020-01-01', scope: { data: 'snapshot', id: 'snapshot-1' } }))
    await governance.add(bound({ expires: '2020-01-01', scope: { data: 'connection', id: 'connection-1' } }))
    await governance.checkExport()
    governance.opened({ snapshot: 'snapshot-2', connection: undefined })
    await governance.checkExport()
    governance.opened({ snapshot: 'snapshot-3', connection: 'connection-1' })
    await expect(governance.checkExport()).rejects.toMatchObject({ code: 'not-allowed' })
  })

  it('is not forgotten when its file is damaged: nothing leaves', async () => {
    const { data, governance } = place()
    await governance.add(bound({}))
    writeFileSync(join(data, 'governance', 'governance.json'), '{"version":1')
    await expect(governance.checkExport()).rejects.toMatchObject({ code: 'unreadable-file' })
  })

  it('stops the export of the page, and the refusal is in the audit log', async () => {
    const { governance } = place()
    await governance.add(bound({ expires: '2020-01-01', scope: { data: 'connection', id: 'connection-1' } }))
    const facts = { ...keptFacts, export: { connection: 'connection-1', run: 'run-00001' } }
    const { dispatch } = services({
      governance,
      snapshots: { ...snapshots, open: async (id) => ({ ...(await snapshots.open!(id)), facts }) }
    })
    const leaving = { what: 'people', format: 'csv', names: false }
    expect(codeOf(await dispatch('data.exporting', leaving, caller))).toBe('ok')
    await dispatch('snapshots.open', { id: 'snapshot-1' }, caller)
    expect(codeOf(await dispatch('data.exporting', leaving, caller))).toBe('not-allowed')
  })
})

describe('a sign-off', () => {
  it('freezes results by their hash, and shows later changes', async () => {
    const { governance, results } = place()
    await expect(governance.signOff('snapshot-1', 'Board of November')).rejects.toMatchObject({ code: 'not-found' })
    results.set('snapshot-1', '{"rates":[0.71]}')
    const signed = await governance.signOff('snapshot-1', 'Board of November')
    expect(signed).toMatchObject({ by: 'eve', at: noon, reason: 'Board of November' })
    expect(await governance.signOffs()).toMatchObject([{ id: signed.id, results: 'unchanged' }])
    results.set('snapshot-1', '{"rates":[0.72]}')
    expect(await governance.signOffs()).toMatchObject([{ results: 'changed' }])
    results.delete('snapshot-1')
    expect(await governance.signOffs()).toMatchObject([{ results: 'gone' }])
  })
})
