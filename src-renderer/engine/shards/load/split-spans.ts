import type { FileSpans } from '../../store/model/chunk.ts'
import { take } from '../take-rows.ts'

/** The file of each finding. */
export function filesOfFindings({ file, findings }: FileSpans, count: number): Int32Array {
  const files = new Int32Array(count)
  let first = 0
  file.forEach((spanFile, span) => {
    files.fill(spanFile, first, first + findings[span]!)
    first += findings[span]!
  })
  return files
}

/** What of the parts of files a piece has. @param resourceRows ascending, as are the rows of findings */
export function takeSpans(all: FileSpans, resourceRows: Int32Array, findingRows: Int32Array): FileSpans {
  const resources = countBySpan(all.resources, resourceRows)
  const findings = countBySpan(all.findings, findingRows)
  const spans = Int32Array.from(all.file.keys()).filter((span) => resources[span]! > 0 || findings[span]! > 0)
  return {
    file: take(all.file, spans),
    offset: take(all.offset, spans),
    resources: take(resources, spans),
    findings: take(findings, spans)
  }
}

/** How many of some rows are of each span. @param sizes rows of each span */
function countBySpan(sizes: Int32Array, rows: Int32Array): Int32Array {
  let [index, end] = [0, 0]
  return sizes.map((size) => {
    end += size
    const first = index
    while (index < rows.length && rows[index]! < end) index++
    return index - first
  })
}
