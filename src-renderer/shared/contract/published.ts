import * as v from 'valibot'
import { Natural, None } from '../basic-schemas.ts'
import { sharedMessages as m } from '#messages/shared.ts'
import {
  acknowledgedFacts,
  AcknowledgedRegister,
  CountRelease,
  enteredFacts,
  PublishedList,
  ReleaseAnswer
} from '../governance/published-count.ts'
import { method } from './method.ts'

const TaskName = v.pipe(v.string(), v.minLength(1), v.maxLength(40))

const ReleaseParams = v.object({
  ...CountRelease.entries,
  /** Names this call for its progress, and for whoever cancels it. */
  task: v.optional(TaskName)
})

/** Calls about the register of published counts. */
export const publishedMethods = {
  /** Has to succeed before counts of people leave; says which of them must not. `not-allowed` with the reason. */
  'published.enter': method(ReleaseParams, ReleaseAnswer, 'export-figures', {
    read: 'published.entered',
    facts: enteredFacts
  }),
  /** Says the same of what is shown before it leaves; nothing is entered. */
  'published.compare': method(ReleaseParams, ReleaseAnswer, 'export-figures'),
  /** Ends a call that has not entered anything yet; it rejects as `cancelled`, and nothing is entered. */
  'published.cancel': method(v.object({ task: TaskName }), None, 'export-figures'),
  /** Newest first. */
  'published.list': method(None, PublishedList, { anyOf: ['export-figures', 'audit', 'security'] }),
  /** Nothing is compared with an entry any more. */
  'published.forget': method(
    v.object({
      entry: Natural,
      reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300), v.title(m.reasonToForget))
    }),
    None,
    'security',
    { effect: 'published.forgotten', before: ({ entry, reason }) => ({ entry, reason }) }
  ),
  /** Goes on with a register that is not what the audit log has; `not-found` where it is. */
  'published.acknowledge': method(
    v.object({
      reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300), v.title(m.reasonToAcknowledge))
    }),
    AcknowledgedRegister,
    'security',
    {
      effect: 'published.acknowledged',
      before: ({ reason }) => ({ reason }),
      after: ({ reason }, register) => ({ reason, ...acknowledgedFacts(register) })
    }
  )
} as const

/** Events about the register of published counts. */
export interface PublishedEvents {
  /** How far the comparison of a release with what left before is, from 0 to 1; told where it takes longer than a moment. */
  readonly 'published.progress': { readonly task: string; readonly fraction: number }
}
