import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Transport } from '#shared/contract/contract.ts'
import { AppError } from '#shared/app-error.ts'
import { ReadRecord } from '../../../src-renderer/state/query/read-record.ts'

function transportOf(call: (input: unknown) => Promise<void>): Transport {
  return { call: (_name: string, input: unknown) => call(input), subscribe: () => () => undefined } as Transport
}

describe('the record of a list that is shown', () => {
  it('is written once for each version of the list', async () => {
    const calls: unknown[] = []
    const read = new ReadRecord(transportOf(async (input) => void calls.push(input)))
    const seen = { what: 'worklist', rows: 3, names: true } as const
    await read.note('1', seen)
    await read.note('1', seen)
    await read.note('2', { ...seen, rows: 4 })
    expect(calls).toEqual([seen, { ...seen, rows: 4 }])
  })

  it('is tried again when it could not be written', async () => {
    let tries = 0
    const read = new ReadRecord(
      transportOf(async () => {
        tries += 1
        if (tries === 1) throw new AppError('not-allowed', 'The audit log cannot be written.')
      })
    )
    const seen = { what: 'people', people: 3, names: false } as const
    await expect(read.note('1', seen)).rejects.toMatchObject({ code: 'not-allowed' })
    await read.note('1', seen)
    expect(tries).toBe(2)
  })

  it.each([
    'worklist/WorklistScreen.svelte',
    'measures/units/UnitsTab.svelte',
    'measures/changes/DiffPeople.svelte',
    'views/view-runs.svelte.ts',
    'people/PeopleTable.svelte',
    'patients/PatientPage.svelte',
    'people/ResourceDialog.svelte',
    'rows/RowsTable.svelte',
    'sql/ResultGrid.svelte'
  ])('is written by %s, which shows people', (name) => {
    const text = readFileSync(resolve(import.meta.dirname, '../../../src-renderer/screens', name), 'utf8')
    expect(text).toMatch(/\.note\([^)]*what: '|'data\.read'/s)
  })
})
