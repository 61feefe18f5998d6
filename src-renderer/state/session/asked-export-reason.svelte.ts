import { stateSessionMessages as m } from '#messages/state/session.ts'
import { AppError } from '#shared/app-error.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { Input, MethodName, Output, Transport } from '#shared/contract/contract.ts'

/** What the dialog asks about. */
export interface ExportReasonRequest {
  readonly leaving: DataExport
  readonly settle: (reason: string | undefined) => void
}

/** Asks why something leaves, where the settings want that: before anything is announced or leaves. */
export class AskedExportReason {
  #request = $state.raw<ExportReasonRequest | undefined>()
  /** The reason given last, to start from. */
  #last = ''

  /** What is asked; undefined while the dialog is closed. */
  get request(): ExportReasonRequest | undefined {
    return this.#request
  }

  get last(): string {
    return this.#last
  }

  /** The dialog's answer. @param reason undefined when nothing is to leave */
  answer(reason: string | undefined): void {
    const request = this.#request
    this.#request = undefined
    if (reason !== undefined) this.#last = reason
    request?.settle(reason)
  }

  /** A transport that asks before each export. @param isAsked whether the settings want a reason now */
  over(transport: Transport, isAsked: () => boolean): Transport {
    return {
      call: async <M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> =>
        method === 'data.exporting' && isAsked()
          ? transport.call(method, await this.#withReason(input as DataExport))
          : transport.call(method, input),
      subscribe: (name, listener) => transport.subscribe(name, listener)
    }
  }

  async #withReason(leaving: DataExport): Promise<DataExport> {
    this.#request?.settle(undefined)
    const reason = await new Promise<string | undefined>((settle) => (this.#request = { leaving, settle }))
    if (reason === undefined) throw new AppError('cancelled', m.theExportWasCancelledNothingLeft)
    return { ...leaving, reason }
  }
}
