import type { SentRecord } from '../audit/sent-records.ts'
import { deliveredLine, type CollectorFormat } from '../audit/collector-line.ts'

/**
 * Records as octet-counted frames (RFC 5425 §4.3): the length of the message in bytes, a blank, the message. Each message has
 * the number and the code of its record, so that the collector is an anchor for the log: it shows later what was changed or
 * removed here.
 * @param hostname name of this computer
 */
export function syslogFrames(records: readonly SentRecord[], hostname: string, format: CollectorFormat): Buffer {
  return Buffer.concat(
    records.map(({ row, code }) => {
      const message = Buffer.from(deliveredLine(row, format, hostname, code))
      return Buffer.concat([Buffer.from(`${message.length} `), message])
    })
  )
}
