import { describe, expect, it } from 'vitest'
import type { Discovered } from '#shared/connections/server-report.ts'
import { compatibilityRows, type SeenExport } from '../../../src-main/services/connections/compatibility.ts'
import { generic } from '../../../src-main/vendors/generic.ts'

const server: Discovered = {
  base: 'https://fhir.example.org/r4',
  vendor: 'generic',
  vendorName: 'Any FHIR server',
  levels: ['patient'],
  types: ['Patient', 'Condition', 'Encounter'],
  scopesSupported: [],
  capabilities: [],
  authMethods: [],
  signingAlgorithms: [],
  hasSmartConfiguration: true,
  hasCapabilityStatement: true,
  findings: []
}

const seenOf = (change: Partial<SeenExport> = {}): SeenExport => ({
  at: 1,
  state: 'committed',
  level: 'patient',
  leftOut: [],
  counted: true,
  asked: ['Patient', 'Condition'],
  delivered: ['Patient', 'Condition'],
  deletedOnServer: true,
  incremental: false,
  ...change
})

const typesRow = (seen: readonly SeenExport[], wanted: readonly string[], answers = true) =>
  compatibilityRows(generic, answers ? server : undefined, seen, wanted).find(({ topic }) => topic === 'Resource types')

describe('the resource types of a server next to those that are wanted', () => {
  it('agree when all arrived', () => {
    expect(typesRow([seenOf()], ['Patient', 'Condition'])).toMatchObject({ seen: 'All arrived', verdict: 'agrees' })
  })

  it('differ when the server lacks some, although these were left out of what was asked for', () => {
    expect(typesRow([seenOf()], ['Patient', 'Condition', 'Coverage', 'Goal'])).toMatchObject({
      profile: 'Patient, Condition, Coverage, Goal',
      server: 'Does not have: Coverage, Goal',
      verdict: 'differs'
    })
  })

  it('differ when the server refused the last export, whatever arrived before', () => {
    const refused = seenOf({ state: 'failed', code: 'not-allowed', delivered: [] })
    expect(typesRow([refused, seenOf()], ['Patient'])).toMatchObject({
      seen: 'The server refused the last export',
      verdict: 'differs'
    })
    expect(typesRow([seenOf(), refused], ['Patient'])).toMatchObject({ verdict: 'agrees' })
  })

  it('differ when a type was requested and never arrived', () => {
    expect(typesRow([seenOf({ delivered: ['Patient'] })], [])).toMatchObject({
      seen: 'Requested and never arrived: Condition',
      verdict: 'differs'
    })
  })

  it('are not known before an export', () => {
    expect(typesRow([], ['Patient'])).toMatchObject({ seen: 'No export yet', verdict: 'unknown' })
    expect(typesRow([], ['Patient'], false)).toMatchObject({ server: 'The server does not answer' })
  })
})

describe('the counts in the manifest', () => {
  const counts = (...seen: SeenExport[]) =>
    compatibilityRows(generic, server, seen, []).find(({ topic }) => topic === 'Counts in the manifest')

  it('are judged by exports that had files', () => {
    const unchanged = seenOf({ incremental: true, counted: false, asked: [], delivered: [] })
    expect(counts(unchanged, seenOf())).toMatchObject({ seen: 'States them' })
    expect(counts(seenOf({ counted: false }))).toMatchObject({ seen: 'Does not state them' })
    expect(counts(unchanged)).toMatchObject({ seen: 'No export yet', verdict: 'unknown' })
  })
})
