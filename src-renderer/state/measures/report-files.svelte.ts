import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import type { PersonFile, PersonReportParams } from '#engine/reports/person-reports.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { toWireError } from '#shared/app-error.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { MeasureResultsApi } from '../../workers/measures/measure-protocol.ts'
import type { ReportReceiver } from '../../workers/measures/report-writer.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** A file that takes bytes as they come. */
export interface FileSink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Saves the file. @returns whether it is there */
  close(): Promise<boolean>
  /** Leaves no file behind. */
  abort(): Promise<void>
}

/** A file about single people to write. */
export interface ReportOrder {
  readonly what: PersonFile
  readonly label: string
  /** What the audit log calls it. */
  readonly exported: DataExport['what']
  readonly period: MeasurementPeriod
  readonly context: Context
  readonly params: PersonReportParams
  readonly file: FileSink
}

/** How far the file is that is being written. */
export interface ReportProgress {
  readonly what: PersonFile
  /** People whose reports are in the file, and all of them; 0 of 0 while they are counted. */
  readonly people: number
  readonly total: number
}

interface ReportFilesDependencies {
  readonly transport: Transport
  readonly store: Pick<MeasureResultsApi, 'writeReports' | 'cancelReports'>
  readonly tasks: BackgroundTasks
  readonly toasts: Toasts
  readonly onReport: (receiver: ReportReceiver) => void
}

/** Name of the task in the status bar. */
const jobName = 'person-reports'

/** Reports about single people: written straight to a file while everything else stays usable. */
export class ReportFiles {
  readonly #dependencies: ReportFilesDependencies
  #progress = $state.raw<ReportProgress | undefined>()
  #order: ReportOrder | undefined
  /** Number of the announcement in the audit log. */
  #record: number | undefined

  constructor(dependencies: ReportFilesDependencies) {
    this.#dependencies = dependencies
    dependencies.onReport({
      reportBegins: (people) => this.#begin(people),
      reportPart: async ({ bytes, people }) => {
        await this.#order?.file.write(bytes)
        this.#report(people, this.#progress?.total ?? people)
      }
    })
  }

  /** The file that is being written; undefined when none is. */
  get progress(): ReportProgress | undefined {
    return this.#progress
  }

  /** Writes a file. Says in the status bar and in a message how it ended. */
  async write(order: ReportOrder): Promise<void> {
    const { store, tasks, toasts } = this.#dependencies
    const { what, label, period, context, params, file } = order
    this.#order = order
    this.#report(0, 0)
    try {
      const people = await store.writeReports(what, period, context, params)
      const isSaved = await file.close()
      await this.#conclude(isSaved)
      if (!isSaved) {
        // That it was not saved was said by whoever was to save it.
        tasks.finish({ outcome: 'cancelled', text: m.labelWasCancelled(label) }, jobName)
        return
      }
      const text = m.exportedLabelPeoplePeople(label, people.toLocaleString(activeLocale), people)
      tasks.finish({ outcome: 'done', text }, jobName)
      toasts.show(text)
    } catch (error) {
      // The failure is what is reported; without its record the announcement stands alone in the log.
      await this.#conclude(false).catch(() => undefined)
      await file.abort().catch(() => undefined)
      const { code, message } = toWireError(error)
      const isCancelled = code === 'cancelled'
      const text = isCancelled ? m.labelWasCancelled(label) : m.wasNotExported(label)
      tasks.finish({ outcome: isCancelled ? 'cancelled' : 'failed', text }, jobName)
      toasts.show(isCancelled ? message : `${text}. ${message}`, { kind: isCancelled ? 'cancelled' : 'failed' })
    } finally {
      this.#order = undefined
      this.#progress = undefined
    }
  }

  /** Ends the file that is being written; nothing is saved. */
  cancel(): void {
    void this.#dependencies.store.cancelReports()
  }

  /** Records how it ended, once. */
  async #conclude(done: boolean): Promise<void> {
    const record = this.#record
    this.#record = undefined
    if (record !== undefined) await this.#dependencies.transport.call('data.exported', { record, done })
  }

  /** Announces the export before the first byte leaves. */
  async #begin(people: number): Promise<void> {
    if (this.#order === undefined) return
    const leaving = { what: this.#order.exported, format: 'json', rows: people, names: false } as const
    const { record } = await this.#dependencies.transport.call('data.exporting', leaving)
    this.#record = record
    this.#report(0, people)
  }

  #report(people: number, total: number): void {
    if (this.#order === undefined) return
    const { what, label } = this.#order
    this.#progress = { what, people, total }
    const count = (value: number): string => value.toLocaleString(activeLocale)
    this.#dependencies.tasks.update(
      {
        title: m.writingLabel(label),
        fraction: total === 0 ? undefined : people / total,
        detail: total === 0 ? m.countingPeople : m.patientsOfTotalPatientsPeople(count(people), count(total)),
        cancel: () => this.cancel()
      },
      jobName
    )
  }
}
