import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

interface Dependencies {
  readonly store: StoreApi
  readonly toasts: Toasts
}

/** Takes the results that are kept with a snapshot. @returns how many there were; none when they cannot be read */
export async function openStoredResults({ store, toasts }: Dependencies, snapshot: string): Promise<number> {
  try {
    return await store.openResults(snapshot)
  } catch (error) {
    toasts.show(m.theStoredResultsOfMeasuresCannot(toWireError(error).message), {
      kind: 'failed'
    })
    return 0
  }
}

/** Takes the results of the run that wrote a cluster population. @returns their periods; none when they cannot be read */
export async function openRunResults({ store, toasts }: Dependencies): Promise<readonly MeasurementPeriod[]> {
  try {
    return await store.openRunMeasures()
  } catch (error) {
    toasts.show(m.theResultsOfTheRunCannotBeUsed(toWireError(error).message), { kind: 'failed' })
    return []
  }
}

/** Keeps the results with a snapshot. */
export async function storeResults({ store, toasts }: Dependencies, snapshot: string): Promise<void> {
  try {
    await store.storeResults(snapshot)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    toasts.show(m.theResultsWereNotKeptWith(error.message), { kind: 'failed' })
  }
}
