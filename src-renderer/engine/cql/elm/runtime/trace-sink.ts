import type { Value } from '../values/value.ts'

/** Receives what every clause came to, while an instrumented program runs. */
export interface TraceSink {
  /** A clause of a define or function was evaluated. */
  clause(library: string, statement: string, localId: string, nodeType: string, value: Value): void
  /** A define was evaluated, once per patient, or a function was called. */
  define(library: string, statement: string, value: Value): void
  /** A retrieve gave rows. */
  retrieved(library: string, statement: string, localId: string, rows: readonly Value[]): void
}
