import { workersMeasuresMessages as m } from '#messages/workers/measures.ts'
import { personReports, type PersonFile, type PersonReportParams } from '#engine/reports/person-reports.ts'
import type { MeasureInput } from '#engine/measures/rates/measure-input.ts'
import type { Context } from '#engine/base/figures/filter.ts'
import { AppError } from '#shared/app-error.ts'
import { transfer } from '#engine/base/threads/rpc.ts'

/** Next bytes of a file that is being written, and how far it is. */
export interface ReportPart {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** People whose reports are written once these bytes are. */
  readonly people: number
}

/** Where the bytes go. Each call is awaited, so that no more than one part waits in memory. */
export interface ReportReceiver {
  /** Before the first byte. @param people how many the file covers */
  reportBegins(people: number): Promise<void> | void
  reportPart(part: ReportPart): Promise<void> | void
}

/** Characters of a part: large enough for the disk, small enough to answer other calls in between. */
const PART_CHARACTERS = 1 << 18

/** Writes files about single people in parts, one file at a time. */
export class ReportWriter {
  readonly #receiver: ReportReceiver
  #running: AbortController | undefined

  constructor(receiver: ReportReceiver) {
    this.#receiver = receiver
  }

  /** @returns people in the file @throws AppError `cancelled`, `not-allowed` while another file is being written */
  async write(input: MeasureInput, what: PersonFile, context: Context, params: PersonReportParams): Promise<number> {
    if (this.#running !== undefined) throw new AppError('not-allowed', m.anotherReportAboutSinglePeopleIs)
    const running = new AbortController()
    this.#running = running
    try {
      const { people, lines } = personReports(input, context, what, params)
      await this.#receiver.reportBegins(people)
      await this.#send(lines, people, running.signal)
      return people
    } finally {
      this.#running = undefined
    }
  }

  /** Ends what is being written. */
  cancel(reason = m.theExportWasCancelledNoFile): void {
    this.#running?.abort(new AppError('cancelled', reason))
  }

  async #send(lines: Iterable<string>, total: number, signal: AbortSignal): Promise<void> {
    const encoder = new TextEncoder()
    let text = ''
    let people = 0
    for (const line of lines) {
      text += line
      people++
      if (text.length < PART_CHARACTERS && people < total) continue
      signal.throwIfAborted()
      const bytes = encoder.encode(text)
      text = ''
      await this.#receiver.reportPart(transfer({ bytes, people }, [bytes.buffer]))
    }
    signal.throwIfAborted()
  }
}
