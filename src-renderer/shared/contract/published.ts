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

/** Calls about the register of published counts. */
export const publishedMethods = {
  /** Has to succeed before counts of people leave; says which of them must not. `not-allowed` with the reason. */
  'published.enter': method(CountRelease, ReleaseAnswer, 'export-figures', {
    read: 'published.entered',
    facts: enteredFacts
  }),
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
