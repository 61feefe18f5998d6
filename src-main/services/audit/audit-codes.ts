import { createHmac } from 'node:crypto'
import type { ChainEnd } from './chain-end.ts'

/*
 * All codes are HMAC-SHA-256. The audit key itself is never used for two purposes: each has a key derived from it.
 * While the keyring is locked, codes are made with a running key that is replaced after each record by its own HMAC, so
 * that nobody who reads it later can make the code of an earlier record (forward security as in Schneier and Kelsey,
 * "Secure Audit Logs to Support Computer Forensics", 1999). A record made with the audit key starts it over.
 */

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** The code of a record. @param text what the hash of the record covers */
export function recordCode(key: Uint8Array, text: string): string {
  return hmac(hmac(key, 'record'), text).toString('hex')
}

/** The code of a statement about the end of the log. */
export function headCode(key: Uint8Array, { seq, code }: ChainEnd, keyedFrom: number): string {
  return hmac(hmac(key, 'head'), JSON.stringify([seq, code, keyedFrom])).toString('hex')
}

/** The running key after a record that was made with the audit key. @param seq of that record */
export function runningKeyAfter(auditKey: Uint8Array, seq: number): Buffer {
  return hmac(auditKey, `running ${seq}`)
}

/** The running key after a record that was made with the running key. */
export function nextRunningKey(running: Uint8Array): Buffer {
  return hmac(running, 'next')
}

/** A name for a person that says nothing without the audit key; the same person has the same one each time. */
export function personPseudonym(auditKey: Uint8Array, id: string): string {
  return hmac(hmac(auditKey, 'person'), id).toString('hex').slice(0, 24)
}
