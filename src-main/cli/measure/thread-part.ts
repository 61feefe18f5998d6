import { parentPort, Worker } from 'node:worker_threads'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { PatientTrace } from '#engine/measures/run/patient-trace.ts'
import { fromWireError, toWireError, type WireError } from '#shared/app-error.ts'
import { LocalPart } from './local-part.ts'
import type { MeasurePart, PartResult, PartTask, RecordPacket } from './part-messages.ts'

/** What the thread is asked; every question has one answer. */
type Question =
  | { readonly ask: 'extract'; readonly packet: RecordPacket }
  | { readonly ask: 'extracted' }
  | { readonly ask: 'run'; readonly period: MeasurementPeriod }
  | { readonly ask: 'trace'; readonly measure: string; readonly ordinal: number; readonly period: MeasurementPeriod }

type Answer = { readonly value: unknown } | { readonly failure: WireError } | { readonly evaluated: number }

/** Packets that may wait in the thread. */
const waitingPackets = 3

/** Answers in this thread what a {@link ThreadPart} asks: what the entry file does when it is started as a thread. */
export function servePart(task: PartTask): void {
  const part = new LocalPart(task)
  const reply = (message: Answer): void => parentPort?.postMessage(message)
  const answer = (question: Question): Promise<unknown> => {
    switch (question.ask) {
      case 'extract':
        return part.extract(question.packet)
      case 'extracted':
        return part.extracted()
      case 'run':
        return part.run(question.period, (evaluated) => reply({ evaluated }))
      case 'trace':
        return part.trace(question.measure, question.ordinal, question.period)
    }
  }
  parentPort?.on('message', (question: Question) => {
    Promise.resolve()
      .then(() => answer(question))
      .then(
        (value) => reply({ value }),
        (error: unknown) => reply({ failure: toWireError(error) })
      )
  })
}

/** A part that is evaluated in a thread of its own. */
export class ThreadPart implements MeasurePart {
  readonly #worker: Worker
  readonly #waiting: { resolve(value: unknown): void; reject(error: unknown): void }[] = []
  #packets: Promise<unknown>[] = []
  #evaluated: (patients: number) => void = () => undefined

  /** @param entry the program's entry file, which calls {@link servePart} when it is started as a thread */
  constructor(entry: string, task: PartTask) {
    this.#worker = new Worker(entry, { workerData: task })
    this.#worker.on('message', (answer: Answer) => {
      if ('evaluated' in answer) {
        this.#evaluated(answer.evaluated)
        return
      }
      const waiting = this.#waiting.shift()
      if ('value' in answer) waiting?.resolve(answer.value)
      else waiting?.reject(fromWireError(answer.failure))
    })
    this.#worker.on('error', (error) => {
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error)
    })
  }

  #ask(question: Question, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(question, [...transfer])
    })
  }

  async extract(packet: RecordPacket): Promise<void> {
    this.#packets.push(this.#ask({ ask: 'extract', packet }, [packet.bytes.buffer as ArrayBuffer]))
    if (this.#packets.length >= waitingPackets) await this.#packets.shift()
  }

  async extracted(): Promise<number> {
    await Promise.all(this.#packets)
    this.#packets = []
    return (await this.#ask({ ask: 'extracted' })) as number
  }

  async run(period: MeasurementPeriod, evaluated: (patients: number) => void): Promise<PartResult> {
    this.#evaluated = evaluated
    return (await this.#ask({ ask: 'run', period })) as PartResult
  }

  async trace(measure: string, ordinal: number, period: MeasurementPeriod): Promise<PatientTrace> {
    return (await this.#ask({ ask: 'trace', measure, ordinal, period })) as PatientTrace
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
