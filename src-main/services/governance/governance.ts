import { servicesGovernanceMessages as m } from '#messages/services/governance.ts'
import { createHash } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'
import type {
  DataUseAgreement,
  AgreementTerms,
  FrozenResults,
  SignOff,
  SignOffState
} from '#shared/governance/agreement.ts'
import type { ClockPort, RandomPort } from '../../ports/host.ts'
import { agreementsOn, refuseUnderAgreements, type GovernedData } from './agreement-check.ts'
import type { FrozenNumbers } from './frozen-numbers.ts'
import type { GovernanceStore } from './governance-store.ts'

/** Stored results of measures, by snapshot. */
export interface SignedResults {
  has(snapshot: string): Promise<boolean>
  read(snapshot: string): Promise<ReadableStream<Uint8Array>>
}

/** Dependencies of {@link createGovernance}. */
export interface GovernanceDependencies {
  readonly store: GovernanceStore
  readonly results: SignedResults
  readonly frozen: FrozenNumbers
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Account of whoever is at this computer. */
  readonly author: string
  /** Counts of 1 to this many people are suppressed in what leaves. */
  readonly smallCellLimit: () => number
}

/** Agreements on the use of data, which exports are held to, and results that somebody vouches for. */
export interface Governance {
  agreements(): Promise<DataUseAgreement[]>
  add(terms: AgreementTerms): Promise<DataUseAgreement>
  /** @throws AppError `not-found` */
  end(id: string): Promise<void>
  /** Data were opened that agreements may bind; they do until the program ends. */
  opened(data: GovernedData): void
  /** @throws AppError `not-allowed` when an agreement on the opened data does not allow an export now */
  checkExport(): Promise<void>
  signOffs(): Promise<SignOffState[]>
  /** @throws AppError `not-found` where no results are stored, `not-allowed` while no key is open */
  signOff(snapshot: string, reason: string): Promise<SignOff>
  /** @throws AppError `not-found` where no numbers were frozen, `not-allowed` while no key is open */
  frozen(id: string): Promise<FrozenResults>
}

/** Creates the service for data-use agreements and signed results. */
export function createGovernance(dependencies: GovernanceDependencies): Governance {
  const { store, results, frozen, clock, random, author, smallCellLimit } = dependencies
  const open = new Map<string, GovernedData>()

  async function resultsOf({ snapshot, hash }: SignOff): Promise<SignOffState['results']> {
    try {
      if (!(await results.has(snapshot))) return 'gone'
      return (await hashOf(await results.read(snapshot))) === hash ? 'unchanged' : 'changed'
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return error.code === 'not-allowed' ? 'locked' : 'gone'
    }
  }

  return {
    agreements: async () => (await store.read()).agreements.toReversed(),
    add: (terms) =>
      store.update((stored) => {
        const result = { ...terms, id: random.token(12), addedBy: author, addedAt: clock.now() }
        return { next: { ...stored, agreements: [...stored.agreements, result] }, result }
      }),
    end: (id) =>
      store.update((stored) => {
        const agreement = stored.agreements.find((each) => each.id === id && each.endedAt === undefined)
        if (agreement === undefined) throw new AppError('not-found', m.thisAgreementIsNotInForce)
        const ended = { ...agreement, endedBy: author, endedAt: clock.now() }
        const agreements = stored.agreements.map((each) => (each === agreement ? ended : each))
        return { next: { ...stored, agreements }, result: undefined }
      }),
    opened(data) {
      open.set(data.snapshot, data)
    },
    async checkExport() {
      const { agreements } = await store.read()
      refuseUnderAgreements(agreementsOn(agreements, [...open.values()]), smallCellLimit(), clock.now())
    },
    async signOffs() {
      const { signOffs } = await store.read()
      const states: SignOffState[] = []
      for (const each of signOffs.toReversed()) states.push({ ...each, results: await resultsOf(each) })
      return states
    },
    async signOff(snapshot, reason) {
      if (!(await results.has(snapshot))) throw new AppError('not-found', m.noResultsOfMeasuresAreStored)
      const bytes = await bytesOf(await results.read(snapshot))
      const hash = createHash('sha256').update(bytes).digest('hex')
      const id = random.token(12)
      const runs = await frozen.save(id, bytes)
      return store.update((stored) => {
        const unapproved = runs.filter(({ measure }) => measure.state !== 'approved').length
        const result: SignOff = {
          id,
          snapshot,
          hash,
          by: author,
          at: clock.now(),
          reason,
          frozen: { results: runs.length, unapproved }
        }
        return { next: { ...stored, signOffs: [...stored.signOffs, result] }, result }
      })
    },
    async frozen(id) {
      const signOff = (await store.read()).signOffs.find((each) => each.id === id)
      if (signOff === undefined) throw new AppError('not-found', m.thisSignOffIsNotThere)
      return { signOff, runs: [...(await frozen.read(id))] }
    }
  }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

async function hashOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  // Node types the pieces of a stream as strings or bytes; without an encoding they are bytes.
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) hash.update(chunk)
  return hash.digest('hex')
}
