import { describe, expect, it, vi } from 'vitest'
import { isRiskDefinition, readRiskTable, rowsOfTable } from '#engine/risk/tables/read-risk-table.ts'
import { sha256 } from '#engine/sharing/pack/canonical-json.ts'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'
import { RiskQueries, type RiskDependencies } from '../../../src-renderer/state/risk/risk-queries.svelte.ts'
import { draftDisk, editorApp, type DraftDisk } from '../screens/editors/editor-app.ts'

const procedures = { name: 'eligible.csv', text: 'hcpcs\nG0438\n' }
const members = { name: 'members.csv', text: 'patient_id,dual\np1,full\n' }

/** What the worker answers where no data are loaded. */
const inUse: RiskDependencies['store']['riskTables'] = async (files) => {
  const tables = files.map(async ({ name, text }) => {
    const table = readRiskTable(name, text)
    const { kind } = table
    return { name, hash: await sha256(text), kind, rows: rowsOfTable(table), isDefinition: isRiskDefinition(kind) }
  })
  return { tables: await Promise.all(tables), unknownMembers: 0 }
}

async function opened(disk: DraftDisk) {
  const { drafts } = await editorApp(disk, {})
  const refresh = vi.fn<() => void>()
  const risk = new RiskQueries({
    store: { riskTables: inUse } as RiskDependencies['store'],
    context: {} as RiskDependencies['context'],
    panels: { generation: 1, refresh },
    drafts,
    toasts: new Toasts()
  })
  return { drafts, risk, refresh, names: () => risk.inUse.tables.map(({ name }) => name) }
}

describe('imported tables of risk', () => {
  it('are there again after a start where they say how people score, and no more where they are about members', async () => {
    const disk = draftDisk()
    const { drafts, risk, names } = await opened(disk)
    await risk.addTables([procedures, members])
    expect(names()).toEqual(['eligible.csv', 'members.csv'])
    await drafts.flush()
    expect([...disk.drafts.keys()]).toEqual([expect.stringMatching(/^risk-table-[0-9a-f]{16}-0$/)])
    const again = await opened(disk)
    await vi.waitFor(() => expect(again.names()).toEqual(['eligible.csv']))
    expect(again.risk.inUse.tables).toMatchObject([{ kind: 'procedures', isDefinition: true, rows: 1 }])
  })

  it('are replaced by one of the same name, and forgotten with the others', async () => {
    const disk = draftDisk()
    const { drafts, risk, names } = await opened(disk)
    await risk.addTables([procedures])
    await drafts.flush()
    await risk.addTables([{ ...procedures, text: 'hcpcs\nG0438\nG0439\n' }])
    await drafts.flush()
    await vi.waitFor(() => expect(disk.drafts.size).toBe(1))
    expect(risk.inUse.tables).toMatchObject([{ rows: 2 }])
    await risk.removeTables()
    expect(names()).toEqual([])
    await vi.waitFor(() => expect(disk.drafts.size).toBe(0))
  })

  it('have every list and figure computed again, also when they are removed', async () => {
    const { risk, refresh } = await opened(draftDisk())
    await risk.addTables([procedures])
    expect(refresh).toHaveBeenCalledTimes(1)
    await risk.removeTables()
    expect(refresh).toHaveBeenCalledTimes(2)
  })

  it('that cannot be used change nothing', async () => {
    const { risk, names } = await opened(draftDisk())
    await risk.addTables([procedures])
    await expect(risk.addTables([{ name: 'wrong.csv', text: 'a,b\n1,2\n' }])).rejects.toThrow('wrong.csv')
    expect(names()).toEqual(['eligible.csv'])
  })
})
