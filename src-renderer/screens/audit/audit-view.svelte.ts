import { toWireError, type WireError } from '#shared/app-error.ts'
import type { AuditRow } from '#shared/audit-record.ts'
import { actionsOfKind, type AuditKind } from '#shared/audit-labels.ts'
import type { AuditQuery } from '#shared/contract/audit.ts'
import type { Transport } from '#shared/contract/contract.ts'

/** What is typed and chosen above the table. */
export interface AuditFilters {
  readonly kind: AuditKind | 'all'
  /** Days of this computer's time zone, `YYYY-MM-DD`; empty where there is no limit. */
  readonly from: string
  readonly until: string
  readonly actor: string
  /** Id of a person in the data. */
  readonly person: string
  readonly outcome: 'all' | 'success' | 'failure'
  /** Id of a snapshot, connection, export or pack. */
  readonly object: string
  readonly text: string
  /** Lists announcements also where their outcome is known. */
  readonly announcements: boolean
}

/** No filter at all. */
export const noFilters: AuditFilters = {
  kind: 'all',
  from: '',
  until: '',
  actor: '',
  person: '',
  outcome: 'all',
  object: '',
  text: '',
  announcements: false
}

/** Start of a local day, in milliseconds since 1970. @param offset days after that */
function startOfDay(day: string, offset: number): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? []
  return date === undefined ? undefined : new Date(Number(year), Number(month) - 1, Number(date) + offset).getTime()
}

/** What the filters ask the audit log for. */
export function auditQueryOf({ kind, from, until, actor, person, outcome, object, text }: AuditFilters): AuditQuery {
  const begin = startOfDay(from, 0)
  const end = startOfDay(until, 1)
  return {
    ...(kind === 'all' ? {} : { actions: actionsOfKind(kind) }),
    ...(begin === undefined ? {} : { from: begin }),
    ...(end === undefined ? {} : { until: end }),
    ...(actor.trim() === '' ? {} : { actor: actor.trim() }),
    ...(person.trim() === '' ? {} : { person: person.trim() }),
    ...(outcome === 'all' ? {} : { outcome }),
    ...(object.trim() === '' ? {} : { object: object.trim() }),
    ...(text.trim() === '' ? {} : { text: text.trim() })
  }
}

/** Records on one page. */
const pageRows = 100

/** The records on screen, a page at a time, newest first. */
export class AuditView {
  readonly #transport: Transport
  #filters = $state.raw<AuditFilters>(noFilters)
  #rows = $state.raw<readonly AuditRow[]>()
  #more = $state(false)
  #loading = $state(false)
  #error = $state.raw<WireError>()
  /** Where each page after the first begins: records before this number. */
  #starts = $state.raw<readonly number[]>([])
  #asked = 0

  constructor(transport: Transport) {
    this.#transport = transport
  }

  get filters(): AuditFilters {
    return this.#filters
  }

  /** Something narrows the list. */
  get isFiltered(): boolean {
    return Object.keys(auditQueryOf(this.#filters)).length > 0
  }

  /** Undefined before the first page is there. */
  get rows(): readonly AuditRow[] | undefined {
    return this.#rows
  }

  get loading(): boolean {
    return this.#loading
  }

  get error(): WireError | undefined {
    return this.#error
  }

  get hasOlder(): boolean {
    return this.#more
  }

  get hasNewer(): boolean {
    return this.#starts.length > 0
  }

  /** Changes filters and lists the newest records that match. */
  async filter(change: Partial<AuditFilters>): Promise<void> {
    this.#filters = { ...this.#filters, ...change }
    await this.#load([])
  }

  /** Lists the newest records again. */
  async reload(): Promise<void> {
    await this.#load([])
  }

  async older(): Promise<void> {
    const last = this.#rows?.at(-1)
    if (last !== undefined && this.#more) await this.#load([...this.#starts, last.seq])
  }

  async newer(): Promise<void> {
    await this.#load(this.#starts.slice(0, -1))
  }

  async #load(starts: readonly number[]): Promise<void> {
    this.#asked += 1
    const asked = this.#asked
    const before = starts.at(-1)
    this.#loading = true
    try {
      const { rows, more } = await this.#transport.call('audit.list', {
        query: auditQueryOf(this.#filters),
        folded: !this.#filters.announcements,
        limit: pageRows,
        ...(before === undefined ? {} : { before })
      })
      if (asked !== this.#asked) return
      this.#rows = rows
      this.#more = more
      this.#starts = starts
      this.#error = undefined
    } catch (error) {
      if (asked === this.#asked) this.#error = toWireError(error)
    } finally {
      if (asked === this.#asked) this.#loading = false
    }
  }
}
